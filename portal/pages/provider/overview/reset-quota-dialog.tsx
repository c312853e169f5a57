import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { type QuotaResetOrder, resetQuota, type Subscriber } from '../../../api/provider.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field, Select, Textarea } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { QUOTA_RHYTHMS } from '../../../ui/plan/quota-rhythms.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useProvider } from '../organization.ts';

interface ResetQuotaDialogProps {
  subscriber: Subscriber | null;
  onClose(): void;
}

/** Gives a consumer's quota whole again; the reason is kept. */
export function ResetQuotaDialog({ subscriber, onClose }: ResetQuotaDialogProps) {
  const words = t.provider.resetQuota;
  return (
    <Dialog
      open={subscriber !== null}
      onOpenChange={onClose}
      title={words.title(subscriber?.organization.name ?? '')}
      description={words.text}
      keepsInput
    >
      {subscriber && <ResetForm subscriber={subscriber} onClose={onClose} />}
    </Dialog>
  );
}

function ResetForm({ subscriber, onClose }: { subscriber: Subscriber; onClose: () => void }) {
  const organization = useProvider();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<QuotaResetOrder>({ defaultValues: { quota: 'all', reason: '' } });
  const { errors, isSubmitting } = form.formState;
  const words = t.provider.resetQuota;
  const own = subscriber.subscription.terms.quotas;
  const rhythms = QUOTA_RHYTHMS.filter((rhythm) =>
    own.some(({ period, alignment }) => period === rhythm.period && alignment === rhythm.alignment),
  );

  async function submit(values: QuotaResetOrder) {
    setFailure(null);
    try {
      await resetQuota(organization.slug, subscriber.subscription.id, values);
      announce(words.done, subscriber.organization.name);
      onClose();
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, { '/quota': 'quota', '/reason': 'reason' }));
    }
  }

  return (
    <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
      <Field label={words.quota} error={errors.quota?.message}>
        <Select {...form.register('quota')}>
          <option value="all">{words.all}</option>
          {rhythms.map(({ name, period, alignment }) => (
            <option key={name} value={name}>
              {t.provider.plan.rhythm(t.provider.plan.units[period], alignment)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={words.reason} hint={words.reasonHint} error={errors.reason?.message}>
        <Textarea
          maxLength={1000}
          {...form.register('reason', { required: t.auth.required(words.reason) })}
        />
      </Field>
      <ProblemNote error={failure} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t.actions.cancel}</Button>
        <Button type="submit" look="primary" busy={isSubmitting}>
          {words.action}
        </Button>
      </div>
    </form>
  );
}

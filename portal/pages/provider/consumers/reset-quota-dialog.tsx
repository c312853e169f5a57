import { useFormContext } from 'react-hook-form';
import { type QuotaResetOrder, resetQuota, type Subscriber } from '../../../api/provider.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Field, Select } from '../../../ui/field.tsx';
import { QUOTA_RHYTHMS } from '../../../ui/plan/quota-rhythms.ts';
import { useProvider } from '../organization.ts';
import { ReasonDialog } from '../reason-dialog.tsx';

interface ResetQuotaDialogProps {
  subscriber: Subscriber | null;
  onClose(): void;
}

const VALUES: QuotaResetOrder = { quota: 'all', reason: '' };

/** Gives a consumer's quota whole again. */
export function ResetQuotaDialog({ subscriber, onClose }: ResetQuotaDialogProps) {
  const organization = useProvider();
  const words = t.provider.resetQuota;
  return (
    <ReasonDialog
      open={subscriber !== null}
      title={words.title(subscriber?.organization.name ?? '')}
      text={words.text}
      action={words.action}
      reasonHint={words.reasonHint}
      values={VALUES}
      pointers={{ '/quota': 'quota' }}
      onDo={async (order) => {
        await resetQuota(organization.slug, subscriber!.subscription.id, order);
        announce(words.done, subscriber!.organization.name);
      }}
      onClose={onClose}
    >
      {subscriber && <QuotaField quotas={subscriber.subscription.terms.quotas} />}
    </ReasonDialog>
  );
}

function QuotaField({ quotas }: { quotas: Subscriber['subscription']['terms']['quotas'] }) {
  const { register, formState } = useFormContext<QuotaResetOrder>();
  const words = t.provider.resetQuota;
  const rhythms = QUOTA_RHYTHMS.filter((rhythm) =>
    quotas.some(({ period, alignment }) => period === rhythm.period && alignment === rhythm.alignment),
  );
  return (
    <Field label={words.quota} error={formState.errors.quota?.message}>
      <Select {...register('quota')}>
        <option value="all">{words.all}</option>
        {rhythms.map(({ name, period, alignment }) => (
          <option key={name} value={name}>
            {t.provider.plan.rhythm(t.provider.plan.units[period], alignment)}
          </option>
        ))}
      </Select>
    </Field>
  );
}

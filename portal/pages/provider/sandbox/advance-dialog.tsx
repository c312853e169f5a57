import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { billingSettingsQuery } from '../../../api/provider.ts';
import { subscriptionsQuery } from '../../../api/subscriptions.ts';
import { advanceTestClock, type TestClock } from '../../../api/test-clocks.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { formatDateTime } from '../../../ui/format/time.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useProvider } from '../organization.ts';
import { dayAfter, fieldValue, minutesAfter, momentOf, monthAfter } from './moments.ts';

interface AdvanceDialogProps {
  clock: TestClock | null;
  /** The sandbox consumer, for its members: it tells when its next period ends. */
  sandbox: { id: string; slug: string } | undefined;
  onClose(): void;
}

export function AdvanceDialog({ clock, sandbox, onClose }: AdvanceDialogProps) {
  const words = t.provider.sandbox;
  return (
    <Dialog
      open={clock !== null}
      onOpenChange={onClose}
      title={words.advanceTitle(clock?.name ?? '')}
      description={words.advanceText}
      keepsInput
    >
      {clock && <AdvanceForm clock={clock} sandbox={sandbox} onClose={onClose} />}
    </Dialog>
  );
}

function AdvanceForm({ clock, sandbox, onClose }: AdvanceDialogProps & { clock: TestClock }) {
  const organization = useProvider();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm({ defaultValues: { to: fieldValue(dayAfter(clock.now)) } });
  const { errors, isSubmitting } = form.formState;
  const words = t.provider.sandbox;
  const now = formatDateTime(clock.now, { timeZone: 'UTC', withZone: true });

  async function submit({ to }: { to: string }) {
    setFailure(null);
    try {
      // What is no moment was refused by the field.
      await advanceTestClock(organization.slug, clock.organization_id, momentOf(to)!);
      onClose();
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, { '/to': 'to' }));
    }
  }

  return (
    <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
      <Field label={words.to} hint={words.toHint(now)} error={errors.to?.message}>
        <Input
          type="datetime-local"
          step={1}
          {...form.register('to', {
            validate: (value) => momentOf(value) !== null || t.auth.required(words.to),
          })}
        />
      </Field>
      <QuickChoices clock={clock} sandbox={sandbox} onChoose={(at) => form.setValue('to', fieldValue(at))} />
      <ProblemNote error={failure} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t.actions.cancel}</Button>
        <Button type="submit" look="primary" busy={isSubmitting}>
          {words.advance}
        </Button>
      </div>
    </form>
  );
}

interface QuickChoicesProps extends Pick<AdvanceDialogProps, 'sandbox'> {
  clock: TestClock;
  onChoose(at: string): void;
}

function QuickChoices({ clock, sandbox, onChoose }: QuickChoicesProps) {
  const words = t.provider.sandbox;
  const subscriptions = useQuery({
    ...subscriptionsQuery(sandbox ?? { id: '', slug: '' }),
    enabled: sandbox !== undefined,
    staleTime: 0,
  }).data;
  const organization = useProvider();
  const graceMinutes = useQuery(billingSettingsQuery(organization.slug)).data?.grace_minutes;
  const [periodEnd] = (subscriptions ?? [])
    .filter(({ state }) => state !== 'canceled')
    .map((subscription) => subscription.current_period_end_at)
    .filter((at) => Date.parse(at) > Date.parse(clock.now))
    .sort();
  const choices: [string, string | undefined][] = [
    [words.nextDay, dayAfter(clock.now)],
    [words.nextMonth, monthAfter(clock.now)],
    // Its invoice is made when the grace for late usage is over.
    [
      words.periodEnd,
      periodEnd && graceMinutes !== undefined ? minutesAfter(periodEnd, graceMinutes) : undefined,
    ],
  ];
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">{words.quick}</legend>
      {choices.map(
        ([label, at]) =>
          at && (
            <Button key={label} size="small" onClick={() => onChoose(at)}>
              {label}
            </Button>
          ),
      )}
    </fieldset>
  );
}

import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useFieldArray, useForm } from 'react-hook-form';
import { type AlertSettings, saveAlertSettings } from '../../../api/alerts.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useOrganization, usePermission } from '../organization.ts';

interface Values {
  percents: string;
  spend: { amount: string; currency: string }[];
}

const MOST_SPEND = 8;

/** Percents as they are typed: `50, 80 100 %`. Null where one is no whole number. */
function percentsOf(text: string): number[] | null {
  const words = text.split(/[\s,;%]+/).filter(Boolean);
  return words.every((word) => /^\d{1,4}$/.test(word)) ? words.map(Number) : null;
}

export function AlertSettingsForm({ settings }: { settings: AlertSettings }) {
  const organization = useOrganization();
  const mayWrite = usePermission('billing:write');
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<Values>({
    values: { percents: settings.quota_percents.join(', '), spend: settings.spend },
    resetOptions: { keepDirtyValues: true },
  });
  const spend = useFieldArray({ control: form.control, name: 'spend' });
  const { errors, isSubmitting } = form.formState;

  async function submit(values: Values) {
    setFailure(null);
    const pointers = values.spend.flatMap((_, index) => [
      [`/spend/${index}/amount`, `spend.${index}.amount`] as const,
      [`/spend/${index}/currency`, `spend.${index}.currency`] as const,
    ]);
    try {
      await saveAlertSettings(organization.slug, {
        quota_percents: percentsOf(values.percents) ?? [],
        spend: values.spend.map(({ amount, currency }) => ({
          amount: amount.trim(),
          currency: currency.trim().toUpperCase(),
        })),
      });
      announce(t.alerts.saved);
    } catch (error) {
      const places = Object.fromEntries([...pointers, ['/quota_percents', 'percents'] as const]);
      setFailure(spreadProblem(error, form.setError, places));
    }
  }

  return (
    <form noValidate className="grid gap-5" onSubmit={form.handleSubmit(submit)}>
      <Field label={t.alerts.percents} hint={t.alerts.percentsHint} error={errors.percents?.message}>
        <Input
          disabled={!mayWrite}
          inputMode="numeric"
          {...form.register('percents', {
            validate: (text) => percentsOf(text) !== null || t.alerts.percentsWrong,
          })}
        />
      </Field>
      <fieldset className="grid gap-3">
        <legend className="mb-1 text-sm font-medium">{t.alerts.spend}</legend>
        <p className="text-[0.8125rem] text-ink-muted">{t.alerts.spendHint}</p>
        {spend.fields.map((field, index) => (
          <div key={field.id} className="grid grid-cols-[minmax(0,1fr)_6rem_auto] items-start gap-2">
            <Field label={t.alerts.amount} error={errors.spend?.[index]?.amount?.message}>
              <Input disabled={!mayWrite} inputMode="decimal" {...form.register(`spend.${index}.amount`)} />
            </Field>
            <Field label={t.settings.currency} error={errors.spend?.[index]?.currency?.message}>
              <Input disabled={!mayWrite} maxLength={3} {...form.register(`spend.${index}.currency`)} />
            </Field>
            <Button
              look="quiet"
              size="icon"
              className="mt-6.5"
              disabled={!mayWrite}
              aria-label={t.alerts.removeSpend(index + 1)}
              onClick={() => spend.remove(index)}
            >
              <X aria-hidden="true" className="size-4.5" />
            </Button>
          </div>
        ))}
        {mayWrite && spend.fields.length < MOST_SPEND && (
          <Button
            size="small"
            className="justify-self-start"
            onClick={() => spend.append({ amount: '', currency: 'USD' })}
          >
            <Plus aria-hidden="true" className="size-4" />
            {t.alerts.addSpend}
          </Button>
        )}
      </fieldset>
      <div className="grid justify-items-start gap-4">
        <ProblemNote error={failure} />
        {mayWrite ? (
          <Button type="submit" look="primary" busy={isSubmitting}>
            {t.alerts.save}
          </Button>
        ) : (
          <p className="text-sm text-ink-muted">{t.problem.permissionAdvice('billing:write')}</p>
        )}
      </div>
    </form>
  );
}

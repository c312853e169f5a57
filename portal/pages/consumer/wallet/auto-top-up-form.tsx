import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { type AutoTopUp, saveAutoTopUp } from '../../../api/wallets.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useOrganization } from '../organization.ts';
import { PaymentMethodSelect } from './payment-method-select.tsx';
import type { Place } from './places.ts';

interface AutoTopUpFormProps {
  place: Place;
  own: AutoTopUp | null;
  onDone(): void;
}

interface Values {
  threshold: string;
  amount: string;
  monthly: string;
  coolOff: string;
  method: string;
}

const POINTERS = {
  '/threshold': 'threshold',
  '/amount': 'amount',
  '/monthly_maximum': 'monthly',
  '/cool_off_minutes': 'coolOff',
} as const;

const COOL_OFF_MINUTES = 5;

export function AutoTopUpForm({ place, own, onDone }: AutoTopUpFormProps) {
  const organization = useOrganization();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<Values>({
    defaultValues: {
      threshold: own?.threshold ?? '',
      amount: own?.amount ?? '',
      monthly: own?.monthly_maximum ?? '',
      coolOff: String(own?.cool_off_minutes ?? COOL_OFF_MINUTES),
      method: own?.payment_method_id ?? '',
    },
  });
  const { errors, isSubmitting } = form.formState;
  const words = t.wallet.auto;

  async function submit(values: Values) {
    setFailure(null);
    try {
      await saveAutoTopUp(organization.slug, {
        provider_id: place.providerId,
        currency: place.currency,
        threshold: values.threshold.trim(),
        amount: values.amount.trim(),
        monthly_maximum: values.monthly.trim() || null,
        cool_off_minutes: Number(values.coolOff),
        payment_method_id: values.method || null,
      });
      announce(words.saved);
      onDone();
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, POINTERS));
    }
  }

  const needed = (what: string) => ({ required: t.auth.required(what) });
  return (
    <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label={words.thresholdOf(place.currency)} error={errors.threshold?.message}>
          <Input inputMode="decimal" {...form.register('threshold', needed(words.threshold))} />
        </Field>
        <Field label={words.amountOf(place.currency)} error={errors.amount?.message}>
          <Input inputMode="decimal" {...form.register('amount', needed(words.amount))} />
        </Field>
        <Field label={words.monthly} optional hint={words.unlimited} error={errors.monthly?.message}>
          <Input inputMode="decimal" {...form.register('monthly')} />
        </Field>
        <Field label={words.coolOff} error={errors.coolOff?.message}>
          <Input type="number" min={0} max={43_200} {...form.register('coolOff', needed(words.coolOff))} />
        </Field>
        <Field label={t.wallet.topUp.method}>
          <PaymentMethodSelect {...form.register('method')} />
        </Field>
      </div>
      <ProblemNote error={failure} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" busy={isSubmitting}>
          {own ? t.actions.save : words.turnOn}
        </Button>
        <Button onClick={onDone}>{t.actions.cancel}</Button>
      </div>
    </form>
  );
}

import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import { newIdempotencyKey } from '../../../api/client.ts';
import { orderTopUp } from '../../../api/wallets.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useOrganization } from '../organization.ts';
import { PaymentMethodSelect } from './payment-method-select.tsx';
import type { Place } from './places.ts';

interface TopUpDialogProps {
  place: Place;
  open: boolean;
  onClose(): void;
}

export function TopUpDialog({ place, open, onClose }: TopUpDialogProps) {
  const words = t.wallet.topUp;
  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      title={words.title(place.providerName)}
      description={words.text}
      keepsInput
    >
      {open && <TopUpForm place={place} onClose={onClose} />}
    </Dialog>
  );
}

/** Leads to the invoice, which shows the payment or how to pay it. */
function TopUpForm({ place, onClose }: Omit<TopUpDialogProps, 'open'>) {
  const organization = useOrganization();
  const navigate = useNavigate();
  const [failure, setFailure] = useState<unknown>(null);
  // One intention, one key: pressing again after a lost answer does not buy twice.
  const intention = useRef(newIdempotencyKey());
  const form = useForm({ defaultValues: { amount: '', method: '' } });
  const { errors, isSubmitting } = form.formState;
  const words = t.wallet.topUp;

  async function submit({ amount, method }: { amount: string; method: string }) {
    setFailure(null);
    const { providerId, currency } = place;
    const order = { provider_id: providerId, currency, amount: amount.trim() };
    try {
      const body = { ...order, payment_method_id: method || null };
      const { invoice_id } = await orderTopUp(organization.slug, body, intention.current);
      announce(words.ordered);
      onClose();
      await navigate({
        to: '/o/$org/invoices/$invoice',
        params: { org: organization.slug, invoice: invoice_id },
      });
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, { '/amount': 'amount' }));
    }
  }

  const another = () => {
    intention.current = newIdempotencyKey();
  };
  return (
    <form noValidate className="grid gap-4" onChange={another} onSubmit={form.handleSubmit(submit)}>
      <Field label={words.amount(place.currency)} error={errors.amount?.message}>
        <Input
          inputMode="decimal"
          autoComplete="off"
          {...form.register('amount', {
            required: t.auth.required(words.amount(place.currency)),
          })}
        />
      </Field>
      <Field label={words.method}>
        <PaymentMethodSelect {...form.register('method')} />
      </Field>
      <ProblemNote error={failure} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t.actions.cancel}</Button>
        <Button type="submit" look="primary" busy={isSubmitting}>
          {words.submit}
        </Button>
      </div>
    </form>
  );
}

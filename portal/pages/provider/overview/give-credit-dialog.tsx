import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import { newIdempotencyKey } from '../../../api/client.ts';
import type { Subscriber } from '../../../api/provider.ts';
import { giveCredit, walletsQuery } from '../../../api/wallets.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field, Input, Textarea } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { formatMoney } from '../../../ui/format/money.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useProvider } from '../organization.ts';

interface GiveCreditDialogProps {
  subscriber: Subscriber | null;
  onClose(): void;
}

export function GiveCreditDialog({ subscriber, onClose }: GiveCreditDialogProps) {
  const words = t.provider.giveCredit;
  return (
    <Dialog
      open={subscriber !== null}
      onOpenChange={onClose}
      title={words.title(subscriber?.organization.name ?? '')}
      description={words.text}
      keepsInput
    >
      {subscriber && <GiveForm subscriber={subscriber} onClose={onClose} />}
    </Dialog>
  );
}

interface Values {
  amount: string;
  expires: string;
  reason: string;
}

const POINTERS = { '/amount': 'amount', '/expires_at': 'expires', '/reason': 'reason' } as const;

/** In the currency of the subscription, so that its invoices can use it. */
function GiveForm({ subscriber, onClose }: { subscriber: Subscriber; onClose(): void }) {
  const organization = useProvider();
  const { currency } = subscriber.subscription;
  const consumer = subscriber.organization;
  const wallets = useQuery(walletsQuery(organization.slug, { organization_id: consumer.id })).data;
  const wallet = wallets?.find((one) => one.provider_id === organization.id && one.currency === currency);
  const [failure, setFailure] = useState<unknown>(null);
  // One intention, one key: pressing again after a lost answer does not give twice.
  const intention = useRef(newIdempotencyKey());
  const form = useForm<Values>({ defaultValues: { amount: '', expires: '', reason: '' } });
  const { errors, isSubmitting } = form.formState;
  const words = t.provider.giveCredit;

  async function submit({ amount, expires, reason }: Values) {
    setFailure(null);
    const body = {
      organization_id: consumer.id,
      currency,
      amount: amount.trim(),
      reason: reason.trim(),
      expires_at: expires === '' ? null : `${expires}T23:59:59Z`,
    };
    try {
      await giveCredit(organization.slug, body, intention.current);
      announce(words.done, consumer.name);
      onClose();
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, POINTERS));
    }
  }

  const another = () => {
    intention.current = newIdempotencyKey();
  };
  return (
    <form noValidate className="grid gap-4" onChange={another} onSubmit={form.handleSubmit(submit)}>
      {wallet && <p className="text-sm">{words.has(formatMoney(wallet.balance, currency))}</p>}
      <Field label={words.amount(currency)} error={errors.amount?.message}>
        <Input
          inputMode="decimal"
          autoComplete="off"
          {...form.register('amount', { required: t.auth.required(words.amount(currency)) })}
        />
      </Field>
      <Field label={words.expires} optional hint={words.expiresHint} error={errors.expires?.message}>
        <Input type="date" {...form.register('expires')} />
      </Field>
      <Field label={words.reason} hint={words.reasonHint} error={errors.reason?.message}>
        <Textarea maxLength={500} {...form.register('reason', { required: t.auth.required(words.reason) })} />
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

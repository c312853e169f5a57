import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useFormContext } from 'react-hook-form';
import { newIdempotencyKey } from '../../../api/client.ts';
import type { Subscriber } from '../../../api/provider.ts';
import { giveCredit, walletsQuery } from '../../../api/wallets.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Field, Input } from '../../../ui/field.tsx';
import { formatMoney } from '../../../ui/format/money.ts';
import { useProvider } from '../organization.ts';
import { ReasonDialog } from '../reason-dialog.tsx';
import { needed } from '../rules.ts';

interface GiveCreditDialogProps {
  subscriber: Subscriber | null;
  onClose(): void;
}

interface Values {
  amount: string;
  expires: string;
  reason: string;
}

const VALUES: Values = { amount: '', expires: '', reason: '' };
const POINTERS = { '/amount': 'amount', '/expires_at': 'expires' } as const;

/** In the currency of the subscription, so that its invoices can use it. */
export function GiveCreditDialog({ subscriber, onClose }: GiveCreditDialogProps) {
  const organization = useProvider();
  const words = t.provider.giveCredit;
  // One intention, one key: pressing again after a lost answer does not give twice.
  const intention = useRef(newIdempotencyKey());
  const another = () => {
    intention.current = newIdempotencyKey();
  };

  async function give({ amount, expires, reason }: Values) {
    const { organization: consumer, subscription } = subscriber!;
    const body = {
      organization_id: consumer.id,
      currency: subscription.currency,
      amount: amount.trim(),
      reason: reason.trim(),
      expires_at: expires === '' ? null : `${expires}T23:59:59Z`,
    };
    await giveCredit(organization.slug, body, intention.current);
    another();
    announce(words.done, consumer.name);
  }

  return (
    <ReasonDialog
      open={subscriber !== null}
      title={words.title(subscriber?.organization.name ?? '')}
      text={words.text}
      action={words.action}
      reasonHint={words.reasonHint}
      longestReason={500}
      values={VALUES}
      pointers={POINTERS}
      onDo={give}
      onClose={onClose}
      onChange={another}
    >
      {subscriber && <CreditFields subscriber={subscriber} />}
    </ReasonDialog>
  );
}

function CreditFields({ subscriber }: { subscriber: Subscriber }) {
  const organization = useProvider();
  const { register, formState } = useFormContext<Values>();
  const { currency } = subscriber.subscription;
  const filter = { organization_id: subscriber.organization.id };
  const wallets = useQuery(walletsQuery(organization.slug, filter)).data;
  const wallet = wallets?.find((one) => one.provider_id === organization.id && one.currency === currency);
  const words = t.provider.giveCredit;
  return (
    <>
      {wallet && <p className="text-sm">{words.has(formatMoney(wallet.balance, currency))}</p>}
      <Field label={words.amount(currency)} error={formState.errors.amount?.message}>
        <Input
          inputMode="decimal"
          autoComplete="off"
          {...register('amount', needed(words.amount(currency)))}
        />
      </Field>
      <Field
        label={words.expires}
        optional
        hint={words.expiresHint}
        error={formState.errors.expires?.message}
      >
        <Input type="date" {...register('expires')} />
      </Field>
    </>
  );
}

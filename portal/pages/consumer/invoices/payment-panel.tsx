import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { newIdempotencyKey } from '../../../api/client.ts';
import {
  addPaymentMethod,
  attemptsQuery,
  type InvoiceDetail,
  invalidateInvoices,
  isPending,
  type PaymentAttempt,
  type PaymentMethod,
  payInvoice,
  paymentMethodsQuery,
} from '../../../api/invoices.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { StateBadge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { InlineCode } from '../../../ui/code-block.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Field, Select } from '../../../ui/field.tsx';
import { formatMoney } from '../../../ui/format/money.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { useOrganization } from '../organization.ts';

/** The built-in processor's card that always pays. No real money moves. */
const TEST_CARD = { processor: 'test', token: 'pm_test_ok' };

export function PaymentPanel({ invoice }: { invoice: InvoiceDetail }) {
  const organization = useOrganization();
  const methods = useQuery(paymentMethodsQuery(organization.slug));
  return (
    <Panel
      title={t.invoices.payPanel}
      hint={t.invoices.payHint(formatMoney(invoice.amount_due, invoice.currency))}
    >
      <div className="grid gap-5">
        <QueryView query={methods}>{(data) => <PayForm invoice={invoice} methods={data} />}</QueryView>
        <div className="grid gap-1.5 border-t border-line pt-4 text-sm">
          <p className="font-medium">{t.invoices.transfer}</p>
          <p className="text-ink-muted">{t.invoices.transferText}</p>
          <p className="flex items-center gap-1">
            <InlineCode>{invoice.payment_reference}</InlineCode>
            <CopyButton text={invoice.payment_reference} what={t.invoices.reference} />
          </p>
        </div>
      </div>
    </Panel>
  );
}

function PayForm({ invoice, methods }: { invoice: InvoiceDetail; methods: PaymentMethod[] }) {
  const organization = useOrganization();
  const [chosen, setChosen] = useState<string | null>(null);
  const attempts = useAttempts(invoice.id);
  const latest = attempts[0];
  const isBusy = latest !== undefined && isPending(latest);
  const methodId = chosen ?? methods.find((method) => method.default)?.id ?? methods[0]?.id;
  const intention = useRef('');
  const pay = useMutation({
    mutationFn: async () => {
      intention.current ||= newIdempotencyKey();
      const paymentMethodId = methodId ?? (await addPaymentMethod(organization.slug, TEST_CARD)).id;
      await payInvoice(organization.slug, {
        invoiceId: invoice.id,
        paymentMethodId,
        idempotencyKey: intention.current,
      });
      // Accepted: the next press, after a decline, is another intention.
      intention.current = '';
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    pay.mutate();
  }

  return (
    <form onSubmit={submit} className="grid gap-4">
      {methods.length > 0 ? (
        <Field label={t.invoices.method}>
          <Select value={methodId} onChange={(event) => setChosen(event.target.value)}>
            {methods.map((method) => (
              <option key={method.id} value={method.id}>
                {method.label}
              </option>
            ))}
          </Select>
        </Field>
      ) : (
        <p className="text-sm text-ink-muted">{t.invoices.testCard}</p>
      )}
      {latest && <AttemptNote attempt={latest} />}
      <ProblemNote error={pay.error} />
      <Button type="submit" look="primary" size="large" busy={pay.isPending || isBusy}>
        {t.invoices.pay(formatMoney(invoice.amount_due, invoice.currency))}
      </Button>
    </form>
  );
}

/** Newest first. The invoice is asked for again as soon as a payment has come to its end. */
function useAttempts(invoiceId: string): PaymentAttempt[] {
  const organization = useOrganization();
  const { data = [] } = useQuery(attemptsQuery(organization.slug, invoiceId));
  const sorted = data.toSorted((a, b) => b.created_at.localeCompare(a.created_at));
  const latestState = sorted[0]?.state;
  const before = useRef(latestState);
  useEffect(() => {
    if (before.current !== undefined && before.current !== latestState && latestState === 'succeeded') {
      announce(t.invoices.paidToast);
      void invalidateInvoices(organization.slug);
    }
    before.current = latestState;
  }, [latestState, organization.slug]);
  return sorted;
}

function AttemptNote({ attempt }: { attempt: PaymentAttempt }) {
  return (
    <div role="status" className="flex flex-wrap items-center gap-2 text-sm">
      <StateBadge state={attempt.state} />
      {attempt.failure_code && (
        <span className="text-danger-ink">{attempt.failure_code.replaceAll('_', ' ')}</span>
      )}
      {attempt.state === 'requires_action' && (
        <span className="text-ink-muted">{t.invoices.requiresAction}</span>
      )}
    </div>
  );
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import {
  type InvoiceDetail,
  type PaymentOfInvoice,
  paymentsQuery,
  receiptPdf,
} from '../../../api/invoices.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { saveFile } from '../../../ui/save-file.ts';
import { Money, When } from '../../../ui/values.tsx';
import { useOrganization } from '../organization.ts';

/** What was paid of the invoice, each with its receipt; nothing while nothing was. */
export function PaymentsPanel({ invoice }: { invoice: InvoiceDetail }) {
  const organization = useOrganization();
  const isIssued = invoice.number !== null;
  const { data = [] } = useQuery({ ...paymentsQuery(organization.slug, invoice.id), enabled: isIssued });
  if (data.length === 0) return null;
  return (
    <Panel title={t.invoices.payments}>
      <ul className="grid gap-3 text-sm">
        {data.map((payment) => (
          <PaymentRow key={payment.id} payment={payment} timeZone={invoice.time_zone} />
        ))}
      </ul>
    </Panel>
  );
}

function PaymentRow({ payment, timeZone }: { payment: PaymentOfInvoice; timeZone: string }) {
  const { slug } = useOrganization();
  const receipt = useMutation({
    mutationFn: () => receiptPdf(slug, payment.id),
    onSuccess: (file) => saveFile(file, `receipt-${payment.id}.pdf`),
  });
  return (
    <li className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span>
          <Money amount={payment.amount} currency={payment.currency} className="font-medium" />{' '}
          <span className="text-ink-muted">
            <When at={payment.received_at} timeZone={timeZone} withZone />
          </span>
        </span>
        <Button size="small" busy={receipt.isPending} onClick={() => receipt.mutate()}>
          <Download aria-hidden="true" className="size-4" />
          {t.invoices.receipt}
        </Button>
      </div>
      <ProblemNote error={receipt.error} />
    </li>
  );
}

import { useQuery } from '@tanstack/react-query';
import { type CreditNote, givenBackQuery, type Refund } from '../../../api/credit-notes.ts';
import type { InvoiceDetail } from '../../../api/invoices.ts';
import { t } from '../../../text/index.ts';
import { StateBadge } from '../../../ui/badge.tsx';
import { Panel } from '../../../ui/card.tsx';
import { Money, When } from '../../../ui/values.tsx';
import { useOrganization } from '../organization.ts';

/** Credit notes against the invoice, and the refunds that they led to. Nothing where there are none. */
export function GivenBackPanel({ invoice }: { invoice: InvoiceDetail }) {
  const organization = useOrganization();
  const { data } = useQuery(givenBackQuery(organization.slug, invoice.id));
  if (!data || data.notes.length === 0) return null;
  return (
    <Panel title={t.invoices.creditNotes}>
      <ul className="grid gap-4">
        {data.notes.map((note) => (
          <li key={note.id} className="grid gap-1 text-sm">
            <NoteLine note={note} timeZone={invoice.time_zone} />
            {data.refunds
              .filter((refund) => refund.credit_note_id === note.id)
              .map((refund) => (
                <RefundLine key={refund.id} refund={refund} />
              ))}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function NoteLine({ note, timeZone }: { note: CreditNote; timeZone: string }) {
  return (
    <>
      <p className="flex flex-wrap justify-between gap-2">
        <span className="font-medium">{note.number}</span>
        <Money amount={`-${note.total}`} currency={note.currency} />
      </p>
      <p className="text-ink-muted">
        {t.invoices.creditReasons[note.reason]} · <When at={note.issued_at} timeZone={timeZone} />
      </p>
      {note.note && <p className="wrap-anywhere">{note.note}</p>}
    </>
  );
}

function RefundLine({ refund }: { refund: Refund }) {
  return (
    <p className="flex flex-wrap items-center justify-between gap-2 text-ink-muted">
      <span className="flex items-center gap-2">
        {t.invoices.refund} <StateBadge state={refund.state} />
      </span>
      <Money amount={refund.amount} currency={refund.currency} />
    </p>
  );
}

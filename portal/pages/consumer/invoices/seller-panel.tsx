import { useState } from 'react';
import type { InvoiceDetail } from '../../../api/invoices.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { isZero } from '../../../ui/format/money.ts';
import { CreditNoteDialog } from './credit-note-dialog.tsx';
import { GiveUpDialog, type GivingUp } from './give-up-dialog.tsx';

/** What the seller may still do to an issued invoice. */
export function SellerPanel({ invoice }: { invoice: InvoiceDetail }) {
  const [open, setOpen] = useState<'credit' | GivingUp | null>(null);
  const isOpen = invoice.state === 'open' || invoice.state === 'partially_paid';
  const close = () => setOpen(null);
  return (
    <Panel title={t.invoices.sellerPanel} hint={t.invoices.sellerHint}>
      <div className="flex flex-wrap gap-2">
        {invoice.credited !== invoice.total && (
          <Button onClick={() => setOpen('credit')}>{t.invoices.credit.action}</Button>
        )}
        {isOpen && isZero(invoice.paid) && (
          <Button onClick={() => setOpen('void')}>{t.invoices.giveUp.void.action}</Button>
        )}
        {isOpen && <Button onClick={() => setOpen('writeOff')}>{t.invoices.giveUp.writeOff.action}</Button>}
      </div>
      <CreditNoteDialog invoice={invoice} open={open === 'credit'} onClose={close} />
      <GiveUpDialog invoice={invoice} giving={open === 'credit' ? null : open} onClose={close} />
    </Panel>
  );
}

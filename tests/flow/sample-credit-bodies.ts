import type { Json } from './client.ts';
import type { Ids } from './one-of-each.ts';

const someLines = { kind: 'lines', lines: [{ position: 1, amount: '0.01' }] };
const creditNote = { credit: someLines, reason: 'goodwill', note: 'Sorry', remainder: 'credit' };

/** What changes drafts, takes invoices back, and decides on transfers. */
export function moneyBackBodies(ids: Ids): Record<string, Json> {
  return {
    'POST /invoices/{invoice_id}/lines': { description: 'Set-up', amount: '5.00', currency: 'USD' },
    'POST /invoices/{invoice_id}/write-off': { reason: 'Gone' },
    'POST /invoices/{invoice_id}/credit-notes/preview': { credit: someLines },
    'POST /invoices/{invoice_id}/credit-notes': creditNote,
    'POST /invoices/{invoice_id}/void': { reason: 'duplicate', note: 'Twice' },
    'POST /billing/credits/{credit_id}/refund': { amount: '0.01' },
    'POST /refunds/{refund_id}/paid': { reason: 'arrived' },
    'POST /refunds/{refund_id}/failed': { reason: 'closed' },
    'POST /checkout/reconcile/queue/{external_id}/assign': { invoice_id: ids.invoice_id },
    'POST /checkout/reconcile/queue/{external_id}/credit': { organization_id: ids.workspace_id },
    'POST /checkout/reconcile/queue/{external_id}/ignore': { reason: 'private' },
  };
}

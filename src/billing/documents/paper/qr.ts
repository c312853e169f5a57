import { encode } from 'uqr';
import type { BillingDocument } from '../document.ts';
import { ink, type Paper } from './paper.ts';

/** Countries whose accounts can be reached by SEPA credit transfers. */
const sepa = new Set(
  (
    'AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE ' +
    'SI SK SM VA'
  ).split(' '),
);

const mostEuro = 999_999_999.99;

/**
 * What a picture on an invoice says to a phone: a SEPA transfer filled in (EPC069-12, "GiroCode") where one can be made,
 * else where it can be paid, else the reference.
 */
export function qrText(document: BillingDocument): { text: string; says: string } | null {
  const { payment, currency, totals, kind } = document;
  if (kind !== 'invoice' || document.state !== 'issued' || !(Number(totals.due) > 0)) return null;
  const { account } = payment;
  const bySepa = account && currency === 'EUR' && sepa.has(account.iban.slice(0, 2));
  if (bySepa && Number(totals.due) <= mostEuro) {
    const lines = [
      'BCD',
      '002',
      '1',
      'SCT',
      account.bic ?? '',
      account.holderName.slice(0, 70),
      account.iban,
      `EUR${totals.due}`,
      '',
      payment.reference,
    ];
    return { text: lines.join('\n'), says: 'Scan to pay with your banking app' };
  }
  if (payment.payUrl) return { text: payment.payUrl, says: 'Scan to pay' };
  return { text: payment.reference, says: 'Payment reference' };
}

/** Draws a code of a size with its quiet zone. */
export function drawQr(paper: Paper, text: string, x: number, y: number, size: number): void {
  const { data } = encode(text, { ecc: 'M', border: 2 });
  const cell = size / data.length;
  paper.artifact(() => {
    data.forEach((row, at) => {
      let from = 0;
      while (from < row.length) {
        let to = from;
        while (to < row.length && row[to]) to += 1;
        if (to > from) paper.doc.rect(x + from * cell, y + at * cell, (to - from) * cell, cell);
        from = to + 1;
      }
    });
    paper.doc.fill(ink);
  });
}

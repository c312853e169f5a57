import { type Decimal, decimal } from '#kernel';
import type { TaxCategory } from '../document.ts';
import type { ReadCategory, ReadInvoice, ReadParty } from './read-invoice.ts';
import { hasText, isAllowance, isCharge, number, numberOrZero, type Rule, rule, ruleOfEach } from './rule.ts';

interface CategoryTerms {
  readonly category: TaxCategory;
  /** The rules are BR-<key>-01 and so on. */
  readonly key: string;
  readonly name: string;
  /** Which numbers of the parties there must be, or must not. */
  readonly parties: { readonly says: string; holds(seller: ReadParty, buyer: ReadParty): boolean };
  readonly rate: 'positive' | 'zero' | 'none';
  readonly reason: boolean;
}

const anySellerNumber = {
  says: 'the seller has a VAT number (BT-31) or another tax number (BT-32)',
  holds: (seller: ReadParty) => hasText(seller.vat) || hasText(seller.taxRegistration),
};
const bothNumbers = {
  says: 'the seller has a tax number (BT-31, BT-32) and the buyer a VAT number (BT-48) or registration (BT-47)',
  holds: (seller: ReadParty, buyer: ReadParty) =>
    anySellerNumber.holds(seller) && (hasText(buyer.vat) || hasText(buyer.registration)),
};
const bothVat = {
  says: 'both the seller (BT-31) and the buyer (BT-48) have a VAT number',
  holds: (seller: ReadParty, buyer: ReadParty) => hasText(seller.vat) && hasText(buyer.vat),
};
const sellerVat = {
  says: 'the seller has a VAT number (BT-31)',
  holds: (seller: ReadParty) => hasText(seller.vat),
};
const noVat = {
  says: 'neither the seller (BT-31) nor the buyer (BT-48) shows a VAT number',
  holds: (seller: ReadParty, buyer: ReadParty) => !hasText(seller.vat) && !hasText(buyer.vat),
};

const categories: readonly CategoryTerms[] = [
  {
    category: 'S',
    key: 'S',
    name: 'standard rated',
    parties: anySellerNumber,
    rate: 'positive',
    reason: false,
  },
  { category: 'Z', key: 'Z', name: 'zero rated', parties: anySellerNumber, rate: 'zero', reason: false },
  { category: 'E', key: 'E', name: 'exempt', parties: anySellerNumber, rate: 'zero', reason: true },
  { category: 'AE', key: 'AE', name: 'reverse charge', parties: bothNumbers, rate: 'zero', reason: true },
  { category: 'K', key: 'IC', name: 'intra-community', parties: bothVat, rate: 'zero', reason: true },
  { category: 'G', key: 'G', name: 'export', parties: sellerVat, rate: 'zero', reason: true },
  { category: 'O', key: 'O', name: 'not subject to VAT', parties: noVat, rate: 'none', reason: true },
];

function has(category: TaxCategory): (one: ReadCategory) => boolean {
  return (one) => one.category === category;
}

/** The three things that have a category, with the last figures of their rules about parties and rates. */
const carriers = [
  { what: 'lines', of: (i: ReadInvoice) => i.lines as readonly ReadCategory[], parties: '02', rate: '05' },
  { what: 'allowances', of: (i: ReadInvoice) => i.allowances.filter(isAllowance), parties: '03', rate: '06' },
  { what: 'charges', of: (i: ReadInvoice) => i.allowances.filter(isCharge), parties: '04', rate: '07' },
] as const;

function rateHolds(rate: CategoryTerms['rate'], percent: string | null): boolean {
  if (rate === 'none') return percent === null;
  const value = number(percent);
  if (value === null) return false;
  return rate === 'positive' ? value.gt(0) : value.eq(0);
}

const rateWords = { positive: 'more than 0', zero: '0', none: 'left out' } as const;

/** What lines, charges and allowances of a category (and of a rate, where it has several) come to. */
function baseOf(invoice: ReadInvoice, category: TaxCategory, percent: Decimal | null): Decimal {
  const belongs = (one: ReadCategory) =>
    one.category === category && (percent === null || numberOrZero(one.percent).eq(percent));
  const lines = invoice.lines.filter(belongs).map((line) => numberOrZero(line.net));
  const others = invoice.allowances
    .filter(belongs)
    .map((one) => (isCharge(one) ? numberOrZero(one.amount) : numberOrZero(one.amount).times(-1)));
  return [...lines, ...others].reduce((sum, one) => sum.plus(one), decimal(0));
}

function rulesOf({ category, key, name, parties, rate, reason }: CategoryTerms): Rule[] {
  const is = has(category);
  const own = (invoice: ReadInvoice) => invoice.breakdown.filter(is);
  const id = (figures: string) => `BR-${key}-${figures}`;
  return [
    rule(id('01'), `What is ${name} (${category}) is in the breakdown of tax, and only then`, (i) => {
      const used = i.lines.some(is) || i.allowances.some(is);
      const count = own(i).length;
      if (!used) return count === 0;
      return category === 'S' ? count >= 1 : count === 1;
    }),
    ...carriers.map((carrier) =>
      rule(
        id(carrier.parties),
        `Where ${carrier.what} are ${name}, ${parties.says}`,
        (i) => !carrier.of(i).some(is) || parties.holds(i.seller, i.buyer),
      ),
    ),
    ...carriers.map((carrier) =>
      ruleOfEach(
        id(carrier.rate),
        `The rate of ${carrier.what} that are ${name} is ${rateWords[rate]}`,
        (i) => carrier.of(i).filter(is),
        (one) => rateHolds(rate, one.percent),
      ),
    ),
    ruleOfEach(
      id('08'),
      `The base of what is ${name} is the sum of its lines, charges and allowances`,
      own,
      (tax, i) =>
        numberOrZero(tax.base).eq(baseOf(i, category, rate === 'positive' ? number(tax.percent) : null)),
    ),
    ruleOfEach(
      id('09'),
      rate === 'positive'
        ? 'The tax of what is standard rated is its base × its rate'
        : `The tax of what is ${name} is 0`,
      own,
      (tax) => {
        if (rate !== 'positive') return numberOrZero(tax.amount).eq(0);
        const expected = numberOrZero(tax.base).times(numberOrZero(tax.percent)).times('0.01');
        return numberOrZero(tax.amount).minus(expected).abs().lt(1);
      },
    ),
    ruleOfEach(
      id('10'),
      reason
        ? `Why there is no tax on what is ${name} is said`
        : `What is ${name} gives no reason for no tax`,
      own,
      (tax) => (hasText(tax.reason) || hasText(tax.reasonCode)) === reason,
    ),
  ];
}

const outside = has('O');

const special: readonly Rule[] = [
  rule(
    'BR-IC-11',
    'What is intra-community says when it was delivered (BT-72) or for which period (BG-14)',
    (i) => !i.breakdown.some(has('K')) || hasText(i.deliveredOn) || i.period !== null,
  ),
  rule(
    'BR-IC-12',
    'What is intra-community says the country that it went to (BT-80)',
    (i) => !i.breakdown.some(has('K')) || hasText(i.deliverTo?.country ?? null),
  ),
  rule(
    'BR-O-11',
    'What is not subject to VAT stands alone in the breakdown',
    (i) => !i.breakdown.some(outside) || i.breakdown.every(outside),
  ),
  rule(
    'BR-O-12',
    'What is not subject to VAT has no lines beside it that are',
    (i) => !i.breakdown.some(outside) || i.lines.every(outside),
  ),
  rule(
    'BR-O-13',
    'What is not subject to VAT has no allowances beside it that are',
    (i) => !i.breakdown.some(outside) || i.allowances.filter(isAllowance).every(outside),
  ),
  rule(
    'BR-O-14',
    'What is not subject to VAT has no charges beside it that are',
    (i) => !i.breakdown.some(outside) || i.allowances.filter(isCharge).every(outside),
  ),
];

/** What each category of tax asks for. */
export const taxRules: readonly Rule[] = [...categories.flatMap(rulesOf), ...special];

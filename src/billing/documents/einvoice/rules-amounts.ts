import { type Decimal, decimal, round } from '#kernel';
import type { ReadInvoice, ReadTotals } from './read-invoice.ts';
import { isAllowance, isCharge, number, numberOrZero, type Rule, rule, ruleOfEach, sumOf } from './rule.ts';

/** True when a total is not there: that is another rule's business. */
function isSum(total: string | null, expected: Decimal): boolean {
  const written = number(total);
  return total === null || written?.eq(round(expected, 2)) === true;
}

const sums: readonly Rule[] = [
  rule('BR-CO-10', 'The sum of the lines is the sum of their nets (BT-106)', (i) =>
    isSum(i.totals.lines, sumOf(i.lines.map((line) => line.net))),
  ),
  rule('BR-CO-11', 'The sum of allowances is that of the allowances (BT-107)', (i) =>
    sumHolds(i.totals.allowances, sumOf(i.allowances.filter(isAllowance).map((one) => one.amount))),
  ),
  rule('BR-CO-12', 'The sum of charges is that of the charges (BT-108)', (i) =>
    sumHolds(i.totals.charges, sumOf(i.allowances.filter(isCharge).map((one) => one.amount))),
  ),
  rule('BR-CO-13', 'The total without tax is lines − allowances + charges (BT-109)', ({ totals }) =>
    isSum(
      totals.net,
      numberOrZero(totals.lines).minus(numberOrZero(totals.allowances)).plus(numberOrZero(totals.charges)),
    ),
  ),
  rule('BR-CO-14', 'The tax is the sum of the taxes of the breakdown (BT-110)', (i) =>
    isSum(i.totals.tax, sumOf(i.breakdown.map((tax) => tax.amount))),
  ),
  rule('BR-CO-15', 'The total with tax is that without it and the tax (BT-112)', ({ totals }) =>
    isSum(totals.gross, numberOrZero(totals.net).plus(numberOrZero(totals.tax))),
  ),
  rule('BR-CO-16', 'The amount due is the total − what is paid + rounding (BT-115)', ({ totals }) =>
    isSum(
      totals.due,
      numberOrZero(totals.gross).minus(numberOrZero(totals.paid)).plus(numberOrZero(totals.rounding)),
    ),
  ),
  ruleOfEach(
    'BR-CO-17',
    'Each tax is its base × its rate, to less than one unit of the currency (BT-117)',
    (i) => i.breakdown.filter((tax) => tax.base !== null && tax.amount !== null),
    (tax) => {
      const expected = numberOrZero(tax.base).times(numberOrZero(tax.percent)).times('0.01');
      return numberOrZero(tax.amount).minus(round(expected, 2)).abs().lt(1);
    },
  ),
];

/** A total that is left out is zero. */
function sumHolds(total: string | null, expected: Decimal): boolean {
  return isSum(total ?? '0', expected);
}

/** At most two decimals, whatever the currency: EN 16931 knows no thousandths. */
function isShort(amount: string | null): boolean {
  return amount === null || !/\.\d{3,}$/.test(amount);
}

function ofTotal(id: string, key: keyof ReadTotals, name: string): Rule {
  return rule(id, `${name} has at most two decimals`, (i) => isShort(i.totals[key]));
}

const shortAllowance = (charge: boolean) => (i: ReadInvoice) =>
  i.allowances.filter(charge ? isCharge : isAllowance);

const decimals: readonly Rule[] = [
  ruleOfEach('BR-DEC-01', 'An allowance has at most two decimals (BT-92)', shortAllowance(false), (one) =>
    isShort(one.amount),
  ),
  ruleOfEach('BR-DEC-05', 'A charge has at most two decimals (BT-99)', shortAllowance(true), (one) =>
    isShort(one.amount),
  ),
  ofTotal('BR-DEC-09', 'lines', 'The sum of the lines (BT-106)'),
  ofTotal('BR-DEC-10', 'allowances', 'The sum of allowances (BT-107)'),
  ofTotal('BR-DEC-11', 'charges', 'The sum of charges (BT-108)'),
  ofTotal('BR-DEC-12', 'net', 'The total without tax (BT-109)'),
  ofTotal('BR-DEC-13', 'tax', 'The tax (BT-110)'),
  ofTotal('BR-DEC-14', 'gross', 'The total with tax (BT-112)'),
  ofTotal('BR-DEC-16', 'paid', 'What is paid (BT-113)'),
  ofTotal('BR-DEC-17', 'rounding', 'The rounding (BT-114)'),
  ofTotal('BR-DEC-18', 'due', 'The amount due (BT-115)'),
  ruleOfEach('BR-DEC-19', 'The base of a tax has at most two decimals (BT-116)', taxes, (tax) =>
    isShort(tax.base),
  ),
  ruleOfEach('BR-DEC-20', 'The amount of a tax has at most two decimals (BT-117)', taxes, (tax) =>
    isShort(tax.amount),
  ),
  ruleOfEach(
    'BR-DEC-23',
    'The net of a line has at most two decimals (BT-131)',
    (i) => i.lines,
    (line) => isShort(line.net),
    (line, index) => `line ${line.id ?? index + 1}`,
  ),
];

function taxes(invoice: ReadInvoice) {
  return invoice.breakdown;
}

/** How far a net may be from what its quantity and price come to. */
const tolerance = decimal('0.02');

/** That net = quantity × price ÷ base quantity; EN 16931 says it in words, Peppol as a rule. */
export function lineAddsUp(line: ReadInvoice['lines'][number]): boolean {
  const net = number(line.net);
  const quantity = number(line.quantity);
  const price = number(line.price);
  if (net === null || quantity === null || price === null) return true;
  const base = number(line.baseQuantity);
  const divisor = base === null || base.eq(0) ? decimal(1) : base;
  // Multiplied out, so that nothing is lost in a division.
  return quantity.times(price).minus(net.times(divisor)).abs().lte(tolerance.times(divisor.abs()));
}

/** That the sums add up, and amounts are no finer than they may be. */
export const amountRules: readonly Rule[] = [...sums, ...decimals];

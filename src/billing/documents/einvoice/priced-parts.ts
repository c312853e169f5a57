import { currencyDigits, type Decimal, decimal, decimalText, round, ZERO } from '#kernel';
import type { DocumentLine, PriceStep } from '../document.ts';
import { amountText } from '../sums.ts';

/** What an electronic invoice says of a line: quantity × price ÷ base quantity is the net, within a hundredth or two. */
export interface PricedPart {
  readonly quantity: string;
  /** Never negative: what is taken back has a negative quantity. */
  readonly price: string;
  readonly baseQuantity: string;
  readonly net: string;
  /** Said of this part only: the tier. */
  readonly about: string | null;
  /** What the part stands for when its quantity is not that. */
  readonly note: string | null;
  /** False when the quantity is a sum of money's one, not units of the line. */
  readonly counted: boolean;
}

/** Prices per 1, 1,000, 1,000,000 …: many programs that read invoices keep two decimals of a price. */
const baseQuantities = [0, 3, 6, 9, 12].map((zeros) => decimal(`1e${zeros}`));
const priceDecimals = 2;
/** How far a net may be from what its quantity and price come to (PEPPOL-EN16931-R120). */
const tolerance = decimal('0.02');
/** A price in more steps than this is told as one sum. */
const mostParts = 60;

/**
 * A line as parts that each calculate: one for each tier, and one for each fixed fee. What does not calculate (minimum
 * spends, differences to what was billed before, prices that round) is one of its net, with the real quantity in words.
 */
export function pricedParts(line: DocumentLine, currency: string): PricedPart[] {
  const net = decimal(line.net);
  const parts = line.steps.flatMap(partsOfStep);
  const exact = parts.reduce((sum, part) => sum.plus(part.amount), ZERO);
  const fits = parts.length > 0 && parts.length <= mostParts && roundsTo(exact, net, currency);
  if (!fits) return [lumpSum(line, net, currency)];
  const nets = shareOut(
    parts.map((part) => part.amount),
    net,
    currency,
  );
  const priced = parts.map((part, index) => pricedPart(part, nets[index]!, parts.length > 1, currency));
  return priced.filter((part) => !decimal(part.net).eq(ZERO));
}

interface ExactPart {
  readonly quantity: Decimal;
  readonly unitPrice: Decimal;
  readonly amount: Decimal;
  readonly about: string | null;
  readonly counted: boolean;
}

function partsOfStep(step: PriceStep): ExactPart[] {
  const amount = decimal(step.amount);
  const about = tierText(step);
  const fee = decimal(step.flatFee ?? '0');
  const quantity = decimal(step.quantity);
  const unitPrice = step.unitPrice === null ? null : decimal(step.unitPrice);
  const units = unitPrice === null ? ZERO : quantity.times(unitPrice);
  const calculates = unitPrice === null || (units.plus(fee).eq(amount) && unitPrice.gte(ZERO));
  if (!calculates || (unitPrice === null && !fee.eq(amount)))
    return [one(amount, about ?? step.kind.replaceAll('_', ' '))];
  const parts: ExactPart[] = [];
  if (unitPrice !== null && !units.eq(ZERO))
    parts.push({ quantity, unitPrice, amount: units, about, counted: true });
  if (!fee.eq(ZERO)) parts.push(one(fee, about === null ? 'fixed fee' : `${about}, fixed fee`));
  return parts;
}

/** A sum of money as one of it; a negative one is one less. */
function one(amount: Decimal, about: string): ExactPart {
  const quantity = decimal(amount.lt(ZERO) ? -1 : 1);
  return { quantity, unitPrice: amount.abs(), amount, about, counted: false };
}

function tierText({ kind, from, upTo }: PriceStep): string | null {
  if (kind !== 'tier') return null;
  return upTo === null ? `above ${from ?? '0'}` : `above ${from ?? '0'} up to ${upTo}`;
}

function roundsTo(exact: Decimal, net: Decimal, currency: string): boolean {
  return round(exact, currencyDigits(currency)).eq(net);
}

/** Rounds each amount so that together they are the net: the largest remainders are rounded up. */
function shareOut(amounts: readonly Decimal[], net: Decimal, currency: string): Decimal[] {
  const digits = currencyDigits(currency);
  const smallest = decimal(1).div(decimal(`1e${digits}`));
  const floors = amounts.map((amount) => round(amount, digits, 'floor'));
  const missing = net.minus(floors.reduce((sum, one) => sum.plus(one), ZERO)).div(smallest);
  const byRemainder = amounts
    .map((amount, index) => ({ index, rest: amount.minus(floors[index]!) }))
    .sort((a, b) => b.rest.cmp(a.rest) || a.index - b.index);
  const raised = new Set(byRemainder.slice(0, Number(missing.toFixed(0))).map(({ index }) => index));
  return floors.map((floor, index) => (raised.has(index) ? floor.plus(smallest) : floor));
}

function pricedPart(part: ExactPart, net: Decimal, several: boolean, currency: string): PricedPart {
  const netText = amountText(net, currency);
  const about = several || !part.counted ? part.about : null;
  if (part.amount.minus(net).abs().gt(tolerance)) {
    const note = `${decimalText(part.quantity)} at ${decimalText(part.unitPrice)} ${currency}`;
    return { ...sumOf(net, netText), about, note: part.counted ? note : null };
  }
  const baseQuantity = baseOf(part.unitPrice);
  const price = part.unitPrice.times(baseQuantity);
  return {
    quantity: decimalText(part.quantity),
    price: priceText(price),
    baseQuantity: decimalText(baseQuantity),
    net: netText,
    about,
    note: null,
    counted: part.counted,
  };
}

function lumpSum(line: DocumentLine, net: Decimal, currency: string): PricedPart {
  const note = line.quantity === '1' ? null : `Quantity: ${line.quantity} ${line.unit}`;
  return { ...sumOf(net, amountText(net, currency)), about: null, note };
}

function sumOf(net: Decimal, netText: string): Omit<PricedPart, 'about' | 'note'> {
  const quantity = net.lt(ZERO) ? '-1' : '1';
  return { quantity, price: priceText(net.abs()), baseQuantity: '1', net: netText, counted: false };
}

function baseOf(unitPrice: Decimal): Decimal {
  const fitting = baseQuantities.find((base) => {
    const price = unitPrice.times(base);
    return round(price, priceDecimals).eq(price);
  });
  return fitting ?? baseQuantities.at(-1)!;
}

/** Two decimals, or as many as there are. */
function priceText(price: Decimal): string {
  const exact = decimalText(price);
  return round(price, priceDecimals).eq(price) ? price.toFixed(priceDecimals) : exact;
}

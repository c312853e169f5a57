import type { Coupon } from '../../api/coupons.ts';
import { t } from '../../text/index.ts';
import { formatMoney, formatQuantity } from '../format/money.ts';

/** What a coupon takes off, and for how long. */
export function discountWords({ discount, periods }: Pick<Coupon, 'discount' | 'periods'>): string {
  const words = t.discount;
  const off =
    discount.kind === 'percent'
      ? words.percentOff(formatQuantity(discount.percent))
      : discount.kind === 'amount'
        ? words.amountOff(formatMoney(discount.amount, discount.currency))
        : words.unitsFree(formatQuantity(discount.units), discount.meter);
  return `${off}, ${words.held(periods)}`;
}

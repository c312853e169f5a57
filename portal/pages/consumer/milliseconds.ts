import { t } from '../../text/index.ts';
import { formatQuantity } from '../../ui/format/money.ts';

/** 3.4 ms, 127 ms: as many digits as one can act upon. */
export function milliseconds(value: number): string {
  return t.requests.milliseconds(formatQuantity(value < 10 ? value.toFixed(1) : Math.round(value)));
}

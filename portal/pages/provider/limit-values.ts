import type { PlanTerms } from '../../api/products.ts';
import { QUOTA_RHYTHMS } from '../../ui/plan/quota-rhythms.ts';

/** Rows of quotas and rate windows in a form. A row without a number stands for nothing. */

type Quota = PlanTerms['quotas'][number];
type Windows = PlanTerms['rate_limits'];

export interface QuotaValues {
  units: string;
  /** `month` or `month-anniversary`: period and alignment in one choice. */
  rhythm: string;
  overage: 'block' | 'charge';
  overagePrice: string;
  overageMost: string;
}

export interface WindowValues {
  limit: string;
  seconds: string;
}

export const NO_QUOTA: QuotaValues = {
  units: '',
  rhythm: 'month',
  overage: 'block',
  overagePrice: '',
  overageMost: '',
};
export const NO_WINDOW: WindowValues = { limit: '', seconds: '1' };

/** There is always a row to begin with. */
export function quotaValues(quotas: readonly Quota[]): QuotaValues[] {
  if (quotas.length === 0) return [NO_QUOTA];
  return quotas.map(({ units, period, alignment, overage }) => {
    const charged = overage.mode === 'charge' ? overage : null;
    return {
      units: String(units),
      rhythm: alignment === 'calendar' ? period : `${period}-${alignment}`,
      overage: overage.mode,
      overagePrice: charged?.unit_price ?? '',
      overageMost: charged?.max_overage_units == null ? '' : String(charged.max_overage_units),
    };
  });
}

export function quotasOf(rows: readonly QuotaValues[]): Quota[] {
  return rows.filter(hasUnits).map((row) => {
    const rhythm = QUOTA_RHYTHMS.find(({ name }) => name === row.rhythm)!;
    const { period, alignment } = rhythm;
    return { units: Number(row.units), period, alignment, overage: overageOf(row) };
  });
}

function overageOf(row: QuotaValues): Quota['overage'] {
  if (row.overage === 'block') return { mode: 'block' };
  const most = row.overageMost.trim();
  return {
    mode: 'charge',
    unit_price: row.overagePrice.trim(),
    max_overage_units: most === '' ? null : Number(most),
  };
}

export function windowValues(windows: Windows): WindowValues[] {
  if (windows.length === 0) return [NO_WINDOW];
  return windows.map((row) => ({ limit: String(row.limit), seconds: String(row.window_seconds) }));
}

export function windowsOf(rows: readonly WindowValues[]): Windows {
  return rows.filter(hasLimit).map(({ limit, seconds }) => {
    return { limit: Number(limit), window_seconds: Number(seconds) };
  });
}

function hasUnits(row: QuotaValues): boolean {
  return row.units.trim() !== '';
}

function hasLimit(row: WindowValues): boolean {
  return row.limit.trim() !== '';
}

type WindowField = `windows.${number}.${keyof WindowValues}`;
type QuotaField = `quotas.${number}.${keyof QuotaValues}`;

/** Which row of the form each window of the request came from: rows without a number were left out. */
export function windowPointers(rows: readonly WindowValues[], list: string): Record<string, WindowField> {
  const sent = [...rows.entries()].filter(([, row]) => hasLimit(row));
  return Object.fromEntries(
    sent.flatMap(([row], index): [string, WindowField][] => [
      [`${list}/${index}/limit`, `windows.${row}.limit`],
      [`${list}/${index}/window_seconds`, `windows.${row}.seconds`],
    ]),
  );
}

export function quotaPointers(rows: readonly QuotaValues[], list: string): Record<string, QuotaField> {
  const sent = [...rows.entries()].filter(([, row]) => hasUnits(row));
  return Object.fromEntries(
    sent.flatMap(([row], index): [string, QuotaField][] => [
      [`${list}/${index}/units`, `quotas.${row}.units`],
      [`${list}/${index}/period`, `quotas.${row}.rhythm`],
      [`${list}/${index}/overage`, `quotas.${row}.overage`],
      [`${list}/${index}/overage/unit_price`, `quotas.${row}.overagePrice`],
      [`${list}/${index}/overage/max_overage_units`, `quotas.${row}.overageMost`],
    ]),
  );
}

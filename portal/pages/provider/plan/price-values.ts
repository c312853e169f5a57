import type { PlanTerms } from '../../../api/products.ts';
import { slugOf } from '../slug.ts';

/** Fields of prices in a form, of every model, by the names that the wire has for them. Amounts stay the text that was typed. */

export type UsagePrice = PlanTerms['prices'][number];
export type Fee = PlanTerms['fees'][number];
type Price = UsagePrice['price'];
export type PriceModel = Price['model'];

const FIELDS = [
  ...['amount', 'unit_price', 'package_size', 'package_price', 'rate_percent', 'multiplier'],
  ...['fixed_per_event', 'free_events', 'free_amount', 'per_event_min', 'per_event_max'],
  ...['free_units', 'min_spend', 'max_spend', 'percent_discount'],
] as const;
export type PriceField =
  | ('amount' | 'unit_price' | 'package_size' | 'package_price' | 'rate_percent' | 'multiplier')
  | ('fixed_per_event' | 'free_events' | 'free_amount' | 'per_event_min' | 'per_event_max')
  | ('free_units' | 'min_spend' | 'max_spend' | 'percent_discount');
export type TierField =
  | ('up_to' | 'unit_price' | 'flat_fee')
  | ('block_size' | 'block_price' | 'rate_percent');

export interface ModelShape {
  readonly needed: readonly PriceField[];
  readonly optional: readonly PriceField[];
  /** Of each tier, beside its end. */
  readonly tier?: { readonly needed: readonly TierField[]; readonly optional: readonly TierField[] };
}

const spending = ['min_spend', 'max_spend', 'percent_discount'] as const;
const units = ['free_units', ...spending] as const;

/** In the order in which they are offered: the plain ones first. */
export const MODELS: Readonly<Record<PriceModel, ModelShape>> = {
  per_unit: { needed: ['unit_price'], optional: units },
  graduated: { needed: [], optional: units, tier: { needed: [], optional: ['unit_price', 'flat_fee'] } },
  volume: { needed: [], optional: units, tier: { needed: [], optional: ['unit_price', 'flat_fee'] } },
  package: { needed: ['package_size', 'package_price'], optional: units },
  stairstep: { needed: [], optional: units, tier: { needed: ['flat_fee'], optional: [] } },
  block_graduated: {
    ...{ needed: [], optional: units },
    tier: { needed: ['block_size', 'block_price'], optional: ['flat_fee'] },
  },
  percentage: {
    needed: ['rate_percent'],
    optional: [
      ...(['fixed_per_event', 'free_events', 'free_amount', 'per_event_min', 'per_event_max'] as const),
      ...spending,
    ],
  },
  graduated_percentage: {
    ...{ needed: [], optional: units },
    tier: { needed: [], optional: ['rate_percent', 'flat_fee'] },
  },
  dynamic: { needed: ['multiplier'], optional: spending },
  flat: { needed: ['amount'], optional: spending },
};
export const MODEL_NAMES = Object.keys(MODELS) as PriceModel[];

export type TierValues = Record<TierField, string>;

export interface PriceValues {
  /** Empty until the first version has it; it follows from the name then and never changes. */
  key: string;
  name: string;
  /** Of a usage price. */
  meter: string;
  /** Of a fee. */
  per: Fee['per'];
  timing: Fee['timing'];
  model: PriceModel;
  fields: Record<PriceField, string>;
  tiers: TierValues[];
  /** As it came: what this form does not show of it is sent back. */
  original: UsagePrice | Fee | null;
}

const noFields = Object.fromEntries(FIELDS.map((name) => [name, ''])) as Record<PriceField, string>;
export const NO_TIER: TierValues = {
  ...{ up_to: '', unit_price: '', flat_fee: '', block_size: '', block_price: '', rate_percent: '' },
};
const FIRST_TIERS: TierValues[] = [{ ...NO_TIER, up_to: '10000' }, NO_TIER];

export const NEW_PRICE: PriceValues = {
  ...{ key: '', name: '', meter: 'requests', per: 'subscription', timing: 'in_advance' },
  ...{ model: 'per_unit', fields: noFields, tiers: FIRST_TIERS, original: null },
};
export const NEW_FEE: PriceValues = { ...NEW_PRICE, model: 'flat' };

export function priceValues(item: UsagePrice | Fee): PriceValues {
  const { price } = item;
  const given = price as unknown as Record<string, unknown>;
  const fields = Object.fromEntries(FIELDS.map((name) => [name, textOf(given[name])]));
  const tiers = 'tiers' in price ? price.tiers.map(tierValues) : FIRST_TIERS;
  return {
    ...{ key: item.key, name: item.name, model: price.model, tiers, original: item },
    meter: 'meter' in item ? item.meter : NEW_PRICE.meter,
    per: 'per' in item ? item.per : NEW_PRICE.per,
    timing: 'timing' in item ? item.timing : NEW_PRICE.timing,
    fields: fields as Record<PriceField, string>,
  };
}

function tierValues(tier: object): TierValues {
  const given = tier as Record<string, unknown>;
  return Object.fromEntries(
    Object.keys(NO_TIER).map((name) => [name, textOf(given[name])]),
  ) as unknown as TierValues;
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

export function usagePricesOf(rows: readonly PriceValues[]): UsagePrice[] {
  const keys = keysOf(rows, 'usage');
  return rows.map((row, index) => ({
    ...({ interval: null } as const),
    ...(row.original as UsagePrice | null),
    ...{ key: keys[index]!, name: row.name.trim(), meter: row.meter, price: priceOf(row) },
  }));
}

export function feesOf(rows: readonly PriceValues[]): Fee[] {
  const keys = keysOf(rows, 'fee');
  return rows.map((row, index) => ({
    ...({ interval: null } as const),
    ...(row.original as Fee | null),
    ...{ key: keys[index]!, name: row.name.trim(), per: row.per, timing: row.timing, price: priceOf(row) },
  }));
}

/** Of what is new the key follows from the name; two of one name are told apart. */
function keysOf(rows: readonly PriceValues[], otherwise: string): string[] {
  const taken = new Set(rows.flatMap((row) => row.key || []));
  return rows.map((row) => {
    if (row.key) return row.key;
    const wanted = slugOf(row.name) || otherwise;
    let key = wanted;
    for (let count = 2; taken.has(key); count += 1) key = `${wanted.slice(0, 58)}-${count}`;
    taken.add(key);
    return key;
  });
}

/** What the form shows of a price, and what it does not show of the same model as it was. */
function priceOf({ model, fields, tiers, original }: PriceValues): Price {
  const { needed, optional, tier } = MODELS[model];
  const before =
    original?.price.model === model ? (original.price as unknown as Record<string, unknown>) : {};
  const shown = new Set<string>([...needed, ...optional, 'tiers']);
  const hidden = Object.entries(before).filter(([name]) => !shown.has(name));
  const price: Record<string, unknown> = { ...Object.fromEntries(hidden), model };
  for (const name of [...needed, ...optional]) {
    const text = fields[name].trim();
    if (needed.includes(name) || text !== '') price[name] = name === 'free_events' ? Number(text) : text;
  }
  if (tier) price.tiers = tiers.map((row, index) => tierOf(row, tier, index === tiers.length - 1));
  return price as unknown as Price;
}

function tierOf(row: TierValues, tier: NonNullable<ModelShape['tier']>, isLast: boolean) {
  const own: Record<string, string | null> = { up_to: isLast ? null : row.up_to.trim() };
  for (const name of [...tier.needed, ...tier.optional]) {
    const text = row[name].trim();
    if (tier.needed.includes(name) || text !== '') own[name] = text;
  }
  return own;
}

type ListName = 'prices' | 'fees';
export type PricePath = `${ListName}.${number}`;
type PricePointer =
  | `${PricePath}.${'name' | 'meter' | 'key'}`
  | `${PricePath}.fields.${PriceField}`
  | `${PricePath}.tiers.${number}.${TierField}`;

/** Which field of the form each part of the request's body came from. */
export function pricePointers(rows: readonly PriceValues[], list: ListName): Record<string, PricePointer> {
  const pointers: Record<string, PricePointer> = {};
  rows.forEach(({ model, tiers }, index) => {
    const [pointer, path] = [`/terms/${list}/${index}`, `${list}.${index}` as const];
    const { needed, optional, tier } = MODELS[model];
    pointers[`${pointer}/name`] = `${path}.name`;
    pointers[`${pointer}/key`] = `${path}.name`;
    pointers[`${pointer}/meter`] = `${path}.meter`;
    for (const name of [...needed, ...optional])
      pointers[`${pointer}/price/${name}`] = `${path}.fields.${name}`;
    if (!tier) return;
    tiers.forEach((_, position) => {
      for (const name of ['up_to', ...tier.needed, ...tier.optional] as const) {
        pointers[`${pointer}/price/tiers/${position}/${name}`] = `${path}.tiers.${position}.${name}`;
      }
    });
  });
  return pointers;
}

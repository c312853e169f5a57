import type { Editor } from '#catalog';
import { audit, type Db, decimal, newId, notFound, Problem } from '#kernel';
import { invoiceProblems } from './problems.ts';
import * as store from './store-tax.ts';
import type { Exemption, Registration, TaxRate } from './tax-facts.ts';
import { euStandardRates } from './tax-rates-eu.ts';

/** How many one owner may have of each kind. */
const most = { rate: 5_000, registration: 300, exemption: 50_000 } as const;

type Saved =
  | { readonly kind: 'rate'; readonly facts: readonly TaxRate[] }
  | { readonly kind: 'registration'; readonly facts: readonly Registration[] }
  | { readonly kind: 'exemption'; readonly facts: readonly Exemption[] };

/**
 * Adds tax facts; one that is there already, by its natural key, takes what is new. Future invoices only: issued ones keep
 * what they were made with. `ownerId` null: the operator's.
 */
async function save<T>(
  tx: Db,
  saved: Saved,
  ownerId: string | null,
  editor: Omit<Editor, 'organizationId'>,
  write: () => Promise<T>,
): Promise<T> {
  await store.lockTaxFacts(tx, ownerId);
  const result = await write();
  if ((await store.countTaxFacts(tx, saved.kind, ownerId)) > most[saved.kind]) {
    throw new Problem(invoiceProblems.tooManyTaxFacts, { detail: `At most ${most[saved.kind]} are kept.` });
  }
  await recordChange(tx, `tax_${saved.kind}.saved`, ownerId, editor, { count: saved.facts.length });
  return result;
}

async function recordChange(
  tx: Db,
  action: string,
  ownerId: string | null,
  { at, actor }: Omit<Editor, 'organizationId'>,
  detail: Record<string, unknown>,
): Promise<void> {
  await audit(tx, { at, organizationId: ownerId, actor, action, object: ownerId ?? 'installation', detail });
}

type By = Omit<Editor, 'organizationId'>;

export async function saveRate(tx: Db, rate: TaxRate, by: By): Promise<TaxRate> {
  const write = () => store.saveRate(tx, rate);
  return save(tx, { kind: 'rate', facts: [rate] }, rate.sellerId, by, write);
}

export function saveRegistration(tx: Db, one: Registration, by: By): Promise<Registration> {
  const write = () => store.saveRegistration(tx, one);
  return save(tx, { kind: 'registration', facts: [one] }, one.sellerId, by, write);
}

export function saveExemption(tx: Db, one: Exemption, by: By): Promise<Exemption> {
  const write = () => store.saveExemption(tx, one);
  return save(tx, { kind: 'exemption', facts: [one] }, one.sellerId, by, write);
}

/** The standard rates of the European Union, each from its own day on; answers those that were not there. */
export function importEuRates(tx: Db, ownerId: string | null, by: By): Promise<TaxRate[]> {
  const rates = euStandardRates.map(([country, percent, from]) => ({
    ...{
      id: newId('txr'),
      sellerId: ownerId,
      country,
      region: null,
      category: 'standard' as const,
      name: 'VAT',
    },
    ...{ percent: decimal(percent), validFrom: Temporal.PlainDate.from(from), validTo: null },
  }));
  return save(tx, { kind: 'rate', facts: rates }, ownerId, by, () => store.addRates(tx, rates));
}

const nameOf = { rate: 'tax rate', registration: 'tax registration', exemption: 'tax exemption' } as const;

export async function removeTaxFact(
  tx: Db,
  kind: store.TaxFactKind,
  id: string,
  ownerId: string | null,
  by: By,
): Promise<void> {
  if (!(await store.removeTaxFact(tx, kind, id, ownerId))) throw notFound(nameOf[kind]);
  await recordChange(tx, `tax_${kind}.removed`, ownerId, by, { id });
}

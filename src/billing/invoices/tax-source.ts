import { type PlanVersionOfPlan, type Product, planVersions, products } from '#catalog';
import type { Db, Decimal } from '#kernel';
import type { Charge } from './charge.ts';
import type { Party } from './sources.ts';
import * as store from './store-tax.ts';
import type { Exemption, Registration, TaxCode, TaxRate, Treatment } from './tax-facts.ts';
import { treatmentOf } from './tax-treatment.ts';
import { percentOf, type TaxableLine, type Totals, totalsOf } from './totals.ts';

/** A charge on an invoice: its amount is the net, whatever its price includes. */
export interface TaxedLine extends Charge {
  /** What the charge came to, with the tax in it where the plan's prices include it. */
  readonly chargedMinor: bigint;
  readonly taxCode: TaxCode;
  /** Of all its taxes together. */
  readonly taxPercent: Decimal;
}

/** What is to be taxed: the lines of one invoice. */
export interface UntaxedInvoice {
  readonly seller: Party;
  readonly buyer: Party;
  readonly lines: readonly Charge[];
  /** The buyer's days are those of this zone. */
  readonly timeZone: string;
  /** When the invoice is made. */
  readonly at: Temporal.Instant;
}

export interface TaxedInvoice extends Totals {
  readonly lines: readonly TaxedLine[];
  /** How each line is taxed and why, in the order of the lines. */
  readonly treatments: readonly Treatment[];
  /** What was taxed: from this alone the totals follow. */
  readonly taxable: readonly TaxableLine[];
  /** With the number that it sells under. */
  readonly seller: Party;
}

/** Whom a batch of invoices is between, and what is on them. */
export interface TaxQuestion {
  readonly parties: readonly { readonly seller: Party; readonly buyer: Party }[];
  readonly planVersionIds: readonly string[];
}

/** All that a batch needs, read at once; answers per invoice. Refuses an invoice that cannot be taxed rightly. */
export type TaxBook = (invoice: UntaxedInvoice) => TaxedInvoice;
export type TaxSource = (db: Db, question: TaxQuestion) => Promise<TaxBook>;

interface Known {
  readonly registrations: ReadonlyMap<string, readonly Registration[]>;
  readonly rates: readonly TaxRate[];
  readonly exemptions: readonly Exemption[];
  readonly versions: ReadonlyMap<string, PlanVersionOfPlan>;
  readonly products: ReadonlyMap<string, Product>;
}

/** Reads each kind of fact once for the whole batch; where no seller is registered for tax, one query is all. */
export const roomTaxes: TaxSource = async (db, { parties, planVersionIds }) => {
  const sellers = [...new Set(parties.map(({ seller }) => seller.id))];
  const registrations = Map.groupBy(await store.registrationsOf(db, sellers), (one) => one.sellerId);
  const registered = [...registrations.keys()];
  if (registered.length === 0) return bookOf({ ...nothingKnown, registrations });
  const countries = parties.flatMap(({ seller, buyer }) => [seller.country, buyer.country]);
  const known = [...new Set(countries.filter((country) => country !== null))];
  const buyers = [...new Set(parties.map(({ buyer }) => buyer.id))];
  const versions = await planVersions(db, planVersionIds);
  const productIds = [...versions.values()].map((version) => version.productId);
  return bookOf({
    registrations,
    rates: await store.ratesFor(db, registered, known),
    exemptions: await store.exemptionsBetween(db, registered, buyers),
    versions,
    products: await products(db, productIds),
  });
};

const nothingKnown: Known = {
  registrations: new Map(),
  rates: [],
  exemptions: [],
  versions: new Map(),
  products: new Map(),
};

function bookOf(known: Known): TaxBook {
  const treatments = treatmentsOf(known);
  return (invoice) => {
    const { seller, lines } = invoice;
    const treated = togetherOnOne(lines.map((line) => treatments(line, invoice)));
    const taxable = lines.map(({ amountMinor, planVersionId }, index) => ({
      amountMinor,
      inclusive: known.versions.get(planVersionId)?.terms.tax_behavior === 'inclusive',
      treatment: treated[index]!,
    }));
    const totals = totalsOf(taxable);
    const sellerTaxId = treated.find((one) => one.sellerTaxId !== null)?.sellerTaxId ?? seller.taxId;
    return {
      ...totals,
      treatments: treated,
      taxable,
      seller: { ...seller, taxId: sellerTaxId },
      lines: lines.map((line, index) => ({
        ...line,
        amountMinor: totals.lineNetsMinor[index]!,
        chargedMinor: line.amountMinor,
        taxCode: treated[index]!.code,
        taxPercent: percentOf(treated[index]!),
      })),
    };
  };
}

/** Most buyers of a batch are in the same case: each case is decided once. */
function treatmentsOf(known: Known): (line: Charge, invoice: UntaxedInvoice) => Treatment {
  const decided = new Map<string, Treatment>();
  const days = new Map<string, Temporal.PlainDate>();
  return (line, invoice) => {
    const { seller, buyer } = invoice;
    const productId = known.versions.get(line.planVersionId)?.productId;
    const category = (productId && known.products.get(productId)?.taxCategory) || 'digital';
    const times = `${line.period.endAt.epochNanoseconds} ${invoice.at.epochNanoseconds} ${invoice.timeZone}`;
    const on = days.get(times) ?? taxDate(line, invoice);
    days.set(times, on);
    const exemptions = known.exemptions.filter(
      (one) => one.sellerId === seller.id && one.buyerId === buyer.id,
    );
    const whose = exemptions.length === 0 ? null : buyer.id;
    const facts = [seller.id, buyer.country, buyer.region, buyer.taxId, category, on.toString(), whose];
    const name = JSON.stringify(facts);
    const before = decided.get(name);
    if (before) return before;
    const registrations = known.registrations.get(seller.id) ?? [];
    const rates = known.rates.filter((one) => one.sellerId === null || one.sellerId === seller.id);
    const treatment = treatmentOf({ seller, buyer, category, on, registrations, exemptions, rates });
    decided.set(name, treatment);
    return treatment;
  };
}

/**
 * The day that decides on rate and exemption: when the service of the line ends, its last day, or when the invoice is
 * made, if that is earlier. What is asked for in advance is taxed when it is asked for.
 */
export function taxDate(
  { period }: Pick<Charge, 'period'>,
  { timeZone, at }: Pick<UntaxedInvoice, 'timeZone' | 'at'>,
): Temporal.PlainDate {
  const last = period.endAt.subtract({ nanoseconds: 1 });
  const decides = Temporal.Instant.compare(last, at) < 0 ? last : at;
  return decides.toZonedDateTimeISO(timeZone).toPlainDate();
}

/**
 * EN 16931 lets nothing else stand on an invoice that has a line outside the scope of tax (BR-O-11 to 14); beside taxed
 * lines such a line is shown as an export.
 */
function togetherOnOne(treatments: readonly Treatment[]): readonly Treatment[] {
  if (treatments.every((one) => one.code === 'O') || treatments.every((one) => one.code !== 'O'))
    return treatments;
  return treatments.map((one) => (one.code === 'O' ? { ...one, code: 'G', reasonCode: 'VATEX-EU-G' } : one));
}

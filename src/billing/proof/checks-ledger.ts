import type { Db } from '#kernel';
import {
  type AccountCode,
  accountIdsAfter,
  brokenEntries,
  driftedAccounts,
  entryIdsAfter,
  type PartySum,
  partiesAfter,
  sumsByParty,
} from '#ledger';
import type { Broken, Check } from './check.ts';
import * as store from './store-controls.ts';

const entries: Check = {
  name: 'ledger.entries',
  says: 'Every ledger entry balances in each currency and has all of its postings',
  order: 'append',
  chunk: 2000,
  atOnce: 50_000,
  subjects: (db, { after: afterId, limit, before }) => entryIdsAfter(db, { afterId, limit, before }),
  examine: async (db, ids) => (await brokenEntries(db, ids)).map(asBroken),
};

const balances: Check = {
  name: 'ledger.balances',
  says: 'The balance of every account is the sum of its postings',
  order: 'cycle',
  chunk: 100,
  atOnce: 200,
  subjects: (db, { after: afterId, limit }) => accountIdsAfter(db, { afterId, limit }),
  examine: async (db, ids) => (await driftedAccounts(db, ids)).map(asBroken),
};

function asBroken({ id, detail }: { id: string; detail: string }): Broken {
  return { subject: id, detail };
}

/** Whatever holds money for somebody beside the tables that the ledger's control accounts sum up. */
export interface ControlAccount {
  readonly code: AccountCode;
  /** What the rows behind it are, for people. */
  readonly of: string;
  /** 1n: an asset, whose balance is a debit. */
  readonly sign: 1n | -1n;
  /** Amounts by party (null: of all), positive where the account stands on its own side. */
  subledger(db: Db, parties: readonly string[] | null): Promise<PartySum[]>;
}

/** A new kind of money is one entry here. */
export const controlAccounts: readonly ControlAccount[] = [
  { code: 'receivable', of: 'open invoices', sign: 1n, subledger: store.openInvoices },
  {
    code: 'provider_unsettled',
    of: 'shares of unpaid invoices',
    sign: -1n,
    subledger: store.unsettledShares,
  },
  { code: 'unapplied_credit', of: 'unused credits', sign: -1n, subledger: store.unusedCredits },
  { code: 'payout_in_transit', of: 'payouts in transit', sign: -1n, subledger: store.payoutsInTransit },
];

/** Stands before all parties: their sums, which also tell of rows that no account answers to. */
const TOTAL = '*';

function controlCheck(control: ControlAccount): Check {
  const { code, of } = control;
  return {
    name: `control.${code}`,
    says: `The accounts ${code} are the sum of the ${of}`,
    order: 'cycle',
    chunk: 500,
    atOnce: 500,
    async subjects(db, { after, limit }) {
      const parties = await partiesAfter(db, code, { after: after === TOTAL ? '' : after, limit });
      return after === '' ? [TOTAL, ...parties].slice(0, limit) : parties;
    },
    async examine(db, subjects) {
      const wanted = subjects.filter((subject) => subject !== TOTAL);
      const parties = [...new Set(wanted.map((subject) => subject.split(' ')[0]!))];
      const broken = parties.length === 0 ? [] : await compare(db, control, parties, bySubject);
      const asked = new Set(wanted);
      const own = broken.filter((one) => asked.has(one.subject));
      if (!subjects.includes(TOTAL)) return own;
      const totals = await compare(db, control, null, ({ currency }) => currency);
      return [...totals.map(({ detail }) => ({ subject: TOTAL, detail })), ...own];
    },
  };
}

function bySubject({ party, currency }: PartySum): string {
  return `${party} ${currency}`;
}

/** Where the ledger and the rows behind it differ, summed by `nameOf`. */
async function compare(
  db: Db,
  { code, sign, of, subledger }: ControlAccount,
  parties: readonly string[] | null,
  nameOf: (sum: PartySum) => string,
): Promise<Broken[]> {
  const posted = sumBy(await sumsByParty(db, code, parties), nameOf);
  const counted = sumBy(await subledger(db, parties), nameOf);
  return [...new Set([...posted.keys(), ...counted.keys()])].flatMap((name) => {
    const [ledger, rows] = [(posted.get(name) ?? 0n) * sign, counted.get(name) ?? 0n];
    if (ledger === rows) return [];
    const detail = `${code} of ${name}: the ledger has ${ledger}, the ${of} come to ${rows} minor units`;
    return [{ subject: name, detail }];
  });
}

function sumBy(sums: readonly PartySum[], nameOf: (sum: PartySum) => string): Map<string, bigint> {
  const result = new Map<string, bigint>();
  for (const one of sums) result.set(nameOf(one), (result.get(nameOf(one)) ?? 0n) + one.amountMinor);
  return result;
}

export const ledgerChecks: readonly Check[] = [entries, balances, ...controlAccounts.map(controlCheck)];

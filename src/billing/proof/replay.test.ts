import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { startAt } from '../testing.ts';
import { replayText } from './present-replay.ts';
import { replayByName } from './replay-command.ts';
import { type ProofStage, setProofStage } from './testing.ts';

let stage: ProofStage;
before(async () => {
  stage = await setProofStage();
});
after(() => stage.end());

const price = {
  model: 'graduated',
  tiers: [
    { up_to: '50', unit_price: '0.10' },
    { up_to: null, unit_price: '0.01' },
  ],
};
const terms = {
  prices: [{ key: 'calls', meter: 'requests', name: 'Calls', price }],
  quotas: [{ units: 20, period: 'week', overage: { mode: 'charge', unit_price: '0.50' } }],
  phases: [{ periods: 1, percent_off: '10' }],
};

interface Told {
  id: string;
  organizationId: string;
  /** The first, one before the period's end, the renewal, and the one after it with late usage. */
  invoices: string[];
}

/** Invoices of every cause that there is, with usage and late usage. */
async function tell(): Promise<Told> {
  stage.clock.set(startAt);
  stage.seen.batch = 1n;
  const { id, organizationId } = await stage.subscribe(await stage.plan(terms));
  const invoices = [await stage.close(id, 'start')];
  await stage.calls(id, startAt.add({ hours: 1 }), 60);
  stage.clock.set('2026-02-10T00:00:00Z');
  invoices.push(await stage.close(id, 'early'));
  await stage.calls(id, Temporal.Instant.from('2026-02-11T00:00:00Z'), 30);
  stage.clock.set('2026-02-28T02:00:00Z');
  invoices.push(await stage.close(id, 'due'));
  stage.seen.batch = 2n;
  await stage.calls(id, startAt.add({ hours: 3 }), 7);
  stage.clock.set('2026-03-31T02:00:00Z');
  invoices.push(await stage.close(id, 'due'));
  return { id, organizationId, invoices: invoices.map((one) => one!) };
}

async function replay(invoiceId: string, as = 'operator') {
  const { status, body } = await stage.ask('POST', `/invoices/${invoiceId}/replay`, as);
  assert.equal(status, 200);
  return body as {
    same: boolean;
    differences: { kind: string; detail: string }[];
    digest: Record<string, string>;
  };
}

async function kinds(invoiceId: string): Promise<string[]> {
  const { same, differences } = await replay(invoiceId);
  assert.equal(same, differences.length === 0);
  return [...new Set(differences.map((one) => one.kind))];
}

/** Changes what cannot be changed. */
async function tamper(table: string, change: ReturnType<typeof sql>): Promise<void> {
  await sql`alter table ${sql.table(table)} disable trigger user`.execute(stage.db);
  const { numAffectedRows } = await change.execute(stage.db);
  assert.ok(numAffectedRows! > 0n);
  await sql`alter table ${sql.table(table)} enable trigger user`.execute(stage.db);
}

test('the same events make the same invoice, of every cause, however much came later', async () => {
  const { invoices, organizationId } = await tell();
  assert.equal(new Set(invoices).size, 4);
  for (const invoiceId of invoices) {
    for (const as of ['operator', stage.providerId, organizationId]) {
      const { same, differences, digest } = await replay(invoiceId, as);
      assert.deepEqual(differences, []);
      assert.ok(same);
      assert.match(digest.recorded!, /^[0-9a-f]{64}$/);
      assert.equal(digest.recomputed, digest.recorded);
    }
  }
  const stranger = await stage.subscribe(await stage.plan({}));
  const foreign = await stage.ask('POST', `/invoices/${invoices[0]}/replay`, stranger.organizationId);
  assert.equal(foreign.status, 404);
});

test('an event more or less is found, with the window and both figures', async () => {
  const { id, invoices } = await tell();
  await stage.calls(id, startAt.add({ hours: 5 }), 1, 1n);
  assert.deepEqual(await kinds(invoices[0]!), []);
  for (const invoiceId of invoices.slice(1)) {
    const { differences } = await replay(invoiceId);
    assert.ok(
      differences.some(
        (one) => one.kind === 'usage' && /60 were billed.* has 61|9\d were billed/.test(one.detail),
      ),
    );
    assert.ok(differences.some((one) => one.kind === 'line'));
  }
  await stage.usageDb.command(`ALTER TABLE usage_events DELETE WHERE subscription_id = '${id}'
    AND timestamp >= toDateTime('2026-01-31 01:00:00', 'UTC') SETTINGS mutations_sync = 2`);
  const { differences } = await replay(invoices[1]!);
  assert.ok(differences.some((one) => /60 were billed, the usage store has 0/.test(one.detail)));
  assert.ok(differences.some((one) => one.kind === 'total'));
});

test('a changed charge is found where it was made and wherever it was taken off', async () => {
  const { id, invoices } = await tell();
  await sql`update billing_charges set amount_minor = amount_minor + 1
    where subscription_id = ${id} and kind = 'usage' and sequence = 1`.execute(stage.db);
  const [first, early, renewal, late] = invoices;
  assert.deepEqual(await kinds(first!), []);
  assert.deepEqual(await kinds(early!), ['charge']);
  for (const later of [renewal!, late!]) {
    const found = await kinds(later);
    assert.ok(found.includes('billed_before'), String(found));
  }
});

test('a changed plan version is found, although the lines may come to the same', async () => {
  const { invoices } = await tell();
  const { rows } = await sql<{ plan_version_id: string }>`
    select distinct plan_version_id from billing_invoice_lines where invoice_id = ${invoices[0]}`.execute(
    stage.db,
  );
  const { plan_version_id: id } = rows[0]!;
  const change = sql`update catalog_plan_versions set terms = jsonb_set(terms, '{features}', '{"x": true}') where id = ${id}`;
  await tamper('catalog_plan_versions', change);
  for (const invoiceId of invoices) assert.deepEqual(await kinds(invoiceId), ['plan']);
  const dearer = sql`update catalog_plan_versions set terms = jsonb_set(terms, '{price}', '"30.00"') where id = ${id}`;
  await tamper('catalog_plan_versions', dearer);
  const found = await kinds(invoices[0]!);
  for (const kind of ['plan', 'line', 'charge', 'total']) assert.ok(found.includes(kind), kind);
});

test('changed inputs are found, and what was not kept is never passed', async () => {
  const { invoices } = await tell();
  const [first, early, renewal] = invoices;
  const change = (id: string, text: string) => sql`
    update billing_input_batches set inputs = ${text} where id = (select inputs_batch from billing_invoices where id = ${id})`;
  const { rows } = await sql<{ inputs: string }>`
    select inputs from billing_input_batches b join billing_invoices i on i.inputs_batch = b.id
    where i.id = ${early}`.execute(stage.db);
  await tamper('billing_input_batches', change(early!, rows[0]!.inputs.replace('"60"', '"61"')));
  assert.ok((await kinds(early!)).includes('inputs'));
  await tamper('billing_input_batches', change(renewal!, 'nothing'));
  assert.deepEqual(await kinds(renewal!), ['not_replayable']);
  const forget = sql`update billing_invoices set inputs_digest = null where id = ${first}`;
  await tamper('billing_invoices', forget);
  assert.deepEqual(await kinds(first!), ['not_replayable']);
});

test('a changed line, tax or share is found; the buyer is not told how the net is shared', async () => {
  const { invoices, organizationId } = await tell();
  const [first, early] = invoices;
  const change = sql`update billing_invoice_lines set amount_minor = amount_minor + 5 where invoice_id = ${first}`;
  await tamper('billing_invoice_lines', change);
  assert.deepEqual(await kinds(first!), ['line', 'charge', 'total']);
  const share = sql`update billing_invoices set fee_minor = fee_minor + 1, provider_share_minor = provider_share_minor - 1
    where id = ${early}`;
  await tamper('billing_invoices', share);
  assert.match((await replay(early!)).differences[0]!.detail, /platform fee \d+, recomputed/);
  const told = JSON.stringify(await replay(early!, organizationId));
  assert.doesNotMatch(told, /platform fee/);
});

test('the report for a terminal names the line, both figures and the reason', async () => {
  const { id, invoices } = await tell();
  const [same] = await replayByName(stage, invoices[1]!);
  assert.match(replayText(same!), /same 1\. Calls.*\n.*\n {2}digest [0-9a-f]{64}\nThe same events make/s);
  await stage.calls(id, startAt.add({ hours: 5 }), 1, 1n);
  const [report] = await replayByName(stage, same!.number!);
  assert.match(replayText(report!), /DIFF 1\. Calls: billed 60 for .* USD, recomputed 61 for /);
  assert.match(replayText(report!), /usage: requests of sub_.*60 were billed, the usage store has 61/);
  await assert.rejects(replayByName(stage, 'NONE-1'));
});

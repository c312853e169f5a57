import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decimal, ZERO } from '#kernel';
import { startAt } from '../testing.ts';
import { type ProofStage, setProofStage } from './testing.ts';

let stage: ProofStage;
before(async () => {
  stage = await setProofStage();
});
after(() => stage.end());

/** All pages of the events behind a line. */
async function eventsOf(invoiceId: string, position: number, as: string) {
  const events: { id: string; quantity: string }[] = [];
  let cursor: string | null = null;
  do {
    const path: string = `/invoices/${invoiceId}/lines/${position}/events?limit=50`;
    const { status, body } = await stage.ask('GET', cursor ? `${path}&cursor=${cursor}` : path, as);
    assert.equal(status, 200);
    events.push(...body.data);
    cursor = body.next_cursor;
  } while (cursor !== null);
  assert.equal(new Set(events.map(({ id }) => id)).size, events.length);
  return events.reduce((sum, one) => sum.plus(decimal(one.quantity)), ZERO).toFixed();
}

test('both sides list exactly the events of each line, and none that came after it was billed', async () => {
  const price = { model: 'per_unit', unit_price: '0.01' };
  const { id, organizationId } = await stage.subscribe(
    await stage.plan({
      prices: [
        { key: 'calls', meter: 'requests', name: 'Calls', price },
        { key: 'units', meter: 'units', name: 'Units', price },
      ],
      quotas: [{ units: 20, period: 'day', overage: { mode: 'charge', unit_price: '0.50' } }],
    }),
  );
  await stage.calls(id, startAt.add({ hours: 1 }), 70);
  await stage.calls(id, startAt.add({ hours: 49 }), 25);
  stage.clock.set('2026-02-28T02:00:00Z');
  const first = await stage.close(id, 'due');
  stage.seen.batch = 2n;
  await stage.calls(id, startAt.add({ hours: 2 }), 5);
  stage.clock.set('2026-03-31T02:00:00Z');
  const second = await stage.close(id, 'due');

  const expected = { calls: ['95', '100'], units: ['95', '100'], overage: ['55', '60'] };
  for (const [which, invoiceId] of [first!, second!].entries()) {
    const { body } = await stage.ask('GET', `/invoices/${invoiceId}`, organizationId);
    const lines = body.lines.filter((line: { kind: string }) => line.kind !== 'flat');
    assert.equal(lines.length, 3);
    for (const { position, item_key: key, quantity } of lines) {
      assert.equal(quantity, expected[key as keyof typeof expected][which]);
      for (const as of [organizationId, stage.providerId, 'operator'])
        assert.equal(await eventsOf(invoiceId, position, as), quantity, key);
    }
    const flat = body.lines.find((line: { kind: string }) => line.kind === 'flat');
    const path = `/invoices/${invoiceId}/lines/${flat.position}/events`;
    assert.deepEqual((await stage.ask('GET', path, organizationId)).body, { data: [], next_cursor: null });
  }
  const stranger = await stage.subscribe(await stage.plan({}));
  for (const [path, as] of [
    [`/invoices/${first}/lines/1/events`, stranger.organizationId],
    [`/invoices/${first}/lines/99/events`, organizationId],
  ] as const)
    assert.equal((await stage.ask('GET', path, as)).status, 404);
});

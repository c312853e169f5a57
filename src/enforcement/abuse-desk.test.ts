import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { manualClock, type TestDatabase, testDatabase } from '#kernel';
import { AbuseDesk } from './abuse-desk.ts';
import type { AbuseReport } from './admission/index.ts';
import { forgetAlerts } from './forget-alerts.ts';
import { Registry } from './registry.ts';
import { listAlerts, writeSightings } from './store-alerts.ts';

let store: TestDatabase;
before(async () => {
  store = await testDatabase();
});
after(() => store.drop());

const clock = manualClock('2026-03-01T12:00:00Z');
const all = { organizationId: null, beforeId: null, size: 1000 };
const nothing: AbuseReport = { addresses: [], keys: [], window: 0, spread: [] };
const of = (network: string, refused: number): AbuseReport => ({
  ...nothing,
  addresses: [{ network, refused, productId: null }],
});

function desk(db = store.db) {
  const settings = { action: 'alert', refusals: 100, addressesPerKey: 20, throttleSeconds: 60 } as const;
  return new AbuseDesk({ db, clock, registry: new Registry(1), settings });
}

async function alertsOf(subject: string) {
  return (await listAlerts(store.db, all)).filter((one) => one.subject === subject);
}

test('what several workers saw adds up, and below the threshold nothing is told', async () => {
  const one = desk();
  one.take(of('10.0.0.1', 60));
  await one.tell();
  assert.deepEqual(await alertsOf('10.0.0.1'), []);
  one.take(of('10.0.0.1', 60));
  await one.tell();
  const [alert] = await alertsOf('10.0.0.1');
  assert.deepEqual([alert?.kind, alert?.seen, alert?.threshold], ['refusals-by-address', 120, 100]);
});

test('a burst that goes on is the same alert, and another one after it was calm for long', async () => {
  const one = desk();
  const minutes = (count: number) => count * 60_000;
  one.take(of('10.0.0.3', 150), minutes(1));
  await one.tell(minutes(1));
  one.take(of('10.0.0.3', 30), minutes(1.5));
  await one.tell(minutes(2));
  assert.deepEqual(
    (await alertsOf('10.0.0.3')).map((alert) => alert.seen),
    [180],
    'a window ended',
  );
  one.take(of('10.0.0.3', 99), minutes(2));
  await one.tell(minutes(3));
  assert.equal((await alertsOf('10.0.0.3'))[0]!.seen, 180, 'a window below the threshold adds nothing');
  one.take(of('10.0.0.3', 200), minutes(4));
  await one.tell(minutes(4));
  assert.deepEqual(
    (await alertsOf('10.0.0.3')).map((alert) => alert.seen),
    [380],
  );
  clock.set('2026-03-01T12:30:00Z');
  await one.tell(minutes(20));
  one.take(of('10.0.0.3', 100), minutes(21));
  await one.tell(minutes(21));
  assert.deepEqual(
    (await alertsOf('10.0.0.3')).map((alert) => alert.seen),
    [100, 380],
  );
  await forgetAlerts(store.db, clock.now().add({ hours: 90 * 24 + 1 }));
  assert.deepEqual(await alertsOf('10.0.0.3'), []);
});

test('an alert that could not be written is written later, and once', async () => {
  let isAway = true;
  const away = new Proxy(store.db, {
    get(target, name, receiver) {
      if (isAway && name === 'transaction') throw new Error('the database is away');
      const value = Reflect.get(target, name, receiver);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const one = desk(away);
  one.take(of('10.0.0.2', 500));
  await assert.rejects(one.tell(), /away/);
  isAway = false;
  await one.tell();
  await one.tell();
  assert.equal((await alertsOf('10.0.0.2')).length, 1);
});

test('writing the same again is not news and changes nothing', async () => {
  const sighting = {
    kind: 'refusals-by-key',
    subject: 'key_x',
    productId: 'prd_x',
    organizationId: 'org_c',
    providerOrganizationId: 'org_p',
    seen: 300,
    threshold: 100,
    throttledUntil: null,
    beganAt: clock.now(),
  } as const;
  assert.equal((await writeSightings(store.db, [sighting], clock.now())).length, 1);
  const before = await alertsOf('key_x');
  assert.deepEqual(await writeSightings(store.db, [sighting], clock.now()), []);
  assert.deepEqual(await alertsOf('key_x'), before);
  await writeSightings(store.db, [{ ...sighting, seen: 400 }], clock.now());
  assert.equal((await alertsOf('key_x'))[0]!.seen, 400);
});

test('a flood from everywhere fills no memory and no table', async () => {
  const one = desk();
  for (let round = 0; round < 100; round += 1) {
    const addresses = Array.from({ length: 256 }, (_, i) => ({
      network: `172.${round}.0.${i}`,
      refused: 1000,
      productId: null,
    }));
    one.take({ ...nothing, addresses });
  }
  const before = (await listAlerts(store.db, { ...all, size: 100_000 })).length;
  await one.tell();
  const after = (await listAlerts(store.db, { ...all, size: 100_000 })).length;
  assert.equal(after - before, 200, 'one statement of at most 200 a pass');
});

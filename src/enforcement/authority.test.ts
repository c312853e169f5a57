import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DEFAULT_ROUTE_UPSTREAM, DEFAULT_TRAFFIC, DEFAULT_UPSTREAM, planTermsSchema } from '#catalog';
import { createSecrets, decimal, silentLog, systemClock, testDatabase } from '#kernel';
import { createKeyText, KEY_HASH_PURPOSE, UNCHANGED } from '#subscriptions';
import { Admission, monotonicMs } from './admission/index.ts';
import type { EnforcementSource } from './source.ts';
import { type Enforcement, startEnforcement } from './start-enforcement.ts';

const at = Temporal.Instant.from('2026-01-15T10:00:00Z');
const secrets = createSecrets(Buffer.alloc(32, 7));
const keyText = createKeyText('live');
const plan = { id: 'pln_1', productId: 'prd_1', planSlug: 'only', planName: 'Only', tier: 0, number: 1 };
const dates = { createdAt: at, updatedAt: at };
type Product = Awaited<ReturnType<EnforcementSource['products']>>[number];
const version: Product['plans'][number]['versions'][number] = {
  ...plan,
  ...dates,
  id: 'plv_1',
  planId: 'pln_1',
  state: 'published',
  publishedAt: at,
  terms: planTermsSchema.parse({
    currency: 'EUR',
    interval: { unit: 'month' },
    price: '0.00',
    quotas: [{ units: 10, period: 'month' }],
  }),
};
const source: EnforcementSource = {
  products: async () => [
    {
      productId: 'prd_1',
      organizationId: 'org_p',
      providerSlug: 'p',
      slug: 'a',
      name: 'A',
      state: 'published',
      upstreamUrl: 'https://api.example.com',
      upstream: DEFAULT_UPSTREAM,
      proofSecrets: [],
      upstreamTls: null,
      upstreamCredential: null,
      quotaDenialStatus: 429,
      traffic: DEFAULT_TRAFFIC,
      hosts: [],
      routes: [
        {
          id: 'rte_1',
          productId: 'prd_1',
          method: 'GET',
          template: '/x',
          upstreamPath: null,
          upstream: DEFAULT_ROUTE_UPSTREAM,
          protocol: 'http' as const,
          minimumPlanId: null,
          weight: decimal('1'),
          traffic: null,
          requiredScope: null,
          environments: ['live', 'test'],
          rateLimits: [],
          concurrency: null,
          name: 'x',
          position: 0,
          description: '',
          sampleParameters: {},
        },
      ],
      plans: [{ planId: 'pln_1', slug: 'only', name: 'Only', tier: 0, versions: [version] }],
    },
  ],
  subscriptions: async () => [
    {
      ...dates,
      id: 'sub_1',
      organizationId: 'org_c',
      providerOrganizationId: 'org_p',
      productId: 'prd_1',
      planId: 'pln_1',
      planVersionId: 'plv_1',
      state: 'active',
      timeZone: 'UTC',
      ...UNCHANGED,
      currency: 'EUR',
      segmentStartAt: at,
      anchorAt: at,
      quotaAnchorAt: at,
      periodIndex: 0,
      currentPeriodStartAt: at,
      currentPeriodEndAt: at,
      cancelAtPeriodEnd: false,
      cancelReason: null,
      canceledAt: null,
      revision: 1,
    },
  ],
  keys: async () => [
    {
      keyId: 'key_1',
      subscriptionId: 'sub_1',
      environment: 'live',
      state: 'active',
      expiresAt: null,
      restrictions: { allowedIps: [], scopes: [], routes: [] },
      imported: false,
      hash: secrets.hmac(KEY_HASH_PURPOSE, keyText),
    },
  ],
};

/** What a gateway worker would answer to one call. */
function call(enforcement: Enforcement): string {
  const admission = new Admission(enforcement.memory, 0, enforcement.keyHmacKey);
  admission.update(enforcement.snapshot, enforcement.memory);
  const decision = admission.admit({
    credential: { kind: 'key', text: keyText },
    method: 'GET',
    product: admission.product('/p/a')!,
    segments: ['x'],
    clientAddress: '192.0.2.1',
    permits: null,
    wallMs: enforcement.wallMs(),
    monotonicMs: monotonicMs(),
  });
  return decision.kind === 'forward' ? 'forward' : `${decision.status} ${decision.problem.type}`;
}

test('who has lost the quotas to a later start admits nothing more, and says why', async (t) => {
  const { db, drop } = await testDatabase();
  const directory = mkdtempSync(join(tmpdir(), 'turnpike-authority-'));
  const options = {
    db,
    clock: systemClock(),
    keyHmacKey: secrets.hmacKey(KEY_HASH_PURPOSE),
    workers: 1,
    nodeId: 'one',
    journalDirectory: directory,
    log: silentLog,
    source,
  };
  const started: Enforcement[] = [];
  const start = async () => {
    const enforcement = await startEnforcement(options);
    started.push(enforcement);
    return enforcement;
  };
  t.after(async () => {
    for (const one of started) await one.stop();
    await drop();
    rmSync(directory, { recursive: true });
  });
  const first = await start();
  assert.equal(call(first), 'forward');
  await first.catchUp();
  assert.equal(first.trouble(), null);
  // A node that was killed gets its own back at once; here the first one turns out to be alive.
  const second = await start();
  await first.catchUp();
  assert.match(call(first), /^503 .*temporary-reduced-capacity$/);
  assert.match(first.trouble() ?? '', /taken the quotas over/);
  assert.equal(call(second), 'forward');
  // News of a subscription must not open it again.
  await first.reload(['sub_1']);
  assert.match(call(first), /^503 /);
  await started.shift()!.stop();
  await second.catchUp();
  assert.equal(second.trouble(), null, 'the end of the first one released nothing of the second');
});

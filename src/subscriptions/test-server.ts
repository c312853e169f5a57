/**
 * For this room's tests: a provider with a product on offer, and consumers, before a real server and
 * database.
 */
import {
  createPlan,
  createProduct,
  createRoute,
  type Editor,
  newPlanSchema,
  newProductSchema,
  newRouteSchema,
  publishProduct,
} from '#catalog';
import { createPasswords, onboardProvider, openIdentity, signUp } from '#identity';
import {
  type Actor,
  anonymous,
  createHttpServer,
  createSecrets,
  type Db,
  inTransaction,
  manualClock,
  PERMISSIONS,
  silentLog,
  systemActor,
  testDatabase,
} from '#kernel';
import type { KeyOfUsage, KeyUsageDay } from './key-usage.ts';
import { subscriptionsRoutes } from './routes.ts';

export const CALLERS = ['acme', 'rival', 'cara', 'carl'] as const;
export type Caller = (typeof CALLERS)[number] | 'nobody';

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose form they assert
  readonly body: any;
}

export function pointers(answer: Answer): string[] {
  return (answer.body.errors ?? []).map((error: { pointer: string }) => error.pointer);
}

export const START = '2027-01-31T10:15:00Z';

export async function openTestServer() {
  const database = await testDatabase();
  const { db } = database;
  const clock = manualClock(START);
  const secrets = createSecrets(Buffer.alloc(32, 7));
  const organizations = await signUpAll(db, clock.now(), secrets);
  const keyUsage = notedUsage();
  const payers = new Set<string>();
  const server = await createHttpServer({
    db,
    clock,
    log: silentLog,
    routes: subscriptionsRoutes({
      secrets,
      keyUsage,
      identity: { requireVerifiedEmail: false },
      hasPaymentMethod: async (_db, organizationId) => payers.has(organizationId),
      endNow: () => Promise.reject(new Error('billing ends it')),
      redeem: async () => {},
    }),
    authenticate: async ({ headers }) => actorOf(headers.authorization as Caller | undefined, organizations),
    trustedProxies: [],
    checkResponses: true,
  });

  async function request(
    caller: Caller,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await server.inject({
      method: method as 'GET',
      url: `/api/v1${path}`,
      headers: { authorization: caller, ...type, ...headers },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
  }

  return {
    db,
    clock,
    secrets,
    keyUsage,
    /** Organizations that have a payment method. */
    payers,
    organizationId: (caller: Caller) => organizations.get(caller)!,
    request,
    /** The same, and fails the test unless it succeeds. */
    async ok(caller: Caller, method: string, path: string, body?: unknown): Promise<Answer['body']> {
      const answer = await request(caller, method, path, body);
      if (answer.status >= 300)
        throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    /** A product of acme's on the marketplace, with the plans `free` and `trial`. */
    offerProduct: (slug: string) => offerProduct(db, organizations.get('acme')!, slug, clock.now()),
    async close() {
      await server.close();
      await database.drop();
    },
  };
}

/** The usage store stands behind a later room: here tests say what it knows. */
function notedUsage() {
  const used = new Map<string, Temporal.Instant>();
  const days: KeyUsageDay[] = [];
  const asked: unknown[] = [];
  return {
    used,
    days,
    /** Questions that were asked. */
    asked,
    isAway: false,
    async lastUsed(keys: readonly KeyOfUsage[]) {
      asked.push(keys.map((key) => key.id));
      return this.isAway ? null : used;
    },
    async daily(key: KeyOfUsage, from: Temporal.Instant, to: Temporal.Instant) {
      asked.push([key.id, from.toString(), to.toString()]);
      return days;
    },
    completeUntil: async () => null,
  };
}

export type TestServer = Awaited<ReturnType<typeof openTestServer>>;

async function signUpAll(db: Db, at: Temporal.Instant, secrets: ReturnType<typeof createSecrets>) {
  const passwords = createPasswords({ memoryKib: 8, passes: 1, parallelism: 1 });
  const identity = await openIdentity(db, { clock: manualClock(at), secrets, passwords });
  const address = { line1: 'Road 1', line2: null, city: 'Bern', region: null, postal_code: null };
  const profile = { legal_name: 'Acme Ltd', legal_address: address, legal_country: 'CH' };
  const organizations = new Map<string, string>();
  for (const name of CALLERS) {
    const person = { email: `${name}@example.com`, password: 'correct horse', name, ip: '192.0.2.1', at };
    await signUp(
      db,
      identity,
      { ...person, organization: { name, slug: name } },
      async (tx, { organization }) => {
        if (name === 'acme')
          await onboardProvider(tx, { organizationId: organization.id, profile, actor: anonymous, at });
        organizations.set(name, organization.id);
      },
    );
  }
  return organizations;
}

async function offerProduct(db: Db, organizationId: string, slug: string, at: Temporal.Instant) {
  const editor: Editor = { organizationId, actor: systemActor('test'), at };
  const terms = { currency: 'USD', interval: { unit: 'month' }, price: '29.00' };
  return inTransaction(db, async (tx) => {
    const fields = { slug, name: slug, upstream_url: 'https://api.example.com' };
    const product = await createProduct(tx, newProductSchema.parse(fields), editor);
    await createRoute(tx, product.id, newRouteSchema.parse({ method: 'GET', template: '/x' }), editor);
    const plans = [
      { slug: 'free', tier: 0, terms: { ...terms, price: '0' } },
      { slug: 'trial', tier: 1, terms: { ...terms, trial_days: 14 } },
    ];
    for (const plan of plans) {
      const wanted = { product_id: product.id, name: plan.slug, publish: true, ...plan };
      await createPlan(tx, newPlanSchema.parse(wanted), editor);
    }
    await createPlan(
      tx,
      newPlanSchema.parse({ product_id: product.id, slug: 'draft', name: 'D', tier: 2, terms }),
      editor,
    );
    return publishProduct(tx, product.id, editor);
  });
}

function actorOf(caller: Caller | undefined, organizations: ReadonlyMap<string, string>): Actor {
  if (caller === undefined || caller === 'nobody') return anonymous;
  const organizationId = organizations.get(caller) ?? null;
  const permissions = new Set(PERMISSIONS);
  return { ...anonymous, kind: 'user', userId: `usr_${caller}`, organizationId, permissions, name: caller };
}

/** For this room's tests: two providers before a real server on a real database. */
import { createPasswords, onboardProvider, openIdentity, signUp } from '#identity';
import {
  type Actor,
  anonymous,
  createHttpServer,
  createSecrets,
  type Db,
  manualClock,
  PERMISSIONS,
  type Secrets,
  silentLog,
  testDatabase,
} from '#kernel';
import { catalogRoutes } from './routes.ts';
import type { TargetHealth } from './routes-upstream.ts';
import { upstreamPolicy } from './upstream-url.ts';

export type Caller = 'acme' | 'rival' | 'viewer' | 'operator' | 'nobody';
type Json = Record<string, unknown>;

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose form they assert
  readonly body: any;
}

/** The pointers of a refusal. */
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
  const asked: string[] = [];
  /** What gateways say of targets. */
  const health = new Map<string, readonly TargetHealth[]>();
  const subscribers: [product: string, organization: string][] = [];
  const upstreams = upstreamPolicy({
    allowPrivateUpstreams: ['localhost:4002'],
    ownAddresses: ['gateway.test:443'],
    resolve: async (hostname) => {
      asked.push(hostname);
      return ['93.184.215.14'];
    },
  });
  const server = await createHttpServer({
    db,
    clock,
    log: silentLog,
    routes: catalogRoutes({
      connections: [],
      upstreams,
      gatewayPublicUrl: 'https://gateway.test',
      secrets,
      upstreamHealth: (productId) => ({ workers: 2, targets: health.get(productId) ?? [] }),
      ownHosts: new Set(['gateway.example.com']),
      holdsSubscription: async (_db, organizationId) =>
        new Set(subscribers.filter(([, holder]) => holder === organizationId).map(([product]) => product)),
    }),
    authenticate: async ({ headers }) => actorOf(headers.authorization as Caller | undefined, organizations),
    trustedProxies: [],
    checkResponses: true,
  });

  const request = requester(server);
  return {
    db,
    clock,
    secrets,
    health,
    /** Who holds a live subscription of what. */
    subscribers,
    /** Names that the name service was asked for. */
    asked,
    inject: server.inject.bind(server),
    organizationId: (caller: Caller) => organizations.get(caller)!,
    request,
    /** The same, and fails the test unless it succeeds. */
    async ok(caller: Caller, method: string, path: string, body?: unknown): Promise<Answer['body']> {
      const answer = await request(caller, method, path, body);
      if (answer.status >= 300)
        throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    async close() {
      await server.close();
      await database.drop();
    },
  };
}

/** Asks the server as one of the callers. */
function requester(server: Awaited<ReturnType<typeof createHttpServer>>) {
  return async (caller: Caller, method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await server.inject({
      method: method as 'GET',
      url: `/api/v1${path}`,
      headers: {
        authorization: caller,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
  };
}

export type TestServer = Awaited<ReturnType<typeof openTestServer>>;

async function signUpAll(db: Db, at: Temporal.Instant, secrets: Secrets): Promise<Map<string, string>> {
  const passwords = createPasswords({ memoryKib: 8, passes: 1, parallelism: 1 });
  const identity = await openIdentity(db, { clock: manualClock(at), secrets, passwords });
  const organizations = new Map<string, string>();
  for (const name of ['acme', 'rival']) {
    const person = { email: `${name}@example.com`, password: 'correct horse', name, ip: '192.0.2.1', at };
    await signUp(
      db,
      identity,
      { ...person, organization: { name, slug: name } },
      async (tx, { organization }) => {
        const organizationId = organization.id;
        await onboardProvider(tx, { organizationId, actor: anonymous, at, profile: legal(name) });
        organizations.set(name, organizationId);
      },
    );
  }
  return organizations;
}

function actorOf(caller: Caller | undefined, organizations: ReadonlyMap<string, string>): Actor {
  if (caller === undefined || caller === 'nobody') return anonymous;
  const permissions = caller === 'viewer' ? new Set(['catalog:read'] as const) : new Set(PERMISSIONS);
  const organizationId = organizations.get(caller === 'viewer' ? 'acme' : caller) ?? null;
  const operator = caller === 'operator';
  return {
    ...anonymous,
    kind: 'user',
    userId: `usr_${caller}`,
    organizationId,
    permissions,
    operator,
    name: caller,
  };
}

function legal(name: string) {
  const address = { line1: 'Road 1', line2: null, city: 'Bern', region: null, postal_code: null };
  return { legal_name: `${name} Ltd`, legal_address: address, legal_country: 'CH' };
}

/** Terms that are right, with something else in place of some of them. */
export function terms(other: Json = {}): Json {
  return {
    currency: 'USD',
    interval: { unit: 'month', count: 1 },
    price: '29.00',
    quotas: [
      {
        units: 1000,
        period: 'month',
        alignment: 'calendar',
        overage: { mode: 'charge', unit_price: '0.01', max_overage_units: 500 },
      },
    ],
    rate_limits: [{ limit: 10, window_seconds: 1 }],
    prices: [
      {
        key: 'requests',
        meter: 'requests',
        name: 'Calls',
        price: { model: 'per_unit', unit_price: '0.002' },
      },
    ],
    features: { support: 'mail', history: true, seats: 3 },
    ...other,
  };
}

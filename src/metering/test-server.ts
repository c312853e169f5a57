/** For this room's tests: a provider, two consumers and an operator before a real server on real stores. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPasswords, openIdentity, signUp } from '#identity';
import {
  type Actor,
  anonymous,
  type Clock,
  createHttpServer,
  createSecrets,
  type Db,
  manualClock,
  PERMISSIONS,
  silentLog,
  testDatabase,
  testUsageDb,
} from '#kernel';
import type { Candidate } from './attribution.ts';
import { Intake } from './intake.ts';
import { API_CONNECTION } from './node.ts';
import { meteringRoutes } from './routes.ts';
import { Shipper } from './shipper.ts';

export type Caller = 'acme' | 'shop' | 'rival' | 'operator' | 'nobody';

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose form they assert
  readonly body: any;
}

export const START = '2026-11-03T12:00:00Z';

export async function openTestServer() {
  const [database, usage] = await Promise.all([testDatabase(), testUsageDb()]);
  const { db } = database;
  const { usageDb } = usage;
  const clock = manualClock(START);
  const directory = mkdtempSync(path.join(tmpdir(), 'turnpike-intake-'));
  const organizations = await signUpAll(db, clock);
  const idOf = (caller: Caller) => organizations.get(caller) as string;
  /** What the consumers have subscribed to; tests change it. */
  const candidates: Candidate[] = [];
  const intake = new Intake({ db, clock, log: silentLog, directory, fsync: 'off', diskReserveBytes: 0 });
  const findCandidates = async (_db: unknown, references: readonly string[]) =>
    new Map(references.map((id) => [id, candidates.filter((one) => one.organizationId === id)]));
  const deps = { intake, findCandidates, usageDb };
  const server = await createHttpServer({
    db,
    clock,
    log: silentLog,
    routes: meteringRoutes({
      ...deps,
      upstreamHealth: () => ({ workers: 1, targets: [] }),
      holdsSubscription: async () => new Set(),
    }),
    authenticate: async ({ headers }) => actorOf(headers.authorization as Caller | undefined, organizations),
    trustedProxies: [],
    checkResponses: true,
  });
  return {
    db,
    usageDb,
    clock,
    deps,
    candidates,
    idOf,
    ...callers(server),
    /** `shop` subscribes to a product of `acme`. */
    subscribe(product: string, more: Partial<Candidate> = {}): Candidate {
      const owners = { organizationId: idOf('shop'), providerId: idOf('acme') };
      const candidate = { ...candidateOf(product), ...owners, ...more };
      candidates.push(candidate);
      return candidate;
    },
    /** Ships what the API's journal has. */
    async ship(): Promise<void> {
      clock.advance({ milliseconds: 1 });
      const connection = API_CONNECTION;
      const options = { db, usageDb, clock, log: silentLog, connection, kind: 'api' as const, directory };
      await new Shipper(options).pass();
    },
    async close() {
      await server.close();
      await intake.close();
      await Promise.all([database.drop(), usage.drop()]);
      rmSync(directory, { recursive: true });
    },
  };
}

function callers(server: Awaited<ReturnType<typeof createHttpServer>>) {
  async function request(
    caller: Caller,
    method: string,
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await server.inject({
      method: method as 'GET',
      url: `/api/v1${url}`,
      headers: {
        authorization: caller,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
  }
  return {
    request,
    /** What is not JSON, as it is sent. */
    async text(caller: Caller, url: string): Promise<string> {
      const headers = { authorization: caller };
      return (await server.inject({ method: 'GET', url: `/api/v1${url}`, headers })).body;
    },
    /** The same, and fails the test unless it succeeds. */
    async ok(...parameters: Parameters<typeof request>): Promise<Answer['body']> {
      const answer = await request(...parameters);
      if (answer.status < 300) return answer.body;
      throw new Error(`${parameters.slice(0, 3).join(' ')}: ${answer.status} ${JSON.stringify(answer.body)}`);
    },
  };
}

async function signUpAll(db: Db, clock: Clock): Promise<Map<string, string>> {
  const secrets = createSecrets(Buffer.alloc(32, 7));
  const passwords = createPasswords({ memoryKib: 8, passes: 1, parallelism: 1 });
  const identity = await openIdentity(db, { clock, secrets, passwords });
  const organizations = new Map<string, string>();
  for (const name of ['acme', 'shop', 'rival', 'operator']) {
    const person = { email: `${name}@example.com`, password: 'correct horse', name, ip: '192.0.2.1' };
    const order = { ...person, at: clock.now(), organization: { name, slug: `org-${name}` } };
    await signUp(db, identity, order, async (_tx, { organization }) => {
      organizations.set(name, organization.id);
    });
  }
  return organizations;
}

function candidateOf(product: string): Omit<Candidate, 'organizationId' | 'providerId'> {
  return {
    subscriptionId: `sub_${product}`,
    productId: `prd_${product}`,
    productSlug: product,
    planVersionId: 'plv_1',
    createdAtMs: 0,
    canceledAtMs: null,
  };
}

export type TestServer = Awaited<ReturnType<typeof openTestServer>>;

function actorOf(caller: Caller | undefined, organizations: ReadonlyMap<string, string>): Actor {
  if (caller === undefined || caller === 'nobody') return anonymous;
  const organizationId = organizations.get(caller) as string;
  const permissions = new Set(PERMISSIONS);
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

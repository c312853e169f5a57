import { randomBytes } from 'node:crypto';
import {
  createHttpServer,
  createLog,
  createSecrets,
  type Db,
  inTransaction,
  manualClock,
  type Route,
  testDatabase,
} from '#kernel';
import { authenticate } from './authenticate.ts';
import { type Identity, openIdentity } from './identity.ts';
import type { MailContent } from './mail.ts';
import { createPasswords } from './password.ts';
import { takeMail } from './reset-password.ts';
import { identityRoutes } from './routes.ts';
import { tables } from './tables.ts';

// The cheapest cost that the algorithm takes: these tests are about what happens around it.
export const cheapCost = { memoryKib: 8, passes: 1, parallelism: 1 };

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails when it is not there
  readonly body: any;
  readonly headers: Headers;
  readonly cookies: Readonly<Record<string, string>>;
}

/** The room behind the kernel's real HTTP server, on a database of its own and a clock that stands still. */
export async function startTestServer(
  options: {
    publicUrl?: string;
    routes?: Route[];
    obligationsOf?: Identity['obligationsOf'];
    requireVerifiedEmail?: boolean;
  } = {},
) {
  const database = await testDatabase();
  const { db } = database;
  const clock = manualClock('2026-03-01T12:00:00Z');
  const secrets = createSecrets(randomBytes(32));
  const passwords = createPasswords(cheapCost);
  const identity = await openIdentity(db, {
    ...{ clock, secrets, passwords, publicUrl: options.publicUrl },
    ...(options.obligationsOf ? { obligationsOf: options.obligationsOf } : {}),
    ...(options.requireVerifiedEmail ? { requireVerifiedEmail: true } : {}),
  });
  const lines: string[] = [];
  const server = await createHttpServer({
    db,
    clock,
    log: createLog('debug', { write: (line) => void lines.push(line) }),
    routes: [...identityRoutes(identity), ...(options.routes ?? [])],
    authenticate: (credentials) => authenticate(identity, db, credentials),
    trustedProxies: ['127.0.0.1'],
    checkResponses: true,
  });
  const base = await server.listen({ port: 0, host: '127.0.0.1' });

  async function call(
    method: string,
    path: string,
    more: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const headers: Record<string, string> = { ...more.headers };
    if (more.token !== undefined) headers.authorization = `Bearer ${more.token}`;
    if (more.body !== undefined) headers['content-type'] ??= 'application/json';
    const body = more.body === undefined ? null : JSON.stringify(more.body);
    const response = await fetch(`${base}/api/v1${path}`, { method, headers, body });
    const text = await response.text();
    const pairs = response.headers.getSetCookie().map((line) => line.split(';', 1)[0]!.split('=', 2));
    return {
      status: response.status,
      body: text === '' ? undefined : JSON.parse(text),
      headers: response.headers,
      cookies: Object.fromEntries(pairs),
    };
  }

  return {
    base,
    ...mailbox(db, identity),
    db,
    clock,
    secrets,
    identity,
    lines,
    call,
    newPerson: (name: string) => signUpPerson(call, name),
    async stop() {
      await server.close();
      await database.drop();
    },
  };
}

function mailbox(db: Db, identity: Identity) {
  /** The mails that were asked for since the last time, in the order of their requests. */
  async function takeMails(): Promise<{ userId: string | null; content: MailContent }[]> {
    const rows = await tables(db).selectFrom('identity_mails').select('id').orderBy('id').execute();
    const taken = [];
    for (const { id } of rows) taken.push(await inTransaction(db, (tx) => takeMail(tx, identity, id)));
    return taken.filter((mail) => mail !== null);
  }

  /** The only mail of this kind to this address among those that wait. */
  async function takeMailTo<K extends MailContent['kind']>(
    kind: K,
    to: string,
  ): Promise<Extract<MailContent, { kind: K }>> {
    const mails = (await takeMails()).filter(({ content }) => content.kind === kind && content.to === to);
    if (mails.length !== 1) throw new Error(`${mails.length} mails of kind ${kind} to ${to}`);
    return mails[0]!.content as Extract<MailContent, { kind: K }>;
  }

  return { takeMails, takeMailTo };
}

type Send = (method: string, path: string, more: { body: unknown }) => Promise<Answer>;

/** Signs a person up and answers their access token and organization. */
async function signUpPerson(call: Send, name: string) {
  const body = { email: `${name.toLowerCase()}@example.com`, password: 'correct horse battery', name };
  const { status, body: made } = await call('POST', '/auth/signup', { body });
  if (status !== 201) throw new Error(`Sign-up of ${name} was answered ${status}: ${JSON.stringify(made)}`);
  return {
    ...body,
    token: made.access_token as string,
    refreshToken: made.refresh_token as string,
    userId: made.user.id as string,
    organizationId: made.organization.id as string,
  };
}

import type { Selectable } from 'kysely';
import type { Db } from '#kernel';
import { type IdentityTables, tables } from './tables.ts';

export interface StoredProvider {
  readonly name: string;
  readonly kind: 'oidc' | 'github';
  readonly label: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecretSealed: string;
  readonly updatedAt: Temporal.Instant;
}

const toProvider = (row: Selectable<IdentityTables['identity_login_providers']>): StoredProvider => ({
  name: row.name,
  kind: row.kind,
  label: row.label,
  issuer: row.issuer,
  clientId: row.client_id,
  clientSecretSealed: row.client_secret_sealed,
  updatedAt: row.updated_at,
});

/** All providers by name: an installation has a handful. */
export async function listProviders(db: Db): Promise<StoredProvider[]> {
  const rows = await tables(db)
    .selectFrom('identity_login_providers')
    .selectAll()
    .orderBy('name')
    .limit(50)
    .execute();
  return rows.map(toProvider);
}

export async function findProvider(db: Db, name: string): Promise<StoredProvider | null> {
  const row = await tables(db)
    .selectFrom('identity_login_providers')
    .selectAll()
    .where('name', '=', name)
    .executeTakeFirst();
  return row ? toProvider(row) : null;
}

export async function saveProvider(tx: Db, provider: StoredProvider): Promise<void> {
  const row = {
    kind: provider.kind,
    label: provider.label,
    issuer: provider.issuer,
    client_id: provider.clientId,
    client_secret_sealed: provider.clientSecretSealed,
    updated_at: provider.updatedAt,
  };
  await tables(tx)
    .insertInto('identity_login_providers')
    .values({ ...row, name: provider.name, created_at: provider.updatedAt })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute();
}

/** False when there was none. Links made through it stay, and open nothing while it is away. */
export async function deleteProvider(tx: Db, name: string): Promise<boolean> {
  const result = await tables(tx)
    .deleteFrom('identity_login_providers')
    .where('name', '=', name)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

export interface LoginFlow {
  readonly browserHash: Buffer;
  readonly provider: string;
  /** Who links an account; null when somebody logs in. */
  readonly userId: string | null;
  readonly checksSealed: string;
  readonly expiresAt: Temporal.Instant;
}

export async function insertFlow(tx: Db, flow: LoginFlow): Promise<void> {
  await tables(tx)
    .insertInto('identity_login_flows')
    .values({
      browser_hash: flow.browserHash,
      provider: flow.provider,
      user_id: flow.userId,
      checks_sealed: flow.checksSealed,
      expires_at: flow.expiresAt,
    })
    .execute();
}

/** The flow that this browser began, which is over with that: an answer is looked at once. */
export async function takeFlow(tx: Db, browserHash: Buffer, at: Temporal.Instant): Promise<LoginFlow | null> {
  const row = await tables(tx)
    .deleteFrom('identity_login_flows')
    .where('browser_hash', '=', browserHash)
    .where('expires_at', '>', at)
    .returningAll()
    .executeTakeFirst();
  return row
    ? {
        browserHash: row.browser_hash,
        provider: row.provider,
        userId: row.user_id,
        checksSealed: row.checks_sealed,
        expiresAt: row.expires_at,
      }
    : null;
}

export async function purgeFlows(db: Db, at: Temporal.Instant): Promise<void> {
  await tables(db).deleteFrom('identity_login_flows').where('expires_at', '<', at).execute();
}

export interface LinkedLogin {
  readonly id: string;
  readonly userId: string;
  readonly provider: string;
  readonly issuer: string;
  readonly subject: string;
  readonly label: string | null;
  readonly linkedAt: Temporal.Instant;
  readonly lastUsedAt: Temporal.Instant | null;
}

const toLogin = (row: Selectable<IdentityTables['identity_linked_logins']>): LinkedLogin => ({
  id: row.id,
  userId: row.user_id,
  provider: row.provider,
  issuer: row.issuer,
  subject: row.subject,
  label: row.label,
  linkedAt: row.linked_at,
  lastUsedAt: row.last_used_at,
});

export async function findLogin(db: Db, issuer: string, subject: string): Promise<LinkedLogin | null> {
  const row = await tables(db)
    .selectFrom('identity_linked_logins')
    .selectAll()
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row ? toLogin(row) : null;
}

/** False when the log-in is linked already, with whomever. */
export async function insertLogin(tx: Db, login: LinkedLogin): Promise<boolean> {
  const result = await tables(tx)
    .insertInto('identity_linked_logins')
    .values({
      id: login.id,
      user_id: login.userId,
      provider: login.provider,
      issuer: login.issuer,
      subject: login.subject,
      label: login.label,
      linked_at: login.linkedAt,
      last_used_at: login.lastUsedAt,
    })
    .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function touchLogin(tx: Db, id: string, at: Temporal.Instant): Promise<void> {
  await tables(tx)
    .updateTable('identity_linked_logins')
    .set({ last_used_at: at })
    .where('id', '=', id)
    .execute();
}

/** A person's linked log-ins: there are as many as providers. */
export async function loginsOf(db: Db, userId: string): Promise<LinkedLogin[]> {
  const rows = await tables(db)
    .selectFrom('identity_linked_logins')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('id')
    .limit(200)
    .execute();
  return rows.map(toLogin);
}

export async function deleteLogins(tx: Db, userId: string): Promise<void> {
  await tables(tx).deleteFrom('identity_linked_logins').where('user_id', '=', userId).execute();
}

export async function deleteLogin(tx: Db, userId: string, id: string): Promise<boolean> {
  const result = await tables(tx)
    .deleteFrom('identity_linked_logins')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

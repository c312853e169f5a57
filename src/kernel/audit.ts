import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor } from './actor.ts';
import type { AuditAnchor } from './audit-anchor.ts';
import { instantText } from './clock.ts';
import type { Db } from './db.ts';

export interface AuditEntry {
  readonly at: Temporal.Instant;
  /** Whose log it stands in; null for the installation's own. */
  readonly organizationId: string | null;
  readonly actor: Actor;
  /** What happened, in the past tense: `plan.published`. */
  readonly action: string;
  /** The id of what it happened to. */
  readonly object: string;
  readonly detail?: Record<string, unknown>;
}

interface AuditRow {
  chain: string;
  position: bigint;
  at: Temporal.Instant;
  actor_kind: string;
  actor_id: string | null;
  actor_name: string;
  action: string;
  object_id: string;
  detail: Record<string, unknown>;
  previous_hash: Buffer | null;
  hash: Buffer;
}

/** The chain of the installation itself. */
export const INSTALLATION_CHAIN = 'installation';

/**
 * Appends to the organization's hash chain: each entry's hash covers the one before it, so a changed, removed
 * or reordered entry breaks the chain. The head row is locked, which puts concurrent writers in a line.
 */
export async function audit(tx: Db, entry: AuditEntry): Promise<void> {
  const chain = entry.organizationId ?? INSTALLATION_CHAIN;
  await sql`insert into kernel_audit_heads (chain) values (${chain}) on conflict do nothing`.execute(tx);
  const heads = await sql<{ position: bigint; hash: Buffer | null }>`
    select position, hash from kernel_audit_heads where chain = ${chain} for update`.execute(tx);
  const head = heads.rows[0]!;
  const row = {
    chain,
    position: head.position + 1n,
    at: entry.at,
    actor_kind: entry.actor.kind,
    actor_id: entry.actor.userId ?? entry.actor.tokenId,
    // A person stands here by id: the chain cannot forget a name.
    actor_name: entry.actor.kind === 'user' ? '' : entry.actor.name,
    action: entry.action,
    object_id: entry.object,
    detail: entry.detail ?? {},
    previous_hash: head.hash,
  };
  const hash = entryHash(row);
  await sql`
    insert into kernel_audit_entries
      (chain, position, at, actor_kind, actor_id, actor_name, action, object_id, detail, previous_hash, hash)
    values (${chain}, ${row.position}, ${row.at}, ${row.actor_kind}, ${row.actor_id}, ${row.actor_name},
      ${row.action}, ${row.object_id}, ${JSON.stringify(row.detail)}::jsonb, ${row.previous_hash}, ${hash})`.execute(
    tx,
  );
  await sql`update kernel_audit_heads set position = ${row.position}, hash = ${hash} where chain = ${chain}`.execute(
    tx,
  );
}

function entryHash(row: Omit<AuditRow, 'hash'>): Buffer {
  const content = [
    row.chain,
    row.position.toString(),
    instantText(row.at),
    row.actor_kind,
    row.actor_id,
    row.actor_name,
    row.action,
    row.object_id,
    sorted(row.detail),
  ];
  return createHash('sha256')
    .update(row.previous_hash ?? Buffer.alloc(0))
    .update(JSON.stringify(content))
    .digest();
}

/** The same value with its names in order: jsonb does not keep the order in which they were written. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
}

export type AuditVerdict =
  | {
      intact: true;
      entries: bigint;
      /** Ends that were compared with what the data directory remembers of them. */
      anchored: number;
      /** Over the ends of all chains: kept elsewhere, it shows whether anything before it was changed. */
      head: string;
    }
  | { intact: false; chain: string; position: bigint; reason: string };

/**
 * Walks every chain (or one) and names the first broken link. A cut tail shows against the chain's head, and against its
 * anchor even if the head was changed with it.
 */
export async function verifyAudit(
  db: Db,
  only?: string,
  anchors: readonly AuditAnchor[] = [],
): Promise<AuditVerdict> {
  const heads = await sql<{ chain: string; position: bigint; hash: Buffer | null }>`
    select chain, position, hash from kernel_audit_heads
    where ${only ?? null}::text is null or chain = ${only ?? null} order by chain`.execute(db);
  const ends = createHash('sha256');
  let entries = 0n;
  for (const head of heads.rows) {
    const broken = await verifyChain(db, head);
    if (broken) return { intact: false, chain: head.chain, ...broken };
    entries += head.position;
    ends.update(`${head.chain} ${head.position} ${head.hash?.toString('hex')}\n`);
  }
  const concerned = anchors.filter(({ chain }) => only === undefined || chain === only);
  const broken = await verifyAnchors(db, concerned);
  if (broken) return broken;
  return { intact: true, entries, anchored: concerned.length, head: ends.digest('hex') };
}

async function verifyAnchors(db: Db, anchors: readonly AuditAnchor[]): Promise<AuditVerdict | null> {
  for (let from = 0; from < anchors.length; from += 1000) {
    const some = anchors.slice(from, from + 1000);
    const { rows } = await sql<{ chain: string; position: bigint; hash: Buffer; last: bigint }>`
      select a.chain, a.position, e.hash, coalesce(
        (select max(position) from kernel_audit_entries l where l.chain = a.chain), 0) as last
      from unnest(${some.map(({ chain }) => chain)}::text[], ${some.map(({ position }) => position)}::bigint[],
        ${some.map(({ hash }) => hash)}::text[]) as a(chain, position, hash)
      left join kernel_audit_entries e on e.chain = a.chain and e.position = a.position
      where e.hash is null or encode(e.hash, 'hex') <> a.hash
      order by a.chain limit 1`.execute(db);
    const [row] = rows;
    if (!row) continue;
    const { chain } = row;
    if (row.hash === null)
      return {
        intact: false,
        chain,
        position: row.last + 1n,
        reason: `the end is cut off: it was anchored with ${row.position} entries`,
      };
    return {
      intact: false,
      chain,
      position: row.position,
      reason: 'is another than the one that was anchored',
    };
  }
  return null;
}

async function verifyChain(
  db: Db,
  head: { chain: string; position: bigint; hash: Buffer | null },
): Promise<{ position: bigint; reason: string } | null> {
  let previous: Buffer | null = null;
  let position = 0n;
  while (true) {
    const { rows }: { rows: AuditRow[] } = await sql<AuditRow>`
      select * from kernel_audit_entries where chain = ${head.chain} and position > ${position}
      order by position limit 1000`.execute(db);
    for (const row of rows) {
      position += 1n;
      const { hash, ...content } = row;
      if (row.position !== position) return { position, reason: 'an entry is missing' };
      if (!sameHash(row.previous_hash, previous))
        return { position, reason: 'does not follow the entry before it' };
      if (!entryHash(content).equals(hash)) return { position, reason: 'was changed after it was written' };
      previous = hash;
    }
    if (rows.length < 1000) break;
  }
  if (position !== head.position || !sameHash(previous, head.hash))
    return { position: position + 1n, reason: 'the end is cut off' };
  return null;
}

function sameHash(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}

/** Entries of one chain, newest first. */
export async function listAudit(
  db: Db,
  chain: string,
  page: {
    before: bigint | null;
    limit: number;
    object?: string | undefined;
    /** An action, or what comes before its first dot. */
    action?: string | undefined;
    actorId?: string | undefined;
  },
): Promise<Omit<AuditRow, 'hash' | 'previous_hash'>[]> {
  const { rows } = await sql<AuditRow>`
    select chain, position, at, actor_kind, actor_id, actor_name, action, object_id, detail
    from kernel_audit_entries
    where chain = ${chain} and (${page.before}::bigint is null or position < ${page.before})
      and (${page.object ?? null}::text is null or object_id = ${page.object ?? null})
      and (${page.action ?? null}::text is null or action = ${page.action ?? null}
        or starts_with(action, ${page.action ?? null} || '.'))
      and (${page.actorId ?? null}::text is null or actor_id = ${page.actorId ?? null})
    order by position desc limit ${page.limit}`.execute(db);
  return rows;
}

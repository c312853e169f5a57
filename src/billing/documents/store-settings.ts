import { sql } from 'kysely';
import type { Db } from '#kernel';
import { type DocumentSettings, nothingSet } from './settings.ts';

/** What counted at a time, of several organizations at once: a function that answers for each. */
export async function settingsAt(
  db: Db,
  organizationIds: readonly string[],
  at: Temporal.Instant,
): Promise<(organizationId: string) => DocumentSettings> {
  const found = await settingsOfEach(
    db,
    organizationIds.map((organizationId) => ({ organizationId })),
  );
  return (organizationId) => found(organizationId, at);
}

/** The same at any time, in one query: a page of documents has many organizations and times. */
export async function settingsOfEach(
  db: Db,
  wanted: readonly { readonly organizationId: string }[],
): Promise<(organizationId: string, at: Temporal.Instant) => DocumentSettings> {
  const ids = [...new Set(wanted.map((one) => one.organizationId))];
  const { rows } = await sql<{
    organization_id: string;
    since_at: Temporal.Instant;
    settings: DocumentSettings;
  }>`
    select organization_id, since_at, settings from billing_document_settings
    where organization_id = any(${ids}::text[]) order by organization_id, since_at desc`.execute(db);
  const byOrganization = Map.groupBy(rows, (row) => row.organization_id);
  return (organizationId, at) => {
    const versions = byOrganization.get(organizationId) ?? [];
    const counted = versions.find((row) => Temporal.Instant.compare(row.since_at, at) <= 0);
    return { ...nothingSet, ...counted?.settings };
  };
}

export async function saveSettings(
  tx: Db,
  organizationId: string,
  settings: DocumentSettings,
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into billing_document_settings (organization_id, since_at, settings)
    values (${organizationId}, ${at}, ${JSON.stringify(settings)}::jsonb)
    on conflict (organization_id, since_at) do update set settings = excluded.settings`.execute(tx);
}

/** Changes of one organization stand in line. */
export async function lockSettings(tx: Db, organizationId: string): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(hashtextextended(${`document settings of ${organizationId}`}, 0))`.execute(
    tx,
  );
}

/** How many versions there are: the list of them is not to grow without end. */
export async function countSettings(db: Db, organizationId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from billing_document_settings where organization_id = ${organizationId}`.execute(
    db,
  );
  return rows[0]!.count;
}

export interface StoredLogo {
  readonly digest: string;
  readonly contentType: 'image/png' | 'image/jpeg';
  readonly bytes: Buffer;
}

export async function saveLogo(
  tx: Db,
  organizationId: string,
  { digest, contentType, bytes }: StoredLogo,
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into billing_document_logos (organization_id, digest, content_type, bytes, created_at)
    values (${organizationId}, ${digest}, ${contentType}, ${bytes}, ${at}) on conflict do nothing`.execute(
    tx,
  );
}

export async function findLogo(db: Db, organizationId: string, digest: string): Promise<StoredLogo | null> {
  const { rows } = await sql<{ content_type: StoredLogo['contentType']; bytes: Buffer }>`
    select content_type, bytes from billing_document_logos
    where organization_id = ${organizationId} and digest = ${digest}`.execute(db);
  const [row] = rows;
  return row ? { digest, contentType: row.content_type, bytes: row.bytes } : null;
}

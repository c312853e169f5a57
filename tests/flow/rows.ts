import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Instance } from './instance.ts';

/**
 * What the program writes by itself, or on purpose when it refuses: heartbeats of its own parts, and the
 * attempts that throttles count.
 */
const restless = new Set([
  'billing_checks',
  'enforcement_authority',
  'identity_mails',
  'identity_throttles',
  'kernel_event_deliveries',
  'metering_nodes',
  'metering_runs',
  'metering_shipper_leases',
  'outbound_mails',
]);

/** A digest of the rows of each table, read past the program from the instance's embedded PostgreSQL. */
export async function tableDigests(instance: Instance): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: connectionString(instance.dataDirectory) });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
    );
    const digests: Record<string, string> = {};
    for (const { name } of tables.rows.filter((table) => !restless.has(table.name))) {
      const { rows } = await client.query<{ rows: string }>(
        `select count(*) || ' rows ' || coalesce(md5(string_agg(t::text, ' ' order by t::text)), '') as rows
         from ${pg.escapeIdentifier(name)} t`,
      );
      digests[name] = rows[0]!.rows;
    }
    return digests;
  } finally {
    await client.end();
  }
}

function connectionString(dataDirectory: string): string {
  const location = join(dataDirectory, 'postgres.location');
  const base = existsSync(location) ? readFileSync(location, 'utf8').trim() : dataDirectory;
  const cluster = join(base, 'postgres');
  const password = readFileSync(join(cluster, 'turnpike.password'), 'utf8').trim();
  const socket = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[4]!.trim();
  return `postgres://turnpike:${password}@/turnpike?host=${encodeURIComponent(socket)}`;
}

import { sql } from 'kysely';
import { type Db, jsonb } from '#kernel';
import type { RouteDocumentation } from './openapi/documentation.ts';
import type { RouteDefinition } from './route-definition.ts';
import type { SampleResponse } from './sample-responses.ts';
import { toRouteRow } from './store-products.ts';
import { tables } from './tables.ts';

/** What tells whether an import changes a route's documentation; not the documentation itself. */
export interface RouteDocsHead {
  readonly routeId: string;
  readonly operationId: string | null;
  readonly digest: string | null;
}

export interface RouteDocs extends RouteDocsHead {
  readonly documentation: RouteDocumentation | null;
  /** Set by hand. */
  readonly samples: readonly SampleResponse[];
}

export async function docsHeadsOf(db: Db, productId: string): Promise<Map<string, RouteDocsHead>> {
  const rows = await tables(db)
    .selectFrom('catalog_route_docs')
    .select(['route_id', 'operation_id', 'digest'])
    .where('product_id', '=', productId)
    .execute();
  return new Map(
    rows.map((row) => [
      row.route_id,
      { routeId: row.route_id, operationId: row.operation_id, digest: row.digest },
    ]),
  );
}

/** Of all routes of a product, or of some of them. */
export async function docsOf(
  db: Db,
  productId: string,
  routeIds?: readonly string[],
): Promise<Map<string, RouteDocs>> {
  if (routeIds?.length === 0) return new Map();
  let list = tables(db).selectFrom('catalog_route_docs').selectAll().where('product_id', '=', productId);
  if (routeIds !== undefined) list = list.where('route_id', '=', sql<string>`any(${routeIds}::text[])`);
  const rows = await list.execute();
  return new Map(
    rows.map((row) => [
      row.route_id,
      {
        routeId: row.route_id,
        operationId: row.operation_id,
        digest: row.digest,
        documentation: row.documentation,
        samples: row.samples,
      },
    ]),
  );
}

export interface ImportedRoute {
  readonly route: RouteDefinition;
  readonly shape: string;
  readonly operationId: string | null;
  /** JSON text. */
  readonly documentation: string;
  readonly digest: string;
}

/** At most about this many characters of documentation in one statement. */
const chunkCharacters = 2_000_000;

/** Adds routes and their documentation, some hundred at a time. */
export async function insertImported(
  tx: Db,
  imported: readonly ImportedRoute[],
  at: Temporal.Instant,
): Promise<void> {
  for (const chunk of chunksOf(imported)) {
    const rows = chunk.map(({ route, shape }) => ({
      ...toRouteRow(route, shape),
      created_at: at,
      updated_at: at,
    }));
    await tables(tx).insertInto('catalog_routes').values(rows).execute();
    await saveDocs(tx, chunk, at);
  }
}

/** Changes of routes what an import says, and nothing that was set by hand. */
export async function updateImported(
  tx: Db,
  imported: readonly ImportedRoute[],
  at: Temporal.Instant,
): Promise<void> {
  const ids = imported.map(({ route }) => route.id);
  // Routes may take each other's places: none is in the way while they move.
  await tables(tx)
    .updateTable('catalog_routes')
    .set((is) => ({ shape: is.ref('id') }))
    .where('id', '=', sql<string>`any(${ids}::text[])`)
    .execute();
  for (const chunk of chunksOf(imported)) {
    const column = (of: (one: ImportedRoute) => string) => chunk.map(of);
    await sql`
      update catalog_routes r
      set template = n.template, shape = n.shape, name = n.name, description = n.description, updated_at = ${at}
      from unnest(
        ${column(({ route }) => route.id)}::text[], ${column(({ route }) => route.template)}::text[],
        ${column(({ shape }) => shape)}::text[], ${column(({ route }) => route.name)}::text[],
        ${column(({ route }) => route.description)}::text[]
      ) as n(id, template, shape, name, description)
      where r.id = n.id`.execute(tx);
    await saveDocs(tx, chunk, at);
  }
}

async function saveDocs(tx: Db, chunk: readonly ImportedRoute[], at: Temporal.Instant): Promise<void> {
  await sql`
    insert into catalog_route_docs (route_id, product_id, operation_id, documentation, digest, updated_at)
    select n.route_id, n.product_id, n.operation_id, n.documentation::json, n.digest, ${at}
    from unnest(
      ${chunk.map(({ route }) => route.id)}::text[], ${chunk.map(({ route }) => route.productId)}::text[],
      ${chunk.map(({ operationId }) => operationId)}::text[],
      ${chunk.map(({ documentation }) => documentation)}::text[], ${chunk.map(({ digest }) => digest)}::text[]
    ) as n(route_id, product_id, operation_id, documentation, digest)
    on conflict (route_id) do update
    set operation_id = excluded.operation_id, documentation = excluded.documentation,
        digest = excluded.digest, updated_at = excluded.updated_at`.execute(tx);
}

export async function deleteRoutes(tx: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tables(tx).deleteFrom('catalog_routes').where('id', '=', sql<string>`any(${ids}::text[])`).execute();
}

export async function saveSamples(
  tx: Db,
  route: { id: string; productId: string },
  samples: readonly SampleResponse[],
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into catalog_route_docs (route_id, product_id, samples, updated_at)
    values (${route.id}, ${route.productId}, ${jsonb(samples)}, ${at})
    on conflict (route_id) do update set samples = excluded.samples, updated_at = excluded.updated_at`.execute(
    tx,
  );
}

function chunksOf(imported: readonly ImportedRoute[]): ImportedRoute[][] {
  const chunks: ImportedRoute[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const one of imported) {
    // 200 rows of 16 columns are well below the 65,535 parameters of a statement.
    if (size > chunkCharacters || chunks.at(-1)!.length >= 200) {
      chunks.push([]);
      size = 0;
    }
    chunks.at(-1)!.push(one);
    size += one.documentation.length + one.route.description.length;
  }
  return chunks;
}

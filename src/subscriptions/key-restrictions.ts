import { isIP } from 'node:net';
import { z } from 'zod';
import { routesOfProduct, scopeField } from '#catalog';
import { type Db, invalid } from '#kernel';
import { reference } from './fields.ts';

/** What a key may be used for beside what the plan allows. An empty list restricts nothing. */
export interface KeyRestrictions {
  /** Addresses and networks in CIDR notation, IPv4 and IPv6. */
  readonly allowedIps: readonly string[];
  readonly scopes: readonly string[];
  /** Ids of routes of the subscription's product. */
  readonly routes: readonly string[];
}

export const NO_RESTRICTIONS: KeyRestrictions = { allowedIps: [], scopes: [], routes: [] };

const mostAddresses = 100;
const mostScopes = 50;
const mostRoutes = 500;

const addressOrNetwork = z
  .string()
  .max(50)
  .refine(isAddressOrNetwork, 'must be an IP address or a network such as 192.0.2.0/24');

/** Order stands, repetitions go: they would only make equal lists look different. */
const once = <T>(list: readonly T[]): T[] => [...new Set(list)];

export const restrictionFields = {
  allowed_ips: z
    .array(addressOrNetwork)
    .max(mostAddresses)
    .transform((list) => once(list.map((entry) => entry.toLowerCase())))
    .describe('Addresses and networks (IPv4, IPv6) that may call with it; empty: all'),
  scopes: z.array(scopeField).max(mostScopes).transform(once).describe('Scopes that it has; empty: all'),
  routes: z
    .array(reference)
    .max(mostRoutes)
    .transform(once)
    .describe('Ids of the routes that it may call; empty: all'),
};

/**
 * Without zones, which mean something only on one machine, and without IPv4 in IPv6 clothes: the gateway compares
 * addresses in their plain form.
 */
function isAddressOrNetwork(entry: string): boolean {
  const match = /^([0-9A-Fa-f:.]+)(?:\/(\d{1,3}))?$/.exec(entry);
  const family = isIP(match?.[1] ?? '');
  if (family === 0 || /^::ffff:/i.test(entry)) return false;
  return Number(match?.[2] ?? 0) <= (family === 4 ? 32 : 128);
}

/** Refuses (422) ids that are no routes of the product. */
export async function checkRoutes(db: Db, productId: string, routeIds: readonly string[]): Promise<void> {
  if (routeIds.length === 0) return;
  const known = new Set((await routesOfProduct(db, productId)).map((route) => route.id));
  const errors = routeIds.flatMap((id, index) =>
    known.has(id) ? [] : [{ pointer: `/routes/${index}`, detail: 'is not a route of this product' }],
  );
  if (errors.length > 0) throw invalid(errors);
}

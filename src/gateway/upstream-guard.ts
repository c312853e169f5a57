/**
 * Which addresses a worker may open a socket to. `#catalog` asks the same when a provider registers an
 * upstream, but that answer is old by the time of a call: names can be rebound, so every address is judged
 * again as it is dialled.
 */
import type { LookupFunction } from 'node:net';
import { guardedLookup, permitsAddress, upstreamAllowance } from '#kernel/addresses';

export { AddressRefused } from '#kernel/addresses';

export interface UpstreamGuard {
  permits(hostname: string, ip: string, port: number): boolean;
  /** A `lookup` for sockets to this host: refuses when any address of the name is not permitted. */
  lookupFor(hostname: string, port: number): LookupFunction;
}

/** `allowed`: what the operator opens, as `upstreamAllowance` reads it. */
export function createUpstreamGuard(allowed: readonly string[]): UpstreamGuard {
  const allowance = upstreamAllowance(allowed);
  const permits: UpstreamGuard['permits'] = (hostname, ip, port) =>
    permitsAddress(allowance, hostname, ip, port);
  return { permits, lookupFor: (hostname, port) => guardedLookup((ip) => permits(hostname, ip, port)) };
}

/**
 * Which addresses a worker may open a socket to. `#catalog` asks the same when a provider registers an
 * upstream, but that answer is old by the time of a call: names can be rebound, so every address is judged
 * again as it is dialled.
 */
import { lookup as dnsLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { permitsAddress, upstreamAllowance } from '#kernel/addresses';

export class AddressRefused extends Error {
  readonly code = 'TURNPIKE_ADDRESS_REFUSED';
}

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
  return {
    permits,
    lookupFor: (hostname, port) => (name, options, callback) => {
      dnsLookup(name, { ...(options as LookupOptions), all: true }, (error, found) => {
        const addresses = found as unknown as LookupAddress[];
        if (error !== null) return callback(error, '', 0);
        if (addresses.length === 0 || !addresses.every(({ address }) => permits(hostname, address, port))) {
          return callback(new AddressRefused('The name has an address that is not permitted'), '', 0);
        }
        if (options.all) return callback(null, addresses);
        return callback(null, addresses[0]!.address, addresses[0]!.family);
      });
    },
  };
}

/**
 * Names are judged when an address is registered, but that answer is old by the time of a call: names can be rebound.
 * So every address is judged again as it is dialled, and the one that was judged is the one that is dialled.
 */
import { lookup as dnsLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';

export class AddressRefused extends Error {
  readonly code = 'TURNPIKE_ADDRESS_REFUSED';
}

/** A `lookup` for sockets: refuses when any address of the name is not permitted. */
export function guardedLookup(permits: (ip: string) => boolean): LookupFunction {
  return (name, options, callback) => {
    dnsLookup(name, { ...(options as LookupOptions), all: true }, (error, found) => {
      const addresses = found as unknown as LookupAddress[];
      if (error !== null) return callback(error, '', 0);
      if (addresses.length === 0 || !addresses.every(({ address }) => permits(address))) {
        return callback(new AddressRefused('The name has an address that is not permitted'), '', 0);
      }
      if (options.all) return callback(null, addresses);
      return callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}

/** Lists of addresses and networks that calls may come from, as products and keys carry them. */
import { isIP } from 'node:net';
import { addressList } from './public-address.ts';

export type AddressMatcher = (address: string) => boolean;

/**
 * A matcher of entries like `203.0.113.0/24`, `2001:db8::/32` and `198.51.100.7`. What is no address matches
 * nothing. Throws a RangeError that names a wrong entry.
 */
export function compileAddressList(entries: readonly string[]): AddressMatcher {
  const list = addressList(entries);
  return (address) => {
    // Without its zone, which only means something on the machine that says it.
    const plain = address.split('%', 1)[0]!;
    const family = isIP(plain);
    return family !== 0 && list.check(plain, family === 4 ? 'ipv4' : 'ipv6');
  };
}

/** Whether `compileAddressList` can read the entry. */
export function isAddressEntry(entry: string): boolean {
  try {
    addressList([entry]);
    return true;
  } catch {
    return false;
  }
}

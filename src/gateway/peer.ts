/** Who is calling: the peer of the connection, or what a trusted proxy in front of us says. */
import { Buffer } from 'node:buffer';
import { timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import { addressList } from '#kernel/addresses';
import type { PeerFacts } from './forward-headers.ts';

export type PeerReader = (
  peerAddress: string,
  forwardedFor: string | null,
  forwardedProto: string | null,
  encrypted: boolean,
) => PeerFacts;

/**
 * `trusted`: CIDR networks or addresses of proxies whose word counts. Throws a RangeError that names a
 * wrong entry. `relayToken`: known to this process alone. Its own relay, which calls on behalf of a person, puts that person's
 * address before it: no proxy of any network has to be trusted for that, and nobody else can say it.
 */
export function createPeerReader(trusted: readonly string[], relayToken: string | null = null): PeerReader {
  const networks = addressList(trusted);
  const isTrusted = (address: string): boolean => {
    const family = isIP(address);
    return family !== 0 && networks.check(address, family === 4 ? 'ipv4' : 'ipv6');
  };
  return (peerAddress, forwardedFor, forwardedProto, encrypted) => {
    const own = encrypted ? 'https' : 'http';
    const peer = plainAddress(peerAddress);
    const relayed = relayedFor(forwardedFor, relayToken);
    if (relayed !== null) return { clientAddress: relayed, forwardedFor: relayed, protocol: own };
    if (trusted.length === 0 || !isTrusted(peer)) {
      return { clientAddress: peer, forwardedFor: peer, protocol: own };
    }
    const hops = forwardedFor === null ? [] : forwardedFor.split(',').map((hop) => plainAddress(hop.trim()));
    // The right-most hop that is no proxy of ours: everything left of it was written by strangers.
    const clientAddress = hops.findLast((hop) => isIP(hop) !== 0 && !isTrusted(hop)) ?? peer;
    const from = hops.lastIndexOf(clientAddress);
    const chain = from < 0 ? [peer] : [...hops.slice(from), peer];
    const protocol = forwardedProto === 'https' || forwardedProto === 'http' ? forwardedProto : own;
    return { clientAddress, forwardedFor: chain.join(', '), protocol };
  };
}

function relayedFor(forwardedFor: string | null, token: string | null): string | null {
  if (token === null || forwardedFor === null) return null;
  const [address = '', said, ...rest] = forwardedFor.split(', ');
  if (said === undefined || rest.length > 0 || !isToken(said, token)) return null;
  return isIP(address) === 0 ? null : plainAddress(address);
}

function isToken(said: string, token: string): boolean {
  const [a, b] = [Buffer.from(said), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** IPv4 as such, also where a dual-stack socket shows it mapped into IPv6. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}

/**
 * Which addresses a worker may open a socket to. `#catalog` asks the same when a provider registers an
 * upstream, but that answer is old by the time of a call: names can be rebound, so every address is judged
 * again as it is dialled. Workers load no room with stores behind it, so the list stands here once more; a
 * test holds the two together.
 */
import { lookup as dnsLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const CLOSED_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Within 2000::/3, the only global unicast: protocol assignments with Teredo, documentation, 6to4. */
const CLOSED_IPV6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const closed = new BlockList();
for (const [network, bits] of CLOSED_IPV4) closed.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of CLOSED_IPV6) closed.addSubnet(network, bits, 'ipv6');
const globalSix = new BlockList();
globalSix.addSubnet('2000::', 3, 'ipv6');

export function isGlobalAddress(ip: string): boolean {
  const family = isIP(ip);
  if (family === 4) return !closed.check(ip, 'ipv4');
  return family === 6 && !ip.includes('%') && globalSix.check(ip, 'ipv6') && !closed.check(ip, 'ipv6');
}

export class AddressRefused extends Error {
  readonly code = 'TURNPIKE_ADDRESS_REFUSED';
}

export interface UpstreamGuard {
  permits(hostname: string, ip: string, port: number): boolean;
  /** A `lookup` for sockets to this host: refuses when any address of the name is not permitted. */
  lookupFor(hostname: string, port: number): LookupFunction;
}

/**
 * `allowed`: networks (`10.0.0.0/8`) and hosts (`localhost:9000`, `[::1]`, `api.internal`) that the
 * operator opens.
 */
export function createUpstreamGuard(allowed: readonly string[]): UpstreamGuard {
  const networks = new BlockList();
  const hosts = new Set<string>();
  for (const entry of allowed) {
    if (entry.includes('/')) addNetwork(networks, entry);
    else hosts.add(entry.toLowerCase().replace(/^\[([^\]]+)\]$/, '$1'));
  }
  const isListed = (name: string, port: number): boolean =>
    hosts.has(name) || hosts.has(name.includes(':') ? `[${name}]:${port}` : `${name}:${port}`);
  const permits: UpstreamGuard['permits'] = (hostname, ip, port) => {
    if (isGlobalAddress(ip) || isListed(hostname, port) || isListed(ip, port)) return true;
    return networks.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4');
  };
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

function addNetwork(networks: BlockList, entry: string): void {
  const [network = '', bits = ''] = entry.split('/');
  const family = isIP(network);
  if (family === 0 || !/^\d{1,3}$/.test(bits))
    throw new RangeError(`Not a network in CIDR notation: ${entry}`);
  networks.addSubnet(network, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
}

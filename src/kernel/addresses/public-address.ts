/**
 * Which network addresses an upstream may have. Pure and without stores, because gateway workers ask the same
 * question again for every socket that they open: a check at registration alone loses to DNS rebinding.
 */
import { BlockList, isIP } from 'node:net';

/** IPv4 that is not global unicast (IANA special-purpose registry): as (network, prefix length). */
const closedIpv4: readonly (readonly [string, number])[] = [
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

/**
 * Inside 2000::/3, the only global unicast of IPv6, what must stay closed: protocol assignments with
 * Teredo, documentation, and 6to4, which carries any IPv4 address within it. NAT64 and mapped addresses lie
 * outside 2000::/3.
 */
const closedIpv6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const closed = new BlockList();
for (const [network, bits] of closedIpv4) closed.addSubnet(network, bits, 'ipv4');
const closedSix = new BlockList();
for (const [network, bits] of closedIpv6) closedSix.addSubnet(network, bits, 'ipv6');
const globalSix = new BlockList();
globalSix.addSubnet('2000::', 3, 'ipv6');

/**
 * True for a global unicast address, written as a plain IPv4 or IPv6 literal. Anything else is not public.
 */
export function isPublicAddress(ip: string): boolean {
  switch (isIP(ip)) {
    case 4:
      return !closed.check(ip, 'ipv4');
    case 6:
      return !ip.includes('%') && globalSix.check(ip, 'ipv6') && !closedSix.check(ip, 'ipv6');
    default:
      return false;
  }
}

/**
 * What the operator's configuration opens: networks, and single hosts (by name or address) with or without
 * a port.
 */
export interface UpstreamAllowance {
  /** `hostname` as `new URL` writes it without brackets and without a trailing dot. */
  allowsHost(hostname: string, port: number): boolean;
  allowsAddress(ip: string, port: number): boolean;
}

/**
 * Reads entries like `10.1.0.0/16`, `fd00::/8`, `localhost:9000`, `[::1]:4002`, `10.0.0.5` and
 * `api.internal`. Throws a RangeError that names the wrong entry.
 */
export function upstreamAllowance(entries: readonly string[]): UpstreamAllowance {
  const networks = new BlockList();
  const hosts = new Set<string>();
  for (const entry of entries) {
    if (entry.includes('/')) addNetwork(networks, entry);
    else hosts.add(hostEntry(entry));
  }
  const allowsHost = (hostname: string, port: number): boolean =>
    hosts.has(hostname) || hosts.has(hostWithPort(hostname, port));
  return {
    allowsHost,
    allowsAddress: (ip, port) => {
      const family = isIP(ip);
      if (family === 0) return false;
      return networks.check(ip, family === 4 ? 'ipv4' : 'ipv6') || allowsHost(ip, port);
    },
  };
}

/** True when a socket may be opened to `ip` for an upstream that was registered under `hostname`. */
export function permitsAddress(
  allowance: UpstreamAllowance,
  hostname: string,
  ip: string,
  port: number,
): boolean {
  return isPublicAddress(ip) || allowance.allowsAddress(ip, port) || allowance.allowsHost(hostname, port);
}

/** `name:port`, with brackets around IPv6: the one spelling in which hosts with ports are compared. */
export function hostWithPort(hostname: string, port: number): string {
  return hostname.includes(':') ? `[${hostname}]:${port}` : `${hostname}:${port}`;
}

/**
 * Addresses and networks as one list, from entries like `10.0.0.0/8` and `::1`. Throws a RangeError that names
 * the wrong entry.
 */
export function addressList(entries: readonly string[]): BlockList {
  const networks = new BlockList();
  for (const entry of entries) {
    const family = isIP(entry);
    if (family === 0) addNetwork(networks, entry);
    else networks.addAddress(entry, family === 4 ? 'ipv4' : 'ipv6');
  }
  return networks;
}

function addNetwork(networks: BlockList, entry: string): void {
  const [network = '', bits = '', ...rest] = entry.split('/');
  const family = isIP(network);
  const most = family === 4 ? 32 : 128;
  if (rest.length > 0 || family === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > most) {
    throw new RangeError(`Not a network in CIDR notation: ${entry}`);
  }
  networks.addSubnet(network, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
}

function hostEntry(entry: string): string {
  if (isIP(entry) === 6) return entry.toLowerCase();
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i.exec(entry);
  if (!match || Number(match[2] ?? 0) > 65535) throw new RangeError(`Not a host or host:port: ${entry}`);
  const hostname = match[1]!
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  return match[2] === undefined ? hostname : hostWithPort(hostname, Number(match[2]));
}

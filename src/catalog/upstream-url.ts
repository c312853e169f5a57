/**
 * What a provider may register as upstream. The gateway asks `permitsAddress` (`#kernel/addresses`) again for
 * every socket that it opens.
 */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  hostWithPort,
  isPublicAddress,
  permitsAddress,
  type UpstreamAllowance,
  upstreamAllowance,
} from '#kernel/addresses';

export type UpstreamVerdict =
  | { readonly ok: true; readonly url: string; readonly hostname: string; readonly port: number }
  | { readonly ok: false; readonly reason: string };

/** All addresses of a name; throws or answers nothing when it does not resolve. */
export type ResolveName = (hostname: string) => Promise<readonly string[]>;

export interface UpstreamPolicy {
  readonly allowance: UpstreamAllowance;
  /** `host:port` of our own listeners: an upstream there would call itself for ever. */
  readonly ownAddresses: ReadonlySet<string>;
  readonly resolve: ResolveName;
}

const longestUrl = 2048;
const resolveTimeoutMs = 3000;

/** Names that clouds and systems give to inner services; none of them is a public API. */
const innerNames = new Set([
  'localhost',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data.ec2.internal',
]);
const innerSuffixes = [
  '.localhost',
  '.local',
  '.localdomain',
  '.internal',
  '.intranet',
  '.lan',
  '.home.arpa',
];

/**
 * Ports of databases, caches, container and cluster control planes above 1023; below it only 80 and 443 are
 * open.
 */
const closedPorts = new Set([
  1433, 1521, 2049, 2375, 2376, 2379, 2380, 3306, 5432, 6379, 6443, 9042, 9200, 9300, 10250, 11211, 27017,
]);

export function upstreamPolicy(options: {
  allowPrivateUpstreams: readonly string[];
  ownAddresses?: readonly string[];
  resolve?: ResolveName;
}): UpstreamPolicy {
  return {
    allowance: upstreamAllowance(options.allowPrivateUpstreams),
    ownAddresses: new Set(options.ownAddresses ?? []),
    resolve: options.resolve ?? resolveName,
  };
}

/**
 * Judges an upstream address as it is registered, and answers its normal form. A name that resolves to any
 * address that is not permitted is refused; a name that does not resolve (yet) is not.
 */
export async function checkUpstreamUrl(policy: UpstreamPolicy, text: string): Promise<UpstreamVerdict> {
  const verdict = judgeUpstreamUrl(policy, text);
  if (!verdict.ok || isIP(verdict.hostname) !== 0) return verdict;
  const { hostname, port } = verdict;
  for (const ip of await addressesOf(policy, hostname)) {
    if (isOwn(policy, ip, port)) return refusal('is an address of this installation itself');
    if (!permitsAddress(policy.allowance, hostname, ip, port)) {
      return refusal('resolves to an address that is not public, and the configuration does not allow it');
    }
  }
  return verdict;
}

/** The part of the judgement that needs no network. */
export function judgeUpstreamUrl(policy: UpstreamPolicy, text: string): UpstreamVerdict {
  const parsed = parseUpstreamUrl(text);
  if (!parsed.ok) return parsed;
  const { hostname, port } = parsed;
  if (isOwn(policy, hostname, port)) return refusal('is an address of this installation itself');
  if (isIP(hostname) !== 0) {
    if (policy.allowance.allowsAddress(hostname, port)) return parsed;
    return isPublicAddress(hostname) ? checkPort(parsed) : refusal('is a private or reserved address');
  }
  if (policy.allowance.allowsHost(hostname, port)) return parsed;
  if (isInnerName(hostname)) return refusal('names an inner host, and the configuration does not allow it');
  return checkPort(parsed);
}

type ParsedUpstream = Extract<UpstreamVerdict, { ok: true }>;

// `new URL` folds 2130706433, 0x7f.1, 127.1, full-width digits and backslashes: whatever is checked is
// checked after it.
function parseUpstreamUrl(text: string): UpstreamVerdict {
  if (text.length > longestUrl) return refusal(`is longer than ${longestUrl} characters`);
  if (!URL.canParse(text)) return refusal('is not an absolute URL');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return refusal('must start with https:// or http://');
  if (url.username !== '' || url.password !== '') return refusal('must not contain a user name or password');
  if (url.hash !== '' || text.includes('#')) return refusal('must not contain a fragment');
  if (url.search !== '' || text.includes('?')) return refusal('must not contain a query');
  const hostname = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (hostname === '' || hostname.endsWith('.')) return refusal('has no usable host name');
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  if (port === 0) return refusal('has no usable port');
  if (isIP(hostname) === 0) url.hostname = hostname;
  return { ok: true, url: url.href.replace(/\/+$/, ''), hostname, port };
}

function checkPort(parsed: ParsedUpstream): UpstreamVerdict {
  const { port } = parsed;
  const open = port === 80 || port === 443 || (port >= 1024 && !closedPorts.has(port));
  return open ? parsed : refusal(`uses port ${port}, which the configuration does not allow`);
}

function isInnerName(hostname: string): boolean {
  if (innerNames.has(hostname) || !hostname.includes('.')) return true;
  return innerSuffixes.some((suffix) => hostname.endsWith(suffix));
}

function isOwn(policy: UpstreamPolicy, hostname: string, port: number): boolean {
  return policy.ownAddresses.has(hostWithPort(hostname, port));
}

async function addressesOf(policy: UpstreamPolicy, hostname: string): Promise<readonly string[]> {
  const stop = new AbortController();
  try {
    // getaddrinfo has no time-out of its own and must not hold a request up.
    return await Promise.race([
      policy.resolve(hostname),
      sleep(resolveTimeoutMs, [] as string[], { signal: stop.signal }),
    ]);
  } catch {
    // The name may be created later; the gateway judges the address when it connects.
    return [];
  } finally {
    stop.abort();
  }
}

async function resolveName(hostname: string): Promise<string[]> {
  const found = await lookup(hostname, { all: true, verbatim: true });
  return found.map(({ address }) => address);
}

function refusal(reason: string): UpstreamVerdict {
  return { ok: false, reason };
}

/**
 * A document from an address that a provider gives. Whoever may give one could otherwise have us ask inner services
 * for them, so each address on the way is judged as an upstream is, by name and again as it is dialled.
 */
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { guardedLookup, hostWithPort, permitsAddress } from '#kernel/addresses';
import { judgeUpstreamUrl, type UpstreamPolicy } from './upstream-url.ts';

export type Fetched =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string };

const mostRedirects = 3;
const longestMs = 10_000;

/** Asks for the text behind a URL, without credentials. `mostBytes` is of the body. */
export async function fetchDocument(
  policy: UpstreamPolicy,
  url: string,
  options: { mostBytes: number; signal?: AbortSignal },
): Promise<Fetched> {
  // Of the whole way, redirects and names included.
  const signal = AbortSignal.any([
    AbortSignal.timeout(longestMs),
    ...(options.signal ? [options.signal] : []),
  ]);
  let address = url;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const target = judge(policy, address);
    if (typeof target === 'string') return refusal(target);
    let answer: Answer;
    try {
      answer = await ask(policy, target, { mostBytes: options.mostBytes, signal });
    } catch (error) {
      return refusal(reasonOf(error, signal));
    }
    if ('text' in answer) return { ok: true, text: answer.text };
    if ('reason' in answer) return refusal(answer.reason);
    if (!URL.canParse(answer.location, target)) return refusal('leads to an address that cannot be read');
    const next = new URL(answer.location, target);
    if (target.protocol === 'https:' && next.protocol !== 'https:')
      return refusal('leads from https to an address without');
    address = next.href;
  }
  return refusal(`leads on more than ${mostRedirects} times`);
}

/** The address, or why it is not asked. Queries are usual in addresses of documents, though not of upstreams. */
function judge(policy: UpstreamPolicy, text: string): URL | string {
  if (!URL.canParse(text)) return 'is not an absolute URL';
  const url = new URL(text);
  const { search } = url;
  url.search = '';
  url.hash = '';
  const verdict = judgeUpstreamUrl(policy, url.href.replace(/[?#]+$/, ''));
  if (!verdict.ok) return verdict.reason;
  url.search = search;
  return url;
}

type Answer = { text: string } | { location: string } | { reason: string };

function ask(
  policy: UpstreamPolicy,
  url: URL,
  { mostBytes, signal }: { mostBytes: number; signal: AbortSignal },
): Promise<Answer> {
  const hostname = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const permits = (ip: string) =>
    !policy.ownAddresses.has(hostWithPort(ip, port)) && permitsAddress(policy.allowance, hostname, ip, port);
  // Sockets to an address without a name ask for no lookup.
  if (isIP(hostname) !== 0 && !permits(hostname))
    return Promise.resolve({ reason: 'is not a public address' });
  return new Promise((resolve, reject) => {
    const client = url.protocol === 'https:' ? https : http;
    const request = client.get(url, {
      agent: false,
      lookup: guardedLookup(permits),
      headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'Turnpike' },
      signal,
    });
    request.once('error', reject);
    request.once('response', (response) => {
      readAnswer(response, mostBytes)
        .then(resolve, reject)
        .finally(() => request.destroy());
    });
  });
}

async function readAnswer(response: http.IncomingMessage, mostBytes: number): Promise<Answer> {
  const { statusCode: status = 0, headers } = response;
  if (status >= 300 && status < 400 && headers.location !== undefined) return { location: headers.location };
  if (status !== 200) return { reason: `answers ${status}` };
  if (!['', 'identity'].includes(headers['content-encoding'] ?? ''))
    return { reason: `answers in the encoding ${headers['content-encoding']}` };
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response) {
    size += part.length;
    if (size > mostBytes) return { reason: `is larger than ${Math.floor(mostBytes / 1_000_000)} MB` };
    parts.push(part);
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts)) };
  } catch {
    return { reason: 'is not UTF-8 text' };
  }
}

function reasonOf(error: unknown, signal: AbortSignal): string {
  const { code } = error as { code?: string };
  if (signal.aborted) return `does not answer within ${longestMs / 1000} seconds`;
  if (code === 'TURNPIKE_ADDRESS_REFUSED')
    return 'resolves to an address that is not public, and the configuration does not allow it';
  return `cannot be reached${code ? ` (${code})` : ''}`;
}

function refusal(reason: string): Fetched {
  return { ok: false, reason };
}

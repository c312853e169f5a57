/**
 * Keys in places that a product allows beside `Authorization` and `X-Api-Key`: headers that another gateway had, and the
 * query. They are as good there, as secret, and go no further.
 */
import type { Credential, TrafficPolicy } from '#enforcement/admission';
import type { ParsedRequest } from './framing.ts';

/** The request with its key taken out of these places. All other bytes of the query stay as they are. */
export function takeKeys(
  parsed: ParsedRequest,
  { keyHeaders, keyParameter }: Pick<TrafficPolicy, 'keyHeaders' | 'keyParameter'>,
): ParsedRequest {
  const texts: (string | null)[] = keyHeaders === null ? [] : takeHeaders(parsed.forward, keyHeaders);
  const query = keyParameter === null ? null : takeParameter(parsed.target.query, keyParameter);
  if (query !== null) texts.push(...query.texts);
  const [text] = texts;
  if (text === undefined) return parsed;
  const target = query === null ? parsed.target : { ...parsed.target, query: query.rest };
  if (text === null || texts.some((other) => other !== text)) {
    return { ...parsed, target, credential: { kind: 'ambiguous' } };
  }
  return { ...parsed, target, credential: join(parsed, text) };
}

/** Takes them out of a flat name, value list. */
function takeHeaders(headers: string[], names: ReadonlySet<string>): string[] {
  const texts: string[] = [];
  for (let i = headers.length - 2; i >= 0; i -= 2) {
    if (!names.has(headers[i]!.toLowerCase())) continue;
    texts.push(headers[i + 1]!);
    headers.splice(i, 2);
  }
  return texts;
}

function takeParameter(query: string, name: string): { texts: (string | null)[]; rest: string } | null {
  // A name can be spelt with escapes: what an upstream would read as the key must not reach it.
  if (query === '' || !(query.includes(name) || query.includes('%'))) return null;
  const rest: string[] = [];
  const texts: (string | null)[] = [];
  for (const part of query.slice(1).split('&')) {
    const equals = part.indexOf('=');
    const given = equals < 0 ? part : part.slice(0, equals);
    if (decoded(given) === name) texts.push(equals < 0 ? '' : decoded(part.slice(equals + 1)));
    else rest.push(part);
  }
  return { texts, rest: rest.length === 0 ? '' : `?${rest.join('&')}` };
}

/** An `Authorization` that is no key of ours belongs to the upstream, as it does beside `X-Api-Key`. */
function join(parsed: ParsedRequest, text: string): Credential {
  const { credential, authorization, apiKey } = parsed;
  if (credential.kind === 'ambiguous') return credential;
  if (credential.kind === 'key' && credential.text === text) return credential;
  const isForUpstream = apiKey === null && (credential.kind === 'none' || !credential.text.startsWith('tp_'));
  if (!isForUpstream) return { kind: 'ambiguous' };
  if (authorization !== null) parsed.forward.push('Authorization', authorization);
  return { kind: 'key', text };
}

function decoded(text: string): string | null {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** The key from `?api_key=`, for products that allow it: as good as one in `X-Api-Key`, and as secret. */
import type { Credential } from '#enforcement/admission';
import type { ParsedRequest } from './framing.ts';

const NAME = 'api_key';

/** The request with its key taken out of the query. All other bytes of the query stay as they are. */
export function takeQueryKey(parsed: ParsedRequest): ParsedRequest {
  const { query } = parsed.target;
  // A name can be spelt with escapes: what an upstream would read as the key must not reach it.
  if (query === '' || !(query.includes(NAME) || query.includes('%'))) return parsed;
  const rest: string[] = [];
  const texts: (string | null)[] = [];
  for (const part of query.slice(1).split('&')) {
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    if (decoded(name) === NAME) texts.push(equals < 0 ? '' : decoded(part.slice(equals + 1)));
    else rest.push(part);
  }
  const [text] = texts;
  if (text === undefined) return parsed;
  const target = { ...parsed.target, query: rest.length === 0 ? '' : `?${rest.join('&')}` };
  if (text === null || texts.some((other) => other !== text)) {
    return { ...parsed, target, credential: { kind: 'ambiguous' } };
  }
  return { ...parsed, target, credential: join(parsed, text) };
}

/** An `Authorization` that is no key of ours belongs to the upstream, as it does beside `X-Api-Key`. */
function join(parsed: ParsedRequest, text: string): Credential {
  const { credential, authorization, apiKey } = parsed;
  if (credential.kind === 'ambiguous') return credential;
  const isForUpstream = apiKey === null && (credential.kind === 'none' || !credential.text.startsWith('tp_'));
  if (isForUpstream) {
    if (authorization !== null) parsed.forward.push('Authorization', authorization);
    return { kind: 'key', text };
  }
  return credential.kind === 'key' && credential.text === text ? credential : { kind: 'ambiguous' };
}

function decoded(text: string): string | null {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

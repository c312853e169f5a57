/**
 * The request target. Segments are decoded exactly once to be matched; the bytes that are forwarded are the
 * original ones. Whatever two parsers could read differently is refused: dot segments in any spelling,
 * broken escapes, NUL, `\`, `#`.
 */
export interface Target {
  /** The original bytes of the whole path. */
  readonly path: string;
  /** All segments of the path, decoded once. */
  readonly parts: readonly string[];
  /** `/{provider}/{product}`, decoded. */
  readonly address: string;
  /** Segments below the address, decoded once. */
  readonly segments: readonly string[];
  /** The original bytes below the address, without the query; '' or starting with '/'. */
  readonly rest: string;
  /** '' or starting with '?'. */
  readonly query: string;
  /** Of an absolute-form target: it outranks Host. */
  readonly authority: string | null;
}

/** Nothing to decode, no empty segment, no segment that starts with a dot. */
const PLAIN_PATH = /^(?:\/(?!\.)[A-Za-z0-9_~!$&'()*+,;=:@.-]+)+\/?$/;
const FORBIDDEN = /[#\\\0]/;
const ABSOLUTE = /^https?:\/\/([^/?#]*)([/?].*)?$/i;

export type TargetVerdict = Target | 'malformed';

export function parseTarget(raw: string): TargetVerdict {
  if (raw.startsWith('/')) return parsePath(raw, null);
  const absolute = ABSOLUTE.exec(raw);
  if (absolute === null) return 'malformed';
  const path = absolute[2] ?? '/';
  return parsePath(path.startsWith('?') ? `/${path}` : path, absolute[1]!);
}

function parsePath(raw: string, authority: string | null): TargetVerdict {
  if (FORBIDDEN.test(raw)) return 'malformed';
  const mark = raw.indexOf('?');
  const path = mark < 0 ? raw : raw.slice(0, mark);
  const query = mark < 0 ? '' : raw.slice(mark);
  if (path.startsWith('//')) return 'malformed';
  const parts = path.slice(1).split('/');
  const segments = PLAIN_PATH.test(path) ? parts : decodeAll(parts);
  if (segments === null) return 'malformed';
  const [provider = '', product = ''] = segments;
  const second = path.indexOf('/', 1);
  const third = second < 0 ? -1 : path.indexOf('/', second + 1);
  return {
    path,
    parts: segments,
    address: `/${provider}/${product}`,
    segments: segments.slice(2),
    rest: third < 0 ? '' : path.slice(third),
    query,
    authority,
  };
}

function decodeAll(parts: readonly string[]): string[] | null {
  const decoded: string[] = [];
  for (const part of parts) {
    const text = decodeSegment(part);
    if (text === null || isDotSegment(text)) return null;
    decoded.push(text);
  }
  return decoded;
}

function decodeSegment(part: string): string | null {
  if (!part.includes('%')) return part;
  try {
    // Throws on broken escapes and on what is no UTF-8, overlong forms included.
    const text = decodeURIComponent(part);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

/**
 * `.`, `..`, also beside an encoded slash or backslash, also with a `;parameter`: an upstream might fold
 * any of them.
 */
function isDotSegment(decoded: string): boolean {
  if (!decoded.includes('.')) return false;
  return decoded.split(/[/\\]/).some((piece) => {
    const name = piece.split(';', 1)[0];
    return name === '.' || name === '..';
  });
}

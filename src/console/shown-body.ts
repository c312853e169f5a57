/** A body as JSON can carry it: text where it is text, otherwise its bytes in base64. */

export interface ShownBody {
  readonly body: string;
  readonly body_encoding: 'text' | 'base64';
}

const TEXTUAL =
  /^text\/|[/+](json|xml|yaml|x-yaml|javascript|x-ndjson|x-www-form-urlencoded)\b|^application\/(graphql|csv)/i;

export function shownBody(bytes: Buffer, contentType: string | undefined, isWhole: boolean): ShownBody {
  const text = TEXTUAL.test(contentType ?? 'text/plain') ? decoded(bytes, contentType, isWhole) : null;
  // PostgreSQL is not asked to hold it, but neither screens nor JSON parsers are fond of NUL.
  if (text !== null && !text.includes('\u0000')) return { body: text, body_encoding: 'text' };
  return { body: bytes.toString('base64'), body_encoding: 'base64' };
}

function decoded(bytes: Buffer, contentType: string | undefined, isWhole: boolean): string | null {
  const charset = /charset="?([\w.:-]{1,40})/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  try {
    // What was cut may end in the middle of a character.
    return new TextDecoder(charset, { fatal: isWhole }).decode(bytes);
  } catch {
    return null;
  }
}

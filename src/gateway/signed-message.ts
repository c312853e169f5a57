/** What is signed of a request as it came: the values of the covered components (RFC 9421, section 2). */
import { type SignedComponent, signatureBase } from '#kernel/http-signature';
import type { SignatureInput } from './signature-input.ts';

export interface SignedMessage {
  readonly method: string;
  readonly protocol: string;
  readonly authority: string;
  /** As it came. */
  readonly target: string;
  /** Flat name, value list, as it came. */
  readonly rawHeaders: readonly string[];
}

/** The signature base; null when a covered component is not in the message, or not known. */
export function signedText(message: SignedMessage, input: SignatureInput): string | null {
  const components: SignedComponent[] = [];
  for (const name of input.components) {
    const value = name.startsWith('@') ? derived(message, name) : headerValue(message.rawHeaders, name);
    if (value === null) return null;
    components.push([`"${name}"`, value]);
  }
  return signatureBase(components, input.params);
}

/** All lines of a header as one value; null when there is none. */
export function headerValue(rawHeaders: readonly string[], name: string): string | null {
  let value: string | null = null;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (rawHeaders[i]!.toLowerCase() !== name) continue;
    const line = rawHeaders[i + 1]!.trim();
    value = value === null ? line : `${value}, ${line}`;
  }
  return value;
}

function derived(message: SignedMessage, name: string): string | null {
  const { target } = message;
  const path = pathOf(target);
  const mark = path.indexOf('?');
  switch (name) {
    case '@method':
      return message.method;
    case '@authority':
      return authorityOf(message);
    case '@scheme':
      return message.protocol;
    case '@request-target':
      return target;
    case '@target-uri':
      return `${message.protocol}://${authorityOf(message)}${path}`;
    case '@path':
      return mark < 0 ? path : path.slice(0, mark) || '/';
    case '@query':
      return mark < 0 ? '?' : path.slice(mark);
    default:
      return null;
  }
}

/** Path and query, also of an absolute-form target. */
function pathOf(target: string): string {
  if (target.startsWith('/')) return target;
  const rest = target.replace(/^https?:\/\/[^/?]*/i, '');
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function authorityOf({ authority, protocol }: SignedMessage): string {
  return authority.toLowerCase().replace(protocol === 'https' ? /:443$/ : /:80$/, '');
}

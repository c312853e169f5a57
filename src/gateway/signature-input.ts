/**
 * Reads `Signature-Input` and `Signature` (RFC 9421, on the dictionaries of RFC 9651): as much of them as signing a
 * request with one secret needs. What is not understood is refused, never passed over.
 */
export interface SignatureInput {
  /** Names of the covered components, in order. */
  readonly components: readonly string[];
  /** As it came: the value of `@signature-params`. */
  readonly params: string;
  readonly created: number | null;
  readonly expires: number | null;
  readonly keyId: string | null;
  readonly nonce: string | null;
  readonly algorithm: string | null;
}

const LABEL = /[a-z*][a-z0-9_\-.*]*=/y;
const COMPONENT = /"(@?[a-z0-9!#$%&'*+.^_`|~-]+)"/y;
const PARAMETER = /;([a-z*][a-z0-9_\-.*]*)=(?:(-?\d{1,15})|"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)")/y;
const SIGNATURE = /([a-z*][a-z0-9_\-.*]*)=:([A-Za-z0-9+/]*={0,2}):[ \t]*(?:,[ \t]*|$)/y;
const MOST_SIGNATURES = 8;
const MOST_COMPONENTS = 32;

/** By label; null for what cannot be read, or says one thing twice. */
export function parseSignatureInputs(text: string): Map<string, SignatureInput> | null {
  const inputs = new Map<string, SignatureInput>();
  for (let at = 0; at < text.length || inputs.size === 0; ) {
    const label = matchAt(LABEL, text, at)?.[0];
    if (label === undefined || inputs.size === MOST_SIGNATURES || inputs.has(label.slice(0, -1))) return null;
    const start = at + label.length;
    const read = readInput(text, start);
    if (read === null) return null;
    inputs.set(label.slice(0, -1), read.input);
    const comma = matchAt(/[ \t]*(?:,[ \t]*|$)/y, text, read.end);
    if (comma === null) return null;
    at = read.end + comma[0].length;
    if (comma[0].includes(',') && at === text.length) return null;
  }
  return inputs;
}

/** Signatures by label; null for what cannot be read. */
export function parseSignatures(text: string): Map<string, Buffer> | null {
  const signatures = new Map<string, Buffer>();
  for (let at = 0; at < text.length; ) {
    const match = matchAt(SIGNATURE, text, at);
    if (match === null || signatures.size === MOST_SIGNATURES || signatures.has(match[1]!)) return null;
    signatures.set(match[1]!, Buffer.from(match[2]!, 'base64'));
    at += match[0].length;
  }
  return signatures;
}

function readInput(text: string, start: number): { input: SignatureInput; end: number } | null {
  const list = readComponents(text, start);
  if (list === null) return null;
  const facts = new Map<string, string | number>();
  let at = list.end;
  for (let match = matchAt(PARAMETER, text, at); match !== null; match = matchAt(PARAMETER, text, at)) {
    const [whole, name, integer, quoted] = match;
    if (facts.has(name!)) return null;
    facts.set(name!, integer === undefined ? quoted!.replaceAll(/\\(["\\])/g, '$1') : Number(integer));
    at += whole.length;
  }
  if (text[at] === ';') return null;
  const number = (name: string) => (typeof facts.get(name) === 'number' ? (facts.get(name) as number) : null);
  const word = (name: string) => (typeof facts.get(name) === 'string' ? (facts.get(name) as string) : null);
  const input: SignatureInput = {
    components: list.components,
    params: text.slice(start, at),
    created: number('created'),
    expires: number('expires'),
    keyId: word('keyid'),
    nonce: word('nonce'),
    algorithm: word('alg'),
  };
  return { input, end: at };
}

function readComponents(text: string, start: number): { components: string[]; end: number } | null {
  if (text[start] !== '(') return null;
  const components: string[] = [];
  let at = start + 1;
  while (text[at] !== ')') {
    if (components.length > 0) {
      if (text[at] !== ' ') return null;
      at += 1;
    }
    const match = matchAt(COMPONENT, text, at);
    // Twice the same says nothing more; parameters of components would say something that is not read here.
    if (match === null || components.includes(match[1]!) || components.length === MOST_COMPONENTS)
      return null;
    components.push(match[1]!);
    at += match[0].length;
  }
  return { components, end: at + 1 };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

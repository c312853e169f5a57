/** From a path of an OpenAPI document to a template of ours. */
import { parseTemplate } from '../path-template.ts';

export type ReadTemplate =
  | {
      readonly ok: true;
      readonly template: string;
      readonly shape: string;
      readonly parameters: readonly string[];
      /** The document's names of parameters that are called otherwise here. */
      readonly renamed: ReadonlyMap<string, string>;
      readonly note: string | null;
    }
  | { readonly ok: false; readonly reason: string };

const longestName = 64;

/**
 * Our names have letters, digits and _, as `{user_id}` for `{user-id}`: a caller never sends a name in a path, so
 * renaming changes nothing but what people read. A slash at the end is left out, because both match alike.
 */
export function readTemplate(path: string): ReadTemplate {
  if (!path.startsWith('/')) return refusal(path === '' ? 'is empty' : 'does not start with /');
  if (/[?#]/.test(path)) return refusal('has a query or fragment, by which routes are not told apart');
  if (/\{[+#./;?&][^}]*\}|\{[^}]*(\*|\.\.\.)\}|\}\*/.test(path))
    return refusal('has a parameter for several segments, which a route cannot have');
  const isTrailing = path.length > 1 && path.endsWith('/');
  const names: string[] = [];
  const renamed = new Map<string, string>();
  const template = (isTrailing ? path.slice(0, -1) : path)
    .split('/')
    .map((part) => {
      const given = /^\{([^{}]+)\}$/.exec(part)?.[1];
      if (given === undefined) return part;
      const name = nameFor(given, names);
      names.push(name);
      if (name !== given) renamed.set(given, name);
      return `{${name}}`;
    })
    .join('/');
  const parsed = parseTemplate(template);
  if (!parsed.ok) return refusal(parsed.reason);
  const note = isTrailing ? 'The slash at the end is left out: both spellings match.' : null;
  return { ok: true, template, shape: parsed.shape, parameters: parsed.parameters, renamed, note };
}

function nameFor(given: string, taken: readonly string[]): string {
  const plain = given.trim().replaceAll(/[^A-Za-z0-9_]/g, '_');
  const base = (/^[A-Za-z_]/.test(plain) ? plain : `p_${plain}`).slice(0, longestName - 3);
  for (let number = 2, name = base; ; number += 1) {
    // A name that truly stands twice is refused by the template's own rule.
    if (!taken.includes(name) || base === given) return name;
    name = `${base}_${number}`;
  }
}

/** The same template with the parameter names of another of its shape. */
export function renameParameters(
  template: string,
  like: string,
): { template: string; renamed: Map<string, string> } {
  const own = parseTemplate(template);
  const other = parseTemplate(like);
  const renamed = new Map<string, string>();
  if (own.ok && other.ok)
    own.parameters.forEach((name, index) => {
      if (name !== other.parameters[index]) renamed.set(name, other.parameters[index]!);
    });
  return { template: like, renamed };
}

function refusal(reason: string): ReadTemplate {
  return { ok: false, reason };
}

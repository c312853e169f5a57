import { posix } from 'node:path';
import { FORBIDDEN_NAMES, INNER_FACES, LIMITS, ROOF_FOLDERS, ROOMS, VIEW_READERS } from './rooms.ts';
import { type ParsedFile, parse, type SourceFile } from './source.ts';

export interface Violation {
  readonly rule: string;
  readonly path: string;
  readonly detail: string;
}

export type Rule = (files: readonly SourceFile[]) => Violation[];

const isTest = (path: string) => /\.test\.tsx?$/.test(path) || path.endsWith('kernel/testing.ts');
const isSource = (file: SourceFile) => /^src\/.*\.ts$/.test(file.path);

/** The room that a path under src/ belongs to, or null for the roof. */
export function roomOf(path: string): string | null {
  const [, first, second] = path.split('/');
  if (second === undefined || (ROOF_FOLDERS as readonly string[]).includes(first!)) return null;
  return first!;
}

function sources(files: readonly SourceFile[]): ParsedFile[] {
  return files.filter(isSource).map(parse);
}

/** A room imports only rooms before it, by their faces; the roof is imported by nobody. */
export const order: Rule = (files) =>
  sources(files).flatMap((file) => {
    const room = roomOf(file.path);
    if (room === null) return [];
    const place = (ROOMS as readonly string[]).indexOf(room);
    if (place === -1) return [{ rule: 'order', path: file.path, detail: `${room} is not a room` }];
    return file.imports
      .filter((from) => from.startsWith('#'))
      .map((from) => from.slice(1).split('/')[0]!)
      .filter(
        (target) =>
          (ROOMS as readonly string[]).indexOf(target) >= place ||
          !(ROOMS as readonly string[]).includes(target),
      )
      .map((target) => ({
        rule: 'order',
        path: file.path,
        detail: `imports ${target}, which does not stand before ${room}`,
      }));
  });

/** Other rooms are entered by their face, or one of the few inner faces. */
export const faces: Rule = (files) =>
  sources(files).flatMap((file) =>
    file.imports
      .filter((from) => from.startsWith('#') && from.includes('/'))
      .filter((from) => !INNER_FACES.some((face) => face.test(from.slice(1))))
      .map((from) => ({ rule: 'faces', path: file.path, detail: `imports ${from}, which is no face` })),
  );

/** A relative import stays within its room; the roof reaches rooms by their faces only. */
export const relative: Rule = (files) =>
  sources(files).flatMap((file) => {
    const home = roomOf(file.path);
    return file.imports
      .filter((from) => from.startsWith('.'))
      .map((from) => posix.join(posix.dirname(file.path), from))
      .filter((target) => !target.startsWith('src/') || roomOf(target) !== home)
      .filter((target) => !(isTest(file.path) && target === 'src/kernel/testing.ts'))
      .filter((target) => target !== 'package.json')
      .map((target) => ({ rule: 'relative', path: file.path, detail: `reaches ${target} outside its room` }));
  });

/** Files do not import each other in circles. */
export const cycles: Rule = (files) => {
  const parsed = sources(files);
  const graph = new Map(
    parsed.map((file) => [
      file.path,
      file.imports
        .filter((from) => from.startsWith('.'))
        .map((from) => posix.join(posix.dirname(file.path), from)),
    ]),
  );
  const state = new Map<string, 'open' | 'done'>();
  const found: Violation[] = [];
  const walk = (path: string, trail: string[]): void => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      const circle = [...trail.slice(trail.indexOf(path)), path];
      found.push({ rule: 'cycles', path, detail: circle.join(' -> ') });
      return;
    }
    state.set(path, 'open');
    for (const next of graph.get(path) ?? []) walk(next, [...trail, path]);
    state.set(path, 'done');
  };
  for (const path of graph.keys()) walk(path, []);
  return found;
};

/** A table is named after its room, and only that room's files name it. */
export const tables: Rule = (files) => {
  const found: Violation[] = [];
  const owners = new Map<string, string>();
  for (const file of files.filter((one) => /^migrations\/postgres\/.*\.sql$/.test(one.path))) {
    const room = /\/\d{4}_([a-z]+)_/.exec(file.path)?.[1] ?? '';
    for (const [, name] of file.text.matchAll(
      /create\s+(?:table|view|materialized view)\s+(?:if not exists\s+)?(\w+)/gi,
    )) {
      owners.set(name!, room);
      if (!name!.startsWith(`${room}_`))
        found.push({ rule: 'tables', path: file.path, detail: `${name} is not named after ${room}` });
    }
  }
  for (const file of files.filter((one) => isSource(one) && !isTest(one.path))) {
    const room = roomOf(file.path);
    if (room === null) continue;
    for (const [table, owner] of owners) {
      if (owner === room || !new RegExp(`\\b${table}\\b`).test(file.text)) continue;
      const publicView = table.startsWith(`${owner}_v_`) && VIEW_READERS.includes(room);
      if (!publicView)
        found.push({ rule: 'tables', path: file.path, detail: `touches ${table} of ${owner}` });
    }
  }
  return found;
};

/** No drawer for leftovers. */
export const names: Rule = (files) =>
  files
    .filter((file) => /^(src|portal|tests|bench|scripts)\//.test(file.path))
    .flatMap((file) =>
      file.path
        .split('/')
        .flatMap((part) => part.replace(/\.\w+$/, '').split(/[.-]/))
        .filter((word) => FORBIDDEN_NAMES.includes(word))
        .map((word) => ({
          rule: 'names',
          path: file.path,
          detail: `is called ${word}: find the missing noun`,
        })),
    );

/** Files and functions that fit a screen or two. */
export const sizes: Rule = (files) => {
  const found: Violation[] = [];
  for (const file of files.filter((one) => /^(src|portal|scripts|bench|tests)\/.*\.tsx?$/.test(one.path))) {
    // Generated, or a list of texts, which a translator wants in one file.
    if (/schema\.d\.ts$|\.gen\.ts$|^portal\/text\//.test(file.path)) continue;
    const lines = file.text.trimEnd().split('\n').length;
    const limit = file.path.endsWith('.tsx') ? LIMITS.componentLines : LIMITS.fileLines;
    if (lines > limit)
      found.push({ rule: 'sizes', path: file.path, detail: `${lines} lines, more than ${limit}` });
    // A story told by a test, or markup, is one long function by nature; its file has a limit all the same.
    if (isTest(file.path) || file.path.endsWith('.tsx') || !file.path.startsWith('src/')) continue;
    for (const one of parse(file).functions.filter((f) => f.lines > LIMITS.functionLines)) {
      found.push({
        rule: 'sizes',
        path: file.path,
        detail: `${one.name} (line ${one.line}) has ${one.lines} lines`,
      });
    }
  }
  return found;
};

function only(rule: string, home: string, pattern: RegExp): Rule {
  return (files) =>
    files
      .filter((file) => isSource(file) && !isTest(file.path) && file.path !== home)
      .filter((file) => pattern.test(withoutComments(file.text)))
      .map((file) => ({ rule, path: file.path, detail: `only ${home} may do this` }));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:])\/\/.*$/gm, '$1');
}

/** Settings come from the configuration. */
export const environment: Rule = only(
  'environment',
  'src/kernel/config.ts',
  /\bprocess\s*\.\s*env\b|\bprocess\[/,
);

/** Time comes from the clock. */
export const clock: Rule = only(
  'clock',
  'src/kernel/clock.ts',
  /\bDate\.now\b|\bnew Date\(\s*\)|\bTemporal\.Now\b/,
);

/** Each room has its README (Owns, Does not own, Invariants, Announces) and a face that only re-exports. */
export const cast: Rule = (files) => {
  const found: Violation[] = [];
  const byPath = new Map(files.map((file) => [file.path, file]));
  const rooms = new Set(
    sources(files)
      .map((file) => roomOf(file.path))
      .filter((room) => room !== null),
  );
  for (const room of rooms) {
    const readme = byPath.get(`src/${room}/README.md`)?.text;
    const missing = ['Owns', 'Does not own', 'Invariants', 'Announces'].filter(
      (word) => !readme?.includes(`**${word}**`),
    );
    if (missing.length > 0)
      found.push({ rule: 'cast', path: `src/${room}/README.md`, detail: `lacks ${missing.join(', ')}` });
    if (readme && readme.trimEnd().split('\n').length > LIMITS.readmeLines) {
      found.push({
        rule: 'cast',
        path: `src/${room}/README.md`,
        detail: `has more than ${LIMITS.readmeLines} lines`,
      });
    }
    const face = byPath.get(`src/${room}/index.ts`);
    if (!face || !parse(face).onlyReexports) {
      found.push({
        rule: 'cast',
        path: `src/${room}/index.ts`,
        detail: 'is missing, or does more than re-export',
      });
    }
  }
  return found;
};

/**
 * The portal has the server's order: api, ui, pages. A page is one folder (`pages/<role>/<page>/`) and does not reach into
 * another page's; what two pages show alike belongs to ui, or stands beside them in the role's folder.
 */
export const portal: Rule = (files) =>
  files
    .filter((file) => /^portal\/(api|ui|pages)\/.*\.tsx?$/.test(file.path) && !file.path.endsWith('.d.ts'))
    .flatMap((file) => {
      const page = pageOf(file.path);
      return parse(file)
        .imports.filter((from) => from.startsWith('.'))
        .map((from) => posix.join(posix.dirname(file.path), from))
        .filter((target) => {
          if (layerOf(target) > layerOf(file.path)) return true;
          return page !== null && pageOf(target) !== null && pageOf(target) !== page;
        })
        .map((target) => ({ rule: 'portal', path: file.path, detail: `imports ${target}` }));
    });

function layerOf(path: string): number {
  return ['api', 'ui', 'pages'].indexOf(path.split('/')[1]!);
}

function pageOf(path: string): string | null {
  return /^portal\/pages\/[^/]+\/[^/]+\//.exec(path)?.[0] ?? null;
}

export const RULES: Readonly<Record<string, Rule>> = {
  order,
  faces,
  relative,
  cycles,
  tables,
  names,
  sizes,
  environment,
  clock,
  cast,
  portal,
};

import { inflateSync } from 'node:zlib';

// Reads back what pdfkit wrote, for tests: the words on the pages and the files within.

interface PdfObject {
  readonly dictionary: string;
  readonly stream: Buffer | null;
}

function objectsOf(pdf: Buffer): Map<string, PdfObject> {
  const raw = pdf.toString('latin1');
  const objects = new Map<string, PdfObject>();
  for (const match of raw.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const body = match[2]!;
    const at = body.indexOf('\nstream\n');
    if (at === -1) objects.set(match[1]!, { dictionary: body, stream: null });
    else {
      const dictionary = body.slice(0, at);
      const bytes = Buffer.from(body.slice(at + 8, body.lastIndexOf('\nendstream')), 'latin1');
      const stream = dictionary.includes('/FlateDecode') ? inflateSync(bytes) : bytes;
      objects.set(match[1]!, { dictionary, stream });
    }
  }
  return objects;
}

/** The letters of a font by the codes that its text is written with. */
function lettersOf(objects: ReadonlyMap<string, PdfObject>, font: string): string[] {
  const reference = /\/ToUnicode (\d+) 0 R/.exec(objects.get(font)?.dictionary ?? '')?.[1] ?? '';
  const map = objects.get(reference)?.stream?.toString('latin1') ?? '';
  const letters: string[] = [];
  for (const [, start, list] of map.matchAll(/<(\w+)> <\w+> \[(.*?)\]/g)) {
    [...list!.matchAll(/<([0-9a-f ]*)>/g)].forEach(([, hex], index) => {
      const units = Buffer.from(hex!.replaceAll(' ', ''), 'hex').swap16();
      letters[Number.parseInt(start!, 16) + index] = units.toString('utf16le');
    });
  }
  return letters;
}

/** The words of each page, in the order in which they were written. */
export function pagesOf(pdf: Buffer): string[] {
  const objects = objectsOf(pdf);
  const pages = [...objects.values()].filter(({ dictionary }) => /\/Type \/Page\n/.test(dictionary));
  return pages.map(({ dictionary }) => {
    const resources = /\/Resources (\d+) 0 R/.exec(dictionary)![1]!;
    const fonts = new Map(
      [...objects.get(resources)!.dictionary.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => [
        name!,
        lettersOf(objects, id!),
      ]),
    );
    const content = objects.get(/\/Contents (\d+) 0 R/.exec(dictionary)![1]!)!.stream!.toString('latin1');
    return wordsOf(content, fonts);
  });
}

function wordsOf(content: string, fonts: ReadonlyMap<string, readonly string[]>): string {
  let letters: readonly string[] = [];
  const lines: string[] = [];
  for (const [, font, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[(.*?)\] TJ/g)) {
    if (font !== undefined) letters = fonts.get(font) ?? [];
    if (shown === undefined) continue;
    const codes = [...shown.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex]) => hex!.match(/.{4}/g) ?? []);
    lines.push(codes.map((code) => letters[Number.parseInt(code, 16)] ?? '?').join(''));
  }
  return lines.join('\n');
}

/** The files within, by their names. */
export function filesIn(pdf: Buffer): Map<string, string> {
  const objects = objectsOf(pdf);
  const specs = [...objects.values()].filter(({ dictionary }) => dictionary.includes('/Type /Filespec'));
  return new Map(
    specs.map(({ dictionary }) => {
      const name = /\/UF \((.*?)\)/.exec(dictionary)![1]!;
      const id = /\/EF <<\s*\/F (\d+) 0 R/.exec(dictionary)![1]!;
      return [name, objects.get(id)!.stream!.toString('utf8')];
    }),
  );
}

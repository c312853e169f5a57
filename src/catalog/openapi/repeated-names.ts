/**
 * Names that stand twice in one object of a JSON text. `JSON.parse` keeps the last and says nothing, so a second
 * `/users` in `paths` would swallow the first in silence. The text is valid JSON.
 */
export function findRepeatedNames(text: string, most: number): { pointer: string; name: string }[] {
  const found: { pointer: string; name: string }[] = [];
  /** One per open object or array; null for an array. */
  const open: { names: Set<string> | null; at: string }[] = [];
  let isName = false;
  for (let index = 0; index < text.length && found.length < most; index += 1) {
    switch (text.charCodeAt(index)) {
      case 0x7b: // {
        open.push({ names: new Set(), at: '' });
        isName = true;
        break;
      case 0x5b: // [
        open.push({ names: null, at: '' });
        isName = false;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        open.pop();
        isName = false;
        break;
      case 0x2c: // ,
        isName = open.at(-1)?.names != null;
        break;
      case 0x22: {
        const end = endOfString(text, index);
        const level = open.at(-1);
        if (isName && level?.names) {
          const name = JSON.parse(text.slice(index, end + 1)) as string;
          level.at = name;
          if (level.names.has(name)) found.push({ pointer: pointerOf(open), name });
          level.names.add(name);
        }
        isName = false;
        index = end;
        break;
      }
    }
  }
  return found;
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes += 1;
  return slashes % 2 === 1;
}

function pointerOf(open: readonly { names: Set<string> | null; at: string }[]): string {
  return open
    .filter((level) => level.names !== null)
    .map((level) => `/${level.at.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

/** Ids in shared memory: 40 bytes of ASCII per index, in chunks, so that growing never copies. */
const CHUNK_INDEXES = 16_384;
const TEXT_BYTES = 40;

export interface TextChunks {
  readonly chunks: SharedArrayBuffer[];
}

export interface GrowingTexts extends TextChunks {
  /** Makes room for indexes below `count`; true when chunks were added and readers must be told. */
  reserve(count: number): boolean;
}

export function createTexts(): GrowingTexts {
  const chunks: SharedArrayBuffer[] = [];
  return {
    chunks,
    reserve(count) {
      const before = chunks.length;
      while (chunks.length * CHUNK_INDEXES < count) {
        chunks.push(new SharedArrayBuffer(CHUNK_INDEXES * TEXT_BYTES));
      }
      return chunks.length > before;
    },
  };
}

/** Writes an index once; it is never written again, so that readers need no lock. */
export function writeText(texts: TextChunks, index: number, text: string): void {
  if (text.length >= TEXT_BYTES) throw new RangeError(`An id may have ${TEXT_BYTES - 1} characters: ${text}`);
  const bytes = bytesOf(texts, index);
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) throw new RangeError(`An id is ASCII: ${text}`);
    bytes[1 + i] = code;
  }
  bytes[0] = text.length;
}

export function readText(texts: TextChunks, index: number): string {
  const bytes = bytesOf(texts, index);
  let text = '';
  for (let i = 1; i <= bytes[0]!; i += 1) text += String.fromCharCode(bytes[i]!);
  return text;
}

function bytesOf(texts: TextChunks, index: number): Uint8Array {
  const chunk = texts.chunks[Math.floor(index / CHUNK_INDEXES)];
  if (chunk === undefined) throw new RangeError(`No text chunk holds index ${index}`);
  return new Uint8Array(chunk, (index % CHUNK_INDEXES) * TEXT_BYTES, TEXT_BYTES);
}

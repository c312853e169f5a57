import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream, renameSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { StartError } from '../start-error.ts';

/** A file that cannot be restored, or a place that it cannot be restored into: said without a stack trace. */
export class BackupRefused extends StartError {
  override name = 'BackupRefused';
}

/** What the manifest says of one part: a table, or a file. */
export interface PartDigest {
  readonly path: string;
  readonly bytes: number;
  readonly rows: number;
  readonly sha256: string;
}

/** A piece of a part: `<path>/<number>` in the archive. Pieces of a part follow each other. */
export interface Piece {
  readonly path: string;
  readonly bytes: Buffer;
}

export const HEAD = 'backup.json';
export const MANIFEST = 'manifest.json';
const MOST_PIECE_BYTES = 512 * 1024 * 1024;
const LINE_FEED = 10;

/** Sums up a part while it passes by. */
export class Digest {
  readonly #hash: Hash = createHash('sha256');
  #bytes = 0;
  #rows = 0;

  add(bytes: Buffer): void {
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) this.#rows += 1;
  }

  of(path: string): PartDigest {
    return { path, bytes: this.#bytes, rows: this.#rows, sha256: this.#hash.copy().digest('hex') };
  }
}

/** Writes a tar within zstd, piece by piece. The file gets its name when it is whole. */
export class ArchiveWriter {
  readonly #file: string;
  readonly #pack = pack();
  readonly #written: Promise<void>;
  readonly #parts: PartDigest[] = [];

  constructor(file: string) {
    this.#file = file;
    const zstd = createZstdCompress({
      params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 },
    });
    const target = createWriteStream(this.#beside, { mode: 0o600, flush: true });
    this.#written = pipeline(this.#pack, zstd, target);
    // `finish` and each piece meet the error as well.
    this.#written.catch(() => undefined);
  }

  get parts(): readonly PartDigest[] {
    return this.#parts;
  }

  async json(name: string, value: unknown): Promise<void> {
    await this.#entry(name, Buffer.from(`${JSON.stringify(value, null, 1)}\n`));
  }

  /** Each buffer becomes a piece. */
  async part(path: string, source: AsyncIterable<Buffer>): Promise<PartDigest> {
    const digest = new Digest();
    let number = 0;
    for await (const bytes of source) {
      digest.add(bytes);
      number += 1;
      await this.#entry(`${path}/${String(number).padStart(7, '0')}`, bytes);
    }
    const result = digest.of(path);
    this.#parts.push(result);
    return result;
  }

  /** Writes the manifest, which makes the file whole. */
  async finish(facts: object): Promise<void> {
    await this.json(MANIFEST, { ...facts, parts: this.#parts });
    this.#pack.finalize();
    await this.#written;
    renameSync(this.#beside, this.#file);
  }

  async abandon(): Promise<void> {
    this.#pack.destroy();
    await this.#written.catch(() => undefined);
    rmSync(this.#beside, { force: true });
  }

  get #beside(): string {
    return `${this.#file}.${process.pid}.partial`;
  }

  async #entry(name: string, bytes: Buffer): Promise<void> {
    const put = new Promise<void>((resolve, reject) => {
      const entry = this.#pack.entry(
        { name, size: bytes.length, mode: 0o600, mtime: new Date(0) },
        (error) => (error ? reject(error) : resolve()),
      );
      entry.end(bytes);
    });
    await Promise.race([
      put,
      this.#written.then(() => {
        throw new Error('The archive ended early');
      }),
    ]);
  }
}

/** Joins what comes in small pieces into such of about a megabyte. */
export async function* inPieces(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const bytes of source) {
    held.push(bytes);
    length += bytes.length;
    if (length < 1024 * 1024) continue;
    yield Buffer.concat(held);
    held = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(held);
}

/** Reads an archive piece by piece. Throws BackupRefused when the file is cut off, damaged, or no backup. */
export async function* readPieces(file: string): AsyncGenerator<Piece> {
  const untar = extract();
  const read = pipeline(createReadStream(file), createZstdDecompress(), untar);
  read.catch(() => undefined);
  try {
    for await (const entry of untar) {
      const { name, size = 0 } = entry.header;
      if (size > MOST_PIECE_BYTES) throw new BackupRefused(`${file}: ${name} is too large to be ours`);
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      yield { path: name.replace(/\/\d{7}$/, ''), bytes: Buffer.concat(chunks) };
    }
    await read;
  } catch (error) {
    if (error instanceof BackupRefused) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR')
      throw new BackupRefused(`${file} cannot be read: ${message}`);
    throw new BackupRefused(`${file} is cut off, damaged, or no backup of Turnpike: ${message}`, {
      cause: error,
    });
  } finally {
    untar.destroy();
  }
}

/** The pieces of one part after the other: each part's have to be read to the end before the next is asked for. */
export async function* readParts(
  file: string,
): AsyncGenerator<{ path: string; pieces: AsyncIterable<Buffer> }> {
  const source = readPieces(file);
  let held = await source.next();
  while (!held.done) {
    const { path } = held.value;
    async function* pieces(): AsyncGenerator<Buffer> {
      while (!held.done && held.value.path === path) {
        yield held.value.bytes;
        held = await source.next();
      }
    }
    yield { path, pieces: pieces() };
    while (!held.done && held.value.path === path) held = await source.next();
  }
}

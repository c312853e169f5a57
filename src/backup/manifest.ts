import { z } from 'zod';
import { BackupRefused, Digest, HEAD, MANIFEST, type PartDigest, readPieces } from './archive.ts';

export const FORMAT = 1;

const headSchema = z.object({
  format: z.literal(FORMAT),
  version: z.string(),
  created_at: z.string(),
  migrations: z.array(z.object({ key: z.string(), checksum: z.string() })),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
  usage_tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
  /** Which root key opens what is sealed in here. */
  root_key_id: z.string(),
  keys: z.enum(['apart', 'included', 'locked']),
});

const manifestSchema = z.object({
  parts: z.array(
    z.object({
      path: z.string(),
      bytes: z.number().int(),
      rows: z.number().int(),
      sha256: z.string(),
    }),
  ),
  sequences: z.array(z.object({ name: z.string(), last: z.string() })),
  /** Of each table of the usage store; independent of the order of its rows. */
  usage_rows: z.record(z.string(), z.object({ rows: z.number().int(), digest: z.string() })),
});

export type Head = z.output<typeof headSchema>;
export type Manifest = z.output<typeof manifestSchema>;

/** Reads the whole file once and compares every part with the manifest. Throws BackupRefused with what is wrong. */
export async function verifyArchive(file: string): Promise<{ head: Head; manifest: Manifest }> {
  let head: Head | undefined;
  let manifest: Manifest | undefined;
  const digests = new Map<string, Digest>();
  for await (const { path, bytes } of readPieces(file)) {
    if (path === HEAD) head = parse(file, HEAD, headSchema, bytes);
    else if (path === MANIFEST) manifest = parse(file, MANIFEST, manifestSchema, bytes);
    else {
      const digest = digests.get(path) ?? new Digest();
      digests.set(path, digest);
      digest.add(bytes);
    }
  }
  if (!head) throw new BackupRefused(`${file} is no backup of Turnpike: it has no ${HEAD}`);
  if (!manifest) throw new BackupRefused(`${file} is cut off: its end, ${MANIFEST}, is missing`);
  for (const part of manifest.parts) {
    const found = (digests.get(part.path) ?? new Digest()).of(part.path);
    if (!sameDigest(found, part))
      throw new BackupRefused(
        `${file} is damaged: ${part.path} has ${found.rows} rows and digest ${found.sha256.slice(0, 12)}, ` +
          `its manifest says ${part.rows} and ${part.sha256.slice(0, 12)}`,
      );
    digests.delete(part.path);
  }
  const [surplus] = digests.keys();
  if (surplus !== undefined) throw new BackupRefused(`${file} is damaged: ${surplus} is not in its manifest`);
  return { head, manifest };
}

export function sameDigest(a: PartDigest, b: PartDigest): boolean {
  return a.sha256 === b.sha256 && a.rows === b.rows && a.bytes === b.bytes;
}

function parse<T>(file: string, name: string, schema: z.ZodType<T>, bytes: Buffer): T {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new BackupRefused(`${file} is damaged: ${name} cannot be read`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const format = (value as { format?: unknown }).format;
  const why =
    name === HEAD && format !== FORMAT ? `its format is ${format}, this program reads ${FORMAT}` : name;
  throw new BackupRefused(`${file} cannot be read by this version of Turnpike: ${why}`);
}

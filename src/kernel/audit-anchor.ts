import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { sql } from 'kysely';
import type { Db } from './db.ts';
import type { Secrets } from './secrets.ts';

/** A chain's end as it was at some time, kept outside of the database. */
export interface AuditAnchor {
  readonly chain: string;
  readonly position: bigint;
  /** Hexadecimal. */
  readonly hash: string;
}

const PURPOSE = 'audit-anchor';
const LINE = /^(\S{1,100}) (\d{1,18}) ([0-9a-f]{64}) ([0-9a-f]{64})$/;

/**
 * Remembers the ends of the audit chains in a file of the data directory, each line sealed: whoever may change every row of
 * the database, heads included, can still not make a chain shorter than it was when it was anchored last.
 */
export class AuditAnchors {
  readonly #db: Db;
  readonly #file: string;
  readonly #secrets: Pick<Secrets, 'hmac'>;
  readonly #known: Map<string, bigint>;

  constructor(db: Db, file: string, secrets: Pick<Secrets, 'hmac'>) {
    this.#db = db;
    this.#file = file;
    this.#secrets = secrets;
    const anchors = readAnchors(file, secrets);
    // Every end once is enough: what came before is covered by its hash.
    if (anchors.length > 0) replace(file, anchors.map((anchor) => this.#line(anchor)).join(''));
    this.#known = new Map(anchors.map(({ chain, position }) => [chain, position]));
  }

  /** Adds the ends that have moved. One that stands before its anchor is left: verification tells of it. */
  async anchor(): Promise<number> {
    const { rows } = await sql<{ chain: string; position: bigint; hash: Buffer }>`
      select chain, position, hash from kernel_audit_heads where hash is not null`.execute(this.#db);
    const moved = rows.filter(({ chain, position }) => position > (this.#known.get(chain) ?? 0n));
    if (moved.length === 0) return 0;
    const lines = moved.map(({ hash, ...end }) => this.#line({ ...end, hash: hash.toString('hex') }));
    appendFileSync(this.#file, lines.join(''), { mode: 0o600 });
    for (const { chain, position } of moved) this.#known.set(chain, position);
    return moved.length;
  }

  #line(anchor: AuditAnchor): string {
    return `${textOf(anchor)} ${this.#secrets.hmac(PURPOSE, textOf(anchor)).toString('hex')}\n`;
  }
}

/** The last anchor of each chain. Lines that are not sealed by us, or torn by a crash, count for nothing. */
export function readAnchors(file: string, secrets: Pick<Secrets, 'hmac'>): AuditAnchor[] {
  if (!existsSync(file)) return [];
  const last = new Map<string, AuditAnchor>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [, chain = '', position = '', hash = '', seal] = LINE.exec(line) ?? [];
    const anchor = { chain, position: BigInt(position), hash };
    if (seal === undefined || secrets.hmac(PURPOSE, textOf(anchor)).toString('hex') !== seal) continue;
    if (anchor.position > (last.get(chain)?.position ?? 0n)) last.set(chain, anchor);
  }
  return [...last.values()];
}

function textOf({ chain, position, hash }: AuditAnchor): string {
  return `${chain} ${position} ${hash}`;
}

function replace(file: string, text: string): void {
  writeFileSync(`${file}.${process.pid}.new`, text, { mode: 0o600 });
  renameSync(`${file}.${process.pid}.new`, file);
}

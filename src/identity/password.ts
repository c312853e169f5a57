import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { invalid, kernelProblems, Problem } from '#kernel';

/** Cost of argon2id. Stored with each hash, so that raising it later re-hashes at the next log-in. */
export interface Argon2Cost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** OWASP's password storage recommendation for argon2id: 19 MiB, two passes, one lane. */
export const recommendedCost: Argon2Cost = { memoryKib: 19_456, passes: 2, parallelism: 1 };

const saltBytes = 16;
const hashBytes = 32;

/** Hashes and checks passwords, a few at a time: each takes memory and one of four threads of the pool. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** With `null` (unknown account) it takes as long as with a real hash and answers false. */
  verify(stored: string | null, password: string): Promise<boolean>;
  isOutdated(stored: string): boolean;
}

export function createPasswords(
  cost: Argon2Cost = recommendedCost,
  limits: { parallel: number; waiting: number } = { parallel: 2, waiting: 200 },
): Passwords {
  const turn = createTurnstile(limits.parallel, limits.waiting);
  const nobody: Parsed = { cost, salt: randomBytes(saltBytes), hash: randomBytes(hashBytes) };
  return {
    hash: (password) =>
      turn(async () => {
        const salt = randomBytes(saltBytes);
        return format({ cost, salt, hash: await derive(password, salt, cost, hashBytes) });
      }),
    verify: (stored, password) =>
      turn(async () => {
        const parsed = stored === null ? nobody : parse(stored);
        const hash = await derive(password, parsed.salt, parsed.cost, parsed.hash.length);
        return timingSafeEqual(hash, parsed.hash) && stored !== null;
      }),
    isOutdated(stored) {
      const { memoryKib, passes, parallelism } = parse(stored).cost;
      return memoryKib !== cost.memoryKib || passes !== cost.passes || parallelism !== cost.parallelism;
    },
  };
}

/** Refuses what is too short, too long, or the account's own address. Counts characters, not bytes. */
export function checkPassword(password: string, email: string, pointer = '/password'): void {
  const length = [...password].length;
  if (length < 10) throw invalid([{ pointer, detail: 'must have at least 10 characters' }]);
  if (length > 200) throw invalid([{ pointer, detail: 'must have at most 200 characters' }]);
  if (password.trim().toLowerCase() === email) {
    throw invalid([{ pointer, detail: 'must not be the e-mail address' }]);
  }
}

interface Parsed {
  readonly cost: Argon2Cost;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

// The PHC string format, as other argon2 implementations write it.
function format({ cost, salt, hash }: Parsed): string {
  const parameters = `m=${cost.memoryKib},t=${cost.passes},p=${cost.parallelism}`;
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$${parameters}$${text(salt)}$${text(hash)}`;
}

function parse(stored: string): Parsed {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(stored);
  if (!match) throw new Error('A stored password hash has an unknown form');
  const [, memoryKib, passes, parallelism, salt, hash] = match;
  return {
    cost: { memoryKib: Number(memoryKib), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt!, 'base64'),
    hash: Buffer.from(hash!, 'base64'),
  };
}

function derive(password: string, nonce: Buffer, cost: Argon2Cost, tagLength: number): Promise<Buffer> {
  // NFKC: the same password typed on another keyboard or system gives the same bytes (RFC 8265).
  const message = Buffer.from(password.normalize('NFKC'), 'utf8');
  const { memoryKib: memory, passes, parallelism } = cost;
  return new Promise((resolve, reject) => {
    argon2('argon2id', { message, nonce, parallelism, tagLength, memory, passes }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** Lets `parallel` works run at once and `waiting` queue up; the rest is refused rather than kept. */
function createTurnstile(parallel: number, waiting: number) {
  let running = 0;
  const queue: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= parallel) {
      if (queue.length >= waiting) {
        throw new Problem(kernelProblems.unavailable, {
          detail: 'Too many log-ins at once; try again shortly.',
        });
      }
      await new Promise<void>((resolve) => queue.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = queue.shift();
      // The place is handed on, not given back: a newcomer cannot slip in between.
      if (next) next();
      else running -= 1;
    }
  };
}

import { isIPv4, isIPv6 } from 'node:net';
import { type Db, kernelProblems, Problem, type Secrets } from '#kernel';
import { isKnownAddress, returnAttempt, takeAttempt } from './store-sessions.ts';

interface Allowance {
  readonly burst: number;
  readonly intervalSeconds: number;
}

/**
 * How many failed log-ins are put up with. The pair limit stops one who guesses at one account; the address
 * limit one who sprays over accounts; the account limit a crowd of addresses at one account. That last one
 * would let strangers lock a victim out, so it spares addresses from which the account was entered before.
 */
const loginAllowances = {
  address: { burst: 100, intervalSeconds: 6 },
  pair: { burst: 10, intervalSeconds: 60 },
  account: { burst: 50, intervalSeconds: 60 },
} as const satisfies Record<string, Allowance>;

const signUpAllowance: Allowance = { burst: 100, intervalSeconds: 30 };

const knownForDays = 90;

export interface LoginAttempt {
  readonly email: string;
  readonly userId: string | null;
  readonly ip: string;
  readonly at: Temporal.Instant;
}

/** Counts a log-in before its password is looked at, or refuses it (429 with Retry-After). */
export async function takeLoginAttempt(db: Db, secrets: Secrets, attempt: LoginAttempt): Promise<void> {
  const since = attempt.at.subtract({ hours: 24 * knownForDays });
  // The same question for an unknown account, so that both take the same time.
  const known = await isKnownAddress(db, attempt.userId ?? '', addressHash(secrets, attempt.ip), since);
  for (const [name, key] of Object.entries(loginKeys(secrets, attempt)) as [LoginLimit, Buffer][]) {
    if (name === 'account' && known) continue;
    await take(db, key, loginAllowances[name], attempt.at);
  }
}

/** A log-in that succeeded was no failure: only failures add up. */
export async function returnLoginAttempt(db: Db, secrets: Secrets, attempt: LoginAttempt): Promise<void> {
  const keys = loginKeys(secrets, attempt);
  for (const name of Object.keys(loginAllowances) as LoginLimit[]) {
    await returnAttempt(db, keys[name], loginAllowances[name].intervalSeconds);
  }
}

export async function takeSignUpAttempt(
  db: Db,
  secrets: Secrets,
  ip: string,
  at: Temporal.Instant,
): Promise<void> {
  await take(db, secrets.hmac('identity-throttle', `signup ${addressGroup(ip)}`), signUpAllowance, at);
}

/** Mails that anybody can have sent to anybody: per asking address, and per mailbox whoever asks. */
const mailAllowances = {
  address: { burst: 30, intervalSeconds: 60 },
  mailbox: { burst: 5, intervalSeconds: 600 },
} as const satisfies Record<string, Allowance>;

/** Counts a mail that somebody asks for, or refuses it; the same for a mailbox that no account has. */
export async function takeMailAttempt(
  db: Db,
  secrets: Secrets,
  { email, ip, at }: { email: string; ip: string; at: Temporal.Instant },
): Promise<void> {
  const key = (text: string) => secrets.hmac('identity-throttle', text);
  await take(db, key(`mail address ${addressGroup(ip)}`), mailAllowances.address, at);
  await take(db, key(`mail box ${email}`), mailAllowances.mailbox, at);
}

type LoginLimit = keyof typeof loginAllowances;

function loginKeys(secrets: Secrets, { email, ip }: LoginAttempt): Record<LoginLimit, Buffer> {
  const group = addressGroup(ip);
  const key = (text: string) => secrets.hmac('identity-throttle', text);
  return {
    address: key(`address ${group}`),
    pair: key(`pair ${group} ${email}`),
    account: key(`account ${email}`),
  };
}

async function take(db: Db, key: Buffer, allowance: Allowance, at: Temporal.Instant): Promise<void> {
  const waitSeconds = await takeAttempt(db, key, allowance, at);
  if (waitSeconds === null) return;
  throw new Problem(kernelProblems.rateLimited, {
    detail: `Too many attempts. Try again in ${waitSeconds} seconds.`,
    headers: { 'retry-after': String(waitSeconds) },
  });
}

/** What sessions keep of an address: enough to know it again, not enough to read it. */
export function addressHash(secrets: Secrets, ip: string): Buffer {
  return secrets.hmac('identity-address', addressGroup(ip));
}

/** The address as limits count it: an IPv6 customer has a whole /64, so its first four groups are one. */
export function addressGroup(ip: string): string {
  const plain = ip.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '').replace(/%.*$/, '');
  if (isIPv4(plain) || !isIPv6(plain)) return plain;
  // URL writes an address in one way: compressed, lower-case, without embedded dotted quads.
  const compressed = new URL(`http://[${plain}]`).hostname.slice(1, -1);
  const [head = '', tail] = compressed.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? [] : Array<string>(8 - first.length - last.length).fill('0');
  return `${[...first, ...zeros, ...last].slice(0, 4).join(':')}::/64`;
}

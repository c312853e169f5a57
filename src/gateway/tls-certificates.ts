/**
 * The certificates that the gateway serves: read on the main thread, tried before anybody uses them, and read
 * again when their files change. A pair that cannot be used never replaces one that can.
 */
import { createHash, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';

export interface CertificateSources {
  /** One pair that answers for every name that no other certificate has. */
  readonly pair: { readonly certFile: string; readonly keyFile: string } | null;
  /** A folder of `NAME.crt` with `NAME.key`; the names served are those in the certificates. */
  readonly directory: string | null;
}

/** As workers get it. */
export interface CertificatePair {
  /** File name, for people. */
  readonly name: string;
  readonly cert: string;
  readonly key: string;
  /** Host names in lower case; `*.example.com` for one label. */
  readonly hosts: readonly string[];
  readonly expiresAtMs: number;
}

/** A certificate that cannot be served; the message names the file. */
export class CertificateError extends Error {
  override name = 'CertificateError';
}

const MOST_PAIRS = 1000;
const POLL_MS = 1000;

/** The default first. Throws a CertificateError at the first pair that cannot be used. */
export function readCertificates(sources: CertificateSources): CertificatePair[] {
  return readFiles(sources).map(pairOf);
}

interface PairFiles {
  readonly certFile: string;
  readonly keyFile: string;
  readonly cert: string;
  readonly key: string;
}

function readFiles({ pair, directory }: CertificateSources): PairFiles[] {
  const names = directory === null ? [] : listCertificates(directory);
  const places = names.map((name) => {
    const stem = join(directory!, name.slice(0, -'.crt'.length));
    return { certFile: `${stem}.crt`, keyFile: `${stem}.key` };
  });
  if (pair !== null) places.unshift(pair);
  if (places.length === 0) throw new CertificateError(`${directory} has no NAME.crt with NAME.key`);
  return places.map((place) => ({ ...place, cert: readText(place.certFile), key: readText(place.keyFile) }));
}

function listCertificates(directory: string): string[] {
  try {
    const names = readdirSync(directory).filter((name) => name.endsWith('.crt'));
    if (names.length > MOST_PAIRS)
      throw new CertificateError(`${directory} has more than ${MOST_PAIRS} certificates`);
    return names.sort();
  } catch (error) {
    throw unreadable(directory, error);
  }
}

function pairOf({ certFile, keyFile, cert, key }: PairFiles): CertificatePair {
  try {
    // Says whether both are what they should be, and belong together.
    createSecureContext({ cert, key });
    const leaf = new X509Certificate(cert);
    return { name: certFile, cert, key, hosts: hostsOf(leaf), expiresAtMs: Date.parse(leaf.validTo) };
  } catch (error) {
    throw new CertificateError(`${certFile} and ${keyFile} cannot be used: ${(error as Error).message}`);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(path: string, error: unknown): CertificateError {
  if (error instanceof CertificateError) return error;
  return new CertificateError(`${path} cannot be read: ${(error as Error).message}`);
}

function hostsOf(leaf: X509Certificate): string[] {
  const names = (leaf.subjectAltName ?? '').split(', ').filter((one) => one.startsWith('DNS:'));
  return names.map((one) => one.slice('DNS:'.length).toLowerCase());
}

export interface CertificateWatch {
  readonly pairs: readonly CertificatePair[];
  /** Why what lies on disk now is not what is served; null while it is. */
  trouble(): string | null;
  /** Reads again at once. */
  reload(): void;
  stop(): void;
}

/**
 * Polls contents, because renewals replace links and whole folders, of which file system events tell too
 * little. Throws a CertificateError when the first reading fails.
 */
export function watchCertificates(
  sources: CertificateSources,
  onChange: (pairs: readonly CertificatePair[]) => void,
  onTrouble: (error: CertificateError) => void,
): CertificateWatch {
  let files = readFiles(sources);
  let pairs: readonly CertificatePair[] = files.map(pairOf);
  let tried = digestOf(files);
  let trouble: string | null = null;
  const refuse = (error: unknown) => {
    if (!(error instanceof CertificateError)) throw error;
    if (trouble !== error.message) onTrouble(error);
    trouble = error.message;
  };
  const reload = () => {
    try {
      files = readFiles(sources);
      const digest = digestOf(files);
      if (digest === tried) return;
      tried = digest;
      pairs = files.map(pairOf);
      trouble = null;
      onChange(pairs);
    } catch (error) {
      refuse(error);
    }
  };
  const timer = setInterval(reload, POLL_MS);
  timer.unref();
  return {
    get pairs() {
      return pairs;
    },
    trouble: () =>
      trouble === null ? null : `the certificates served are older than those on disk: ${trouble}`,
    reload,
    stop: () => clearInterval(timer),
  };
}

function digestOf(pairs: readonly PairFiles[]): string {
  const hash = createHash('sha256');
  for (const { cert, key } of pairs) hash.update(cert).update('\0').update(key).update('\0');
  return hash.digest('hex');
}

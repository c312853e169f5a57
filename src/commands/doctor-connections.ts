/** What an installation has with others: certificates that it shows, servers that it asks. */
import { connect, type LookupFunction } from 'node:net';
import { approvedHosts } from '#catalog';
import { CertificateError, type CertificatePair, readCertificates } from '#gateway';
import { listLoginProviders } from '#identity';
import { type Config, type Db, systemClock } from '#kernel';
import { smtpServer } from '../mailing.ts';
import type { Finding, Patient } from './finding.ts';

const CONNECT_MS = 3000;
const DAY_MS = 86_400_000;
const SOON_DAYS = 14;
const MOST_NAMED = 10;

/** Null when a connection comes about, else why not. Nothing is sent. */
export function troubleConnecting(to: {
  host: string;
  port: number;
  lookup?: LookupFunction;
}): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ ...to, timeout: CONNECT_MS });
    const end = (trouble: string | null) => {
      socket.destroy();
      resolve(trouble);
    };
    socket.once('connect', () => end(null));
    socket.once('timeout', () => end(`does not answer within ${CONNECT_MS} ms`));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      end(`cannot be reached: ${error.code ?? error.message}`),
    );
  });
}

export async function checkCertificates({ config, stores }: Patient): Promise<Finding> {
  const sources = certificateSources(config);
  if (sources === null) return { state: 'ok', detail: 'the gateway serves no TLS' };
  try {
    const hosts = stores === null ? [] : await approvedHosts(stores.db);
    return judgeCertificates(readCertificates(sources), hosts, systemClock().now().epochMilliseconds);
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    return { state: 'fail', detail: error.message, mend: 'Put a certificate and its key there.' };
  }
}

function certificateSources({ gatewayTlsCertFile, gatewayTlsKeyFile, gatewayTlsDirectory }: Config) {
  const pair =
    gatewayTlsCertFile && gatewayTlsKeyFile
      ? { certFile: gatewayTlsCertFile, keyFile: gatewayTlsKeyFile }
      : null;
  if (pair === null && gatewayTlsDirectory === undefined) return null;
  return { pair, directory: gatewayTlsDirectory ?? null };
}

/** `hosts`: names of products that callers reach with TLS, if anyone is to trust it. */
export function judgeCertificates(
  pairs: readonly CertificatePair[],
  hosts: readonly string[],
  nowMs: number,
): Finding {
  const daysOf = ({ expiresAtMs }: CertificatePair) => Math.floor((expiresAtMs - nowMs) / DAY_MS);
  const expired = pairs.filter(({ expiresAtMs }) => expiresAtMs <= nowMs);
  if (expired.length > 0)
    return {
      state: 'fail',
      detail: `expired: ${named(expired.map(({ name }) => name))}`,
      mend: 'Renew them; the gateway reads files again when they change.',
    };
  const soon = pairs.filter((pair) => daysOf(pair) < SOON_DAYS);
  const bare = hosts.filter((host) => !pairs.some((pair) => covers(pair, host)));
  const detail = [
    ...(soon.length > 0
      ? [`expires soon: ${named(soon.map((pair) => `${pair.name} in ${daysOf(pair)} days`))}`]
      : []),
    ...(bare.length > 0 ? [`no certificate is for ${named(bare)}`] : []),
  ];
  if (detail.length === 0) return { state: 'ok', detail: `${pairs.length} usable` };
  return {
    state: 'warn',
    detail: detail.join('; '),
    mend: 'Renew them, or add NAME.crt and NAME.key to GATEWAY_TLS_DIRECTORY.',
  };
}

function covers({ hosts }: CertificatePair, host: string): boolean {
  return hosts.includes(host) || hosts.includes(`*${host.slice(host.indexOf('.'))}`);
}

function named(list: readonly string[]): string {
  const more = list.length - MOST_NAMED;
  return list.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

export async function checkMail({ config }: Patient): Promise<Finding> {
  const server = smtpServer(config);
  if (server === null) return { state: 'ok', detail: 'mails are files in the outbox' };
  const { host, port } = server;
  const trouble = await troubleConnecting({ host, port });
  if (trouble === null) return { state: 'ok', detail: `${host}:${port} answers` };
  return {
    state: 'warn',
    detail: `${host}:${port} ${trouble}`,
    mend: 'Correct SMTP_URL or SMTP_HOST; until then mails wait.',
  };
}

/** They are the operator's choice and may stand in its own network, so no address is refused. */
export async function checkLoginProviders({ stores }: Patient): Promise<Finding> {
  const issuers = await issuersOf(stores!.db);
  const troubles = await Promise.all(
    issuers.map(async ({ name, url }) => {
      const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
      const trouble = await troubleConnecting({ host: url.hostname.replace(/^\[|\]$/g, ''), port });
      return trouble === null ? [] : [`${name} (${url.origin}) ${trouble}`];
    }),
  );
  const bad = troubles.flat();
  if (bad.length === 0) return { state: 'ok', detail: `${issuers.length} reachable` };
  return { state: 'warn', detail: bad.join('; '), mend: 'Nobody can log in there until it is mended.' };
}

async function issuersOf(db: Db): Promise<{ name: string; url: URL }[]> {
  const found = await listLoginProviders(db);
  return found.map(({ name, issuer }) => ({ name, url: new URL(issuer) }));
}

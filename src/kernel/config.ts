import { resolve } from 'node:path';
import { z } from 'zod';
import { addressList, upstreamAllowance } from './addresses/index.ts';
import { list, path, port, readable, url, variable } from './config-fields.ts';

/** Every setting, with what it means. `.env.example` is made of this table and a test holds the two together. */
const variables = {
  host: variable(
    'HOST',
    z.string().default('127.0.0.1'),
    '127.0.0.1',
    'Address to listen on; 0.0.0.0 to be reached from outside',
  ),
  port: variable('PORT', port.default(4000), '4000', 'Port of the portal and the HTTP API'),
  gatewayPort: variable(
    'GATEWAY_PORT',
    z.union([z.literal('off').transform(() => null), port]).default(4001),
    '4001',
    'Port of the gateway without TLS; off for none',
  ),
  gatewayTlsPort: variable(
    'GATEWAY_TLS_PORT',
    port.default(4443),
    '4443',
    'Port of the gateway with TLS (HTTP/1.1 and HTTP/2), once it has a certificate',
  ),
  gatewayTlsCertFile: variable(
    'GATEWAY_TLS_CERT_FILE',
    path,
    '/etc/turnpike/tls.crt',
    'Certificate chain (PEM) of the gateway; read again when it changes',
  ),
  gatewayTlsKeyFile: variable(
    'GATEWAY_TLS_KEY_FILE',
    path,
    '/etc/turnpike/tls.key',
    'Private key (PEM) of GATEWAY_TLS_CERT_FILE',
  ),
  gatewayTlsDirectory: variable(
    'GATEWAY_TLS_DIRECTORY',
    path,
    '/etc/turnpike/tls',
    'More certificates: NAME.crt with NAME.key each, served for the host names in them',
  ),
  dataDirectory: variable(
    'DATA_DIR',
    z
      .string()
      .min(1)
      .default('./data')
      .transform((text) => resolve(text)),
    './data',
    'Where embedded stores, journals and keys live',
  ),
  databaseUrl: variable(
    'DATABASE_URL',
    url('postgres', 'postgresql').optional(),
    'postgres://user:password@host:5432/turnpike',
    'A PostgreSQL server instead of the embedded one',
  ),
  clickhouseUrl: variable(
    'CLICKHOUSE_URL',
    url('http', 'https').optional(),
    'http://user:password@host:8123/turnpike',
    'A ClickHouse server instead of the embedded engine',
  ),
  publicUrl: variable(
    'PUBLIC_URL',
    url('http', 'https').optional(),
    'https://portal.example.com',
    'How people reach the portal; used in links and as the only origin that cookies are accepted from',
  ),
  gatewayPublicUrl: variable(
    'GATEWAY_PUBLIC_URL',
    url('http', 'https').optional(),
    'https://api.example.com',
    'How consumers reach the gateway; shown in documentation and samples',
  ),
  gatewayHosts: variable(
    'GATEWAY_HOSTS',
    list.default([]).transform((names) => names.map((name) => name.toLowerCase())),
    'api.example.com',
    'Host names under which the gateway serves /provider/product paths; any name when unset',
  ),
  gatewayBodyMb: variable(
    'GATEWAY_BODY_MB',
    z.coerce.number().int().min(1).max(1_048_576).default(10),
    '10',
    'The largest request body that the gateway takes, unless a product sets its own',
  ),
  abuseAction: variable(
    'ABUSE_ACTION',
    z.enum(['off', 'alert', 'throttle']).default('alert'),
    'alert',
    'What follows bursts of refused calls and keys used in too many places, unless a product says otherwise',
  ),
  abuseRefusals: variable(
    'ABUSE_REFUSALS',
    z.coerce.number().int().min(1).max(10_000_000).default(300),
    '300',
    'So many calls refused with 401, 403 or 404 within a minute, of one address or key, are abuse',
  ),
  abuseKeyAddresses: variable(
    'ABUSE_KEY_ADDRESSES',
    z.coerce.number().int().min(2).max(500).default(50),
    '50',
    'A key used from so many addresses within five minutes is shared',
  ),
  abuseThrottleSeconds: variable(
    'ABUSE_THROTTLE_SECONDS',
    z.coerce.number().int().min(1).max(86_400).default(300),
    '300',
    'How long an address or key is answered 429 where abuse is throttled',
  ),
  rootKeyFile: variable(
    'ROOT_KEY_FILE',
    path,
    './data/root.key',
    'The 32-byte key (base64) that encrypts secrets; made in the data directory when absent',
  ),
  logLevel: variable(
    'LOG_LEVEL',
    z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    'info',
    'How much is logged',
  ),
  gatewayWorkers: variable(
    'GATEWAY_WORKERS',
    z.coerce.number().int().min(1).max(256).optional(),
    '2',
    'Gateway worker threads; one per core when unset',
  ),
  journalFsync: variable(
    'JOURNAL_FSYNC',
    z.enum(['off', 'interval', 'always']).default('interval'),
    'interval',
    'What power loss may cost: off, interval (50 ms), always',
  ),
  journalReserveMb: variable(
    'JOURNAL_RESERVE_MB',
    z.coerce.number().int().min(0).default(512),
    '512',
    'Below this much free disk, new calls are answered 503',
  ),
  allowPrivateUpstreams: variable(
    'ALLOW_PRIVATE_UPSTREAMS',
    readable(upstreamAllowance),
    '10.1.0.0/16,localhost:9000',
    'Private addresses (CIDR or host:port) that upstreams may have; none when unset',
  ),
  trustedProxies: variable(
    'TRUSTED_PROXIES',
    readable(addressList),
    '10.0.0.0/8',
    'Peers (CIDR) whose forwarded addresses are believed; none when unset',
  ),
  platformFeeBps: variable(
    'PLATFORM_FEE_BPS',
    z.coerce.number().int().min(0).max(10_000).default(1000),
    '1000',
    "The operator's commission on each invoice, in hundredths of a percent",
  ),
  billingGraceMinutes: variable(
    'BILLING_GRACE_MINUTES',
    z.coerce
      .number()
      .int()
      .min(0)
      .max(60 * 24 * 14)
      .default(60),
    '60',
    'How long a period waits for late usage before it is closed',
  ),
  paymentTermsDays: variable(
    'PAYMENT_TERMS_DAYS',
    z.coerce.number().int().min(0).max(365).default(14),
    '14',
    'Days after which an issued invoice is due, unless the provider sets its own',
  ),
  upstreamConnectMs: variable(
    'UPSTREAM_CONNECT_MS',
    z.coerce.number().int().min(1).max(60_000).default(1000),
    '1000',
    'Longest wait for a connection to an upstream',
  ),
  upstreamHeadersMs: variable(
    'UPSTREAM_HEADERS_MS',
    z.coerce.number().int().min(1).max(600_000).default(30_000),
    '30000',
    "Longest wait for an upstream's response headers",
  ),
  upstreamIdleMs: variable(
    'UPSTREAM_IDLE_MS',
    z.coerce.number().int().min(1).max(3_600_000).default(60_000),
    '60000',
    'Longest silence within a response body',
  ),
  operatorEmail: variable(
    'OPERATOR_EMAIL',
    z.email().default('operator@example.com'),
    'operator@example.com',
    'The operator account that the first start creates',
  ),
  smtpUrl: variable(
    'SMTP_URL',
    url('smtp', 'smtps').optional(),
    'smtp://user:password@mail.example.com:587',
    'The mail server (smtp with STARTTLS, smtps with TLS); without one, mails are files in DATA_DIR/outbox',
  ),
  smtpHost: variable('SMTP_HOST', z.string().min(1).optional(), 'mail.example.com', 'Instead of SMTP_URL'),
  smtpPort: variable('SMTP_PORT', port.default(587), '587', 'Port of SMTP_HOST'),
  smtpUser: variable(
    'SMTP_USER',
    z.string().optional(),
    'turnpike',
    'Account at SMTP_HOST, if it asks for one',
  ),
  smtpPassword: variable('SMTP_PASSWORD', z.string().optional(), 'secret', 'Password of SMTP_USER'),
  smtpTls: variable(
    'SMTP_TLS',
    z.enum(['starttls', 'tls', 'none']).default('starttls'),
    'starttls',
    'How SMTP_HOST is spoken to: starttls, tls (from the first byte), none (a relay next door)',
  ),
  smtpCaFile: variable(
    'SMTP_CA_FILE',
    z.string().min(1).optional(),
    '/etc/ssl/company.pem',
    "Certificates that vouch for the mail server's, when they are not among the usual ones",
  ),
  mailFrom: variable(
    'MAIL_FROM',
    z
      .string()
      .regex(
        /^(?:[^<>\r\n]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
        'must be an address or Name <address>',
      )
      .default('Turnpike <turnpike@localhost>'),
    'Turnpike <no-reply@example.com>',
    'Sender of all mails',
  ),
  requireVerifiedEmail: variable(
    'REQUIRE_VERIFIED_EMAIL',
    z.enum(['on', 'off']).optional(),
    'on',
    'Only people who proved their e-mail address may subscribe; on where a mail server is configured, when unset',
  ),
  testProcessor: variable(
    'TEST_PROCESSOR',
    z.enum(['on', 'off']).optional(),
    'off',
    'The built-in processor that takes test cards and moves no money; on only where the sample is, when unset',
  ),
  checkResponses: variable(
    'CHECK_RESPONSES',
    z.stringbool().default(false),
    'false',
    'Check every answer of the API against its schema; for tests',
  ),
  instanceUrl: variable(
    'TURNPIKE_URL',
    url('http', 'https').optional(),
    'https://portal.example.com',
    'Which instance `apply` and `export-config` talk to; PUBLIC_URL, or HOST and PORT, when unset',
  ),
  instanceToken: variable(
    'TURNPIKE_TOKEN',
    z.string().min(1).optional(),
    'tps_…',
    'The service token with which they do (catalog:read, catalog:write)',
  ),
  requestLogDays: variable(
    'REQUEST_LOG_DAYS',
    z.coerce.number().int().min(1).max(3650).default(30),
    '30',
    'How long the log of single calls (address, agent, path) is kept; usage itself is kept for good',
  ),
  eventDays: variable(
    'EVENT_DAYS',
    z.coerce.number().int().min(1).max(3650).default(30),
    '30',
    'How long delivered events are kept',
  ),
  idempotencyHours: variable(
    'IDEMPOTENCY_HOURS',
    z.coerce
      .number()
      .int()
      .min(24)
      .max(24 * 90)
      .default(24),
    '24',
    'How long an Idempotency-Key is remembered',
  ),
  tracesEndpoint: variable(
    'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    url('http', 'https').optional(),
    'http://localhost:4318/v1/traces',
    'Where traces go (OTLP over HTTP); none when this and the next are unset',
  ),
  telemetryEndpoint: variable(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    url('http', 'https').optional(),
    'http://localhost:4318',
    'The same without the path of the signal',
  ),
  telemetryHeaders: variable(
    'OTEL_EXPORTER_OTLP_HEADERS',
    list.default([]).refine((entries) => entries.every((entry) => /^[\w-]+=.+$/.test(entry)), {
      error: 'must be a list such as api-key=secret,other=value',
    }),
    'api-key=secret',
    'Headers for whoever receives traces',
  ),
  tracesRatio: variable(
    'OTEL_TRACES_SAMPLER_ARG',
    z.coerce.number().min(0).max(1).default(1),
    '0.1',
    'Which part of the calls is traced; trusted proxies decide for theirs',
  ),
  serviceName: variable(
    'OTEL_SERVICE_NAME',
    z.string().min(1).max(100).default('turnpike'),
    'turnpike',
    'The name of this service in traces',
  ),
  failAt: variable(
    'FAIL_AT',
    z
      .string()
      .regex(/^[a-z_]+\.[a-z_]+(:[1-9]\d*)?$/, 'must be a point such as invoice.before_commit:2')
      .optional(),
    'invoice.before_commit:2',
    'For crash tests: the process kills itself at the named point (its n-th passing)',
  ),
} as const;

export type Config = { readonly [K in keyof typeof variables]: z.output<(typeof variables)[K]['schema']> };

/** A wrong setting; the message names each variable and what is wrong with it. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Reads and validates the environment. Empty values count as unset. Throws a ConfigError that names every wrong one. */
export function loadConfig(environment: Record<string, string | undefined> = process.env): Config {
  const result: Record<string, unknown> = {};
  const wrong: string[] = [];
  for (const [key, { name, schema }] of Object.entries(variables)) {
    const parsed = schema.safeParse(environment[name] || undefined);
    if (parsed.success) result[key] = parsed.data;
    else {
      const why = parsed.error.issues.map((issue) => issue.message).join('; ');
      wrong.push(`${name}=${withoutPassword(environment[name]!)}: ${why}`);
    }
  }
  if (wrong.length > 0) throw new ConfigError(`These settings are wrong:\n  ${wrong.join('\n  ')}`);
  return result as Config;
}

/** A setting as it may be shown: what stands before the @ of an address is a secret. */
function withoutPassword(value: string): string {
  return value.replace(/\/\/.*@/, '//…@');
}

/** The text of `.env.example`. */
export function describeConfig(): string {
  const head = '# Every setting of Turnpike. All are optional; a line without # would be in force.\n';
  return (
    head +
    Object.values(variables)
      .map((v) => `\n# ${v.about}\n#${v.name}=${v.example}\n`)
      .join('')
  );
}

/** The value that `${NAME}` stands for in a configuration file; undefined when it is unset. */
export function environmentValue(name: string): string | undefined {
  return process.env[name] || undefined;
}

/** Connection facts of stores that a test runner started for all test files of a run (JSON), if it did. */
export function sharedTestStores(): string | undefined {
  return process.env.TURNPIKE_TEST_STORES;
}

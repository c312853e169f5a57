import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

// A secret that slips into a logged object is cut by its name, wherever it stands (two levels deep).
const secretNames = [
  'authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'x-csrf-token',
  'password',
  'secret',
  'token',
  'access_token',
  'refresh_token',
  'api_key',
  'apiKey',
  'key',
  'signing_secret',
  'signingSecret',
  'database_url',
  'databaseUrl',
];
const redactPaths = secretNames.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);

/** Structured JSON lines without secrets, to standard error unless a destination is given. */
export function createLog(level: string, destination?: DestinationStream): Log {
  return pino(
    {
      level,
      base: null,
      redact: { paths: redactPaths, censor: '[hidden]' },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    destination ?? pino.destination({ dest: 2, sync: true }),
  );
}

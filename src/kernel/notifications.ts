import pg from 'pg';
import type { Log } from './log.ts';

const reconnectMs = 500;

/**
 * Listens on PostgreSQL channels with one connection and calls back for each notification. A notification is
 * only a wake-up call: whoever listens polls as well, so one that is lost while reconnecting does no harm.
 */
export function listenForNotifications(
  connectionString: string,
  callbacks: Readonly<Record<string, () => void>>,
  log: Log,
): { stop(): Promise<void> } {
  let stopped = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  const connect = async () => {
    const fresh = new pg.Client({ connectionString, application_name: 'turnpike-listen', keepAlive: true });
    client = fresh;
    fresh.on('error', (error) => log.warn({ err: error }, 'the listening connection broke'));
    fresh.on('end', () => {
      if (!stopped) timer = setTimeout(connect, reconnectMs);
    });
    fresh.on('notification', ({ channel }) => callbacks[channel]?.());
    try {
      await fresh.connect();
      for (const channel of Object.keys(callbacks))
        await fresh.query(`listen ${pg.escapeIdentifier(channel)}`);
      for (const wake of Object.values(callbacks)) wake();
    } catch {
      await fresh.end().catch(() => {});
    }
  };
  void connect();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}

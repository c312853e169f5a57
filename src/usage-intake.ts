import { join } from 'node:path';
import { API_CONNECTION, findCandidates, type IngestDeps, Intake, startQueue, startShipper } from '#metering';
import type { Ground } from './ground.ts';

export interface UsageIntake {
  readonly ingestion: IngestDeps;
  readonly shipper: ReturnType<typeof startShipper>;
}

/** Usage that is reported through the API: its own journal, its queue, and its way into the usage store. */
export function startUsageIntake({ config, clock, log, stores, closing }: Ground): UsageIntake {
  const { db, usageDb } = stores;
  const directory = join(config.dataDirectory, 'journal', 'api');
  const shipper = { running: null as ReturnType<typeof startShipper> | null };
  closing.add('api shipper', () => shipper.running?.stop());
  const intake = new Intake({
    db,
    clock,
    log,
    directory,
    fsync: config.journalFsync,
    diskReserveBytes: config.journalReserveMb * 1024 * 1024,
  });
  closing.add('usage intake', () => intake.close());
  const ingestion = { intake, findCandidates };
  const queue = startQueue(db, ingestion, log);
  closing.add('usage queue', () => queue.stop());
  shipper.running = startShipper({
    db,
    usageDb,
    clock,
    log,
    connection: API_CONNECTION,
    kind: 'api',
    directory,
  });
  return { ingestion, shipper: shipper.running };
}

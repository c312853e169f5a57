// A process that only ships, for the tests that kill it: <data directory> <database URL> <journal directory>.
// It starts the usage engine on the data directory, as `npm start` would, and tells its parent how far it is.
import { migrate, silentLog, startStores, systemClock } from '#kernel';
import { startShipper } from './shipper.ts';

export interface ShippingReport {
  readonly state: string;
  readonly shippedEvents: number;
}

const [dataDirectory, databaseUrl, directory] = process.argv.slice(2) as [string, string, string];
const stores = await startStores({ dataDirectory, databaseUrl }, silentLog);
await migrate(stores, silentLog);
const shipper = startShipper({
  db: stores.db,
  usageDb: stores.usageDb,
  clock: systemClock(),
  log: silentLog,
  connection: 'node-1',
  kind: 'gateway',
  directory,
  batchEvents: 250,
  pollMs: 20,
});
const reporting = setInterval(() => {
  const { state, shippedEvents } = shipper.status;
  process.send?.({ state, shippedEvents } satisfies ShippingReport);
}, 20);

process.once('message', async () => {
  clearInterval(reporting);
  await shipper.stop();
  await stores.stop();
  process.disconnect?.();
});

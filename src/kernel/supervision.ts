import type { Log } from './log.ts';

/** What is known of a store. `down` says that it will be tried again later; `stopped` that we stopped it. */
export type StoreState = 'starting' | 'up' | 'down' | 'stopped';

/** A store could not be reached or went away: the same call may succeed later. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable';
  readonly retryable = true;
}

/** A process that serves us. */
export interface Service {
  /** Settles when it has ended, however. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface Supervised<T extends Service> {
  state(): StoreState;
  /** The running service, or after a while StoreUnavailable: calls made during a restart wait for it. */
  ready(): Promise<T>;
  /** Calls back at every change of state; returns how to end that. */
  onChange(listener: (state: StoreState) => void): () => void;
  stop(): Promise<void>;
}

const waitForRestartMs = 10_000;
const pausesMs = [0, 250, 1000, 5000];
const healthyAfterMs = 60_000;

/**
 * Keeps a service running: when it ends without being asked to, it is started again, after ever longer pauses
 * while that does not help. A first start that fails is the caller's to see.
 */
export async function supervise<T extends Service>(
  name: string,
  start: () => Promise<T>,
  log: Log,
): Promise<Supervised<T>> {
  const listeners = new Set<(state: StoreState) => void>();
  let service = await start();
  let startedAt = performance.now();
  let state: StoreState = 'up';
  let stopping = false;
  const setState = (next: StoreState) => {
    if (state === next) return;
    state = next;
    for (const listener of [...listeners]) listener(next);
  };
  const stopSoon = Promise.withResolvers<void>();

  const restart = async () => {
    for (let failures = performance.now() - startedAt > healthyAfterMs ? 0 : 1; !stopping; failures++) {
      await Promise.race([pause(pausesMs[Math.min(failures, pausesMs.length - 1)]!), stopSoon.promise]);
      if (stopping) return;
      setState('starting');
      try {
        service = await start();
        startedAt = performance.now();
        setState('up');
        log.info({ store: name }, 'the store is back');
        return;
      } catch (error) {
        setState('down');
        log.error({ err: error, store: name }, 'the store could not be started; trying again');
      }
    }
  };
  const watched = (async () => {
    while (!stopping) {
      await service.ended;
      if (stopping) return;
      setState('down');
      log.error({ store: name }, 'the store ended; starting it again');
      await restart();
    }
  })();

  return {
    state: () => state,
    ready: () =>
      whenUp(
        name,
        () => state,
        () => service,
        listeners,
      ),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      stopping = true;
      stopSoon.resolve();
      const wasUp = state === 'up';
      if (wasUp) await service.stop();
      await watched;
      if (!wasUp) await service.stop(); // a restart may have succeeded just now
      setState('stopped');
    },
  };
}

function whenUp<T extends Service>(
  name: string,
  state: () => StoreState,
  service: () => T,
  listeners: Set<(state: StoreState) => void>,
): Promise<T> {
  if (state() === 'up') return Promise.resolve(service());
  return new Promise<T>((resolve, reject) => {
    const settle = (next: StoreState | 'late') => {
      if (next === 'starting' || next === 'down') return;
      clearTimeout(timer);
      listeners.delete(settle);
      if (next === 'up') resolve(service());
      else reject(new StoreUnavailable(`The ${name} is not available`));
    };
    const timer = setTimeout(() => settle('late'), waitForRestartMs);
    timer.unref();
    listeners.add(settle);
    if (state() === 'stopped') settle('stopped');
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}

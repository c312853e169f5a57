import type { Log } from './log.ts';

/** Background work that repeats until it is stopped. */
export interface Loop {
  /** Runs soon instead of at the next interval. */
  wake(): void;
  /** Lets the running pass finish; none follows. */
  stop(): Promise<void>;
}

/**
 * Runs `work` every `intervalMs`, one pass at a time. A pass that fails is logged and the next one comes as
 * planned: a store that is away must not end the work that will be needed when it is back.
 */
export function startLoop(name: string, intervalMs: number, log: Log, work: () => Promise<unknown>): Loop {
  let stopped = false;
  let woken = false;
  let wakeUp: () => void = () => {};
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, intervalMs);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
      if (woken || stopped) wakeUp();
    });
  const finished = (async () => {
    while (!stopped) {
      woken = false;
      try {
        await work();
      } catch (error) {
        log.error({ err: error, loop: name }, 'a pass failed; the next one follows');
      }
      await pause();
    }
  })();
  return {
    wake() {
      woken = true;
      wakeUp();
    },
    async stop() {
      stopped = true;
      wakeUp();
      await finished;
    },
  };
}

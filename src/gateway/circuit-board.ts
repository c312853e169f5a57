/** What the workers say of upstream targets, put together by the main thread. */
import type { CircuitReport } from './upstreams.ts';

export interface TargetCircuits {
  readonly url: string;
  readonly openWorkers: number;
  readonly probingWorkers: number;
}

export class CircuitBoard {
  readonly #byWorker = new Map<number, readonly CircuitReport[]>();

  take(worker: number, circuits: readonly CircuitReport[]): void {
    this.#byWorker.set(worker, circuits);
  }

  /** A worker that is gone leaves nothing alone. */
  forget(worker: number): void {
    this.#byWorker.delete(worker);
  }

  of(productId: string): TargetCircuits[] {
    const all = [...this.#byWorker.values()].flat().filter((one) => one.productId === productId);
    return [...Map.groupBy(all, (one) => one.url)].map(([url, reports]) => ({
      url,
      openWorkers: reports.filter((one) => one.state === 'open').length,
      probingWorkers: reports.filter((one) => one.state === 'half_open').length,
    }));
  }
}

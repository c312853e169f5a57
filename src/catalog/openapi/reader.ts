/**
 * Reads documents in a thread of its own, one at a time: a large one takes seconds, and one that was made to harm takes
 * what the thread has and no more.
 */
import { Worker } from 'node:worker_threads';
import type { ReadDocument } from './read-document.ts';
import type { ReaderAnswer, ReaderOrder } from './reader-thread.ts';
import { UnreadableDocument } from './unreadable.ts';

/** Too many documents wait to be read already. */
export class ReaderBusy extends Error {}

export interface OpenApiReader {
  /** Throws UnreadableDocument or ReaderBusy. */
  read(text: string): Promise<ReadDocument>;
}

const mostWaiting = 4;
const longestMs = 25_000;
const mostMemoryMb = 1024;

export function createOpenApiReader(mostRoutes: number): OpenApiReader {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    async read(text) {
      if (waiting >= mostWaiting) throw new ReaderBusy();
      waiting += 1;
      const own = last.then(() => readInThread({ text, mostRoutes }));
      last = own.catch(() => undefined);
      try {
        return await own;
      } finally {
        waiting -= 1;
      }
    },
  };
}

async function readInThread(order: ReaderOrder): Promise<ReadDocument> {
  const thread = new Worker(new URL('./reader-thread.ts', import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb },
    stderr: true,
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    const answer = await new Promise<ReaderAnswer>((resolve, reject) => {
      timer = setTimeout(
        () => resolve({ unreadable: `takes longer to read than ${longestMs / 1000} seconds` }),
        longestMs,
      );
      thread.once('message', resolve);
      thread.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
          resolve({ unreadable: 'takes more memory to read than there is for it' });
        else reject(error);
      });
      thread.once('exit', () => reject(new Error('The reading thread ended without an answer')));
    });
    if ('unreadable' in answer) throw new UnreadableDocument(answer.unreadable);
    return answer.read;
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}

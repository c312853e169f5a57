/** A thread that reads one document and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { type ReadDocument, readOpenApi } from './read-document.ts';
import { UnreadableDocument } from './unreadable.ts';

export interface ReaderOrder {
  readonly text: string;
  readonly mostRoutes: number;
}

export type ReaderAnswer = { readonly read: ReadDocument } | { readonly unreadable: string };

function answerTo({ text, mostRoutes }: ReaderOrder): ReaderAnswer {
  try {
    return { read: readOpenApi(text, { mostRoutes }) };
  } catch (error) {
    if (error instanceof UnreadableDocument) return { unreadable: error.message };
    if (error instanceof RangeError) return { unreadable: 'is nested too deeply' };
    throw error;
  }
}

parentPort!.postMessage(answerTo(workerData as ReaderOrder));

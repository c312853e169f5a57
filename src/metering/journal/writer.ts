import { closeSync, fdatasync, fdatasyncSync, ftruncateSync, openSync, statfs, writeSync } from 'node:fs';
import path from 'node:path';
import { frameBound, writeFrame } from './frame.ts';
import type { JournalRecord } from './record.ts';
import { nextRun, segmentName } from './segment.ts';

/** What power loss may cost. SIGKILL costs nothing in any mode: the page cache survives the process. */
export type FsyncMode = 'off' | 'interval' | 'always';

export interface JournalWriterOptions {
  readonly directory: string;
  /** One writer per worker name at a time. */
  readonly worker: string;
  /** Now, to number the run. */
  readonly atMs: number;
  readonly fsync: FsyncMode;
  readonly segmentBytes?: number;
  /** Below this much free disk no new call is accepted. */
  readonly diskReserveBytes?: number;
  /** Told why nothing more can be recorded or made durable as promised, and (null) when all is well again. */
  readonly onTrouble?: (error: Error | null) => void;
}

const SEGMENT_BYTES = 64 * 1024 * 1024;
const DISK_RESERVE_BYTES = 256 * 1024 * 1024;
const FSYNC_INTERVAL_MS = 50;
const DISK_CHECK_INTERVAL_MS = 1000;
const RETRY_MS = 100;
/**
 * Records that could not be written wait here; beyond it new calls are refused long before memory is short.
 */
const PENDING_LIMIT_BYTES = 16 * 1024 * 1024;
const BUFFER_BYTES = 256 * 1024;

/**
 * The journal of one worker thread. `append` only encodes; everything appended within one turn of the event
 * loop is written by a single `writeSync`, and only then are the `onDurable` callbacks called, in order. The
 * gateway holds back the last byte of each response until its callback.
 */
export class JournalWriter {
  readonly run: number;
  readonly #options: JournalWriterOptions;
  readonly #segmentBytes: number;
  #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #used = 0;
  #waiting: (() => void)[] = [];
  #descriptor = -1;
  #index = 0;
  #offset = 0;
  #scheduled = false;
  #syncing = false;
  #unsynced: (() => void)[] = [];
  #dirty = false;
  /** A failed write (disk full, I/O error), a failed fdatasync, too little room; what was told of them last. */
  readonly #troubles: Record<'write' | 'sync' | 'room', Error | null> = {
    write: null,
    sync: null,
    room: null,
  };
  #told: string | null = null;
  #closed = false;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(options: JournalWriterOptions) {
    this.#options = options;
    this.#segmentBytes = options.segmentBytes ?? SEGMENT_BYTES;
    this.run = this.#openRun();
    if (options.fsync === 'interval') this.#every(FSYNC_INTERVAL_MS, () => this.#syncIfDirty());
    this.#every(DISK_CHECK_INTERVAL_MS, () => this.#checkDisk());
    this.#checkDisk();
  }

  /** Adds a record; `onDurable` is called once it is on disk in the sense of the fsync mode. */
  append(record: JournalRecord, onDurable?: () => void): void {
    if (this.#closed) throw new Error('this journal is closed');
    const bound = frameBound(record);
    if (this.#used + bound > this.#buffer.length) this.#grow(this.#used + bound);
    this.#used = writeFrame(record, this.#buffer, this.#used);
    if (onDurable !== undefined) this.#waiting.push(onDurable);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(this.#flushScheduled);
  }

  /** False when a new call must be refused (503); calls in flight may still append. */
  canAccept(): boolean {
    const { write, room } = this.#troubles;
    if (write !== null || room !== null || this.isBroken || this.#closed) return false;
    return this.#used < PENDING_LIMIT_BYTES;
  }

  /**
   * Nothing will be released any more: after a failed fdatasync the kernel may have dropped the pages, and a
   * second one that succeeds says nothing about them. The worker has to be replaced.
   */
  get isBroken(): boolean {
    return this.#options.fsync === 'always' && this.#troubles.sync !== null;
  }

  /** "Whatever I append from here on was admitted at `lowWaterMs` or later." Called about once a second. */
  mark(lowWaterMs: number): void {
    this.append({ kind: 'mark', lowWaterMs });
  }

  /** Writes what is waiting. Runs by itself once a turn; calling it earlier is allowed. */
  flush(): void {
    if (this.#used === 0) return;
    if (!this.#write()) return;
    const released = this.#waiting;
    this.#waiting = [];
    if (this.#options.fsync === 'always') {
      for (const callback of released) this.#unsynced.push(callback);
      this.#syncGroup();
      return;
    }
    this.#dirty = true;
    for (const callback of released) callback();
  }

  /**
   * Ends the run in order. Throws when what is waiting cannot be written: then the run counts as interrupted.
   */
  close(): void {
    if (this.#closed) return;
    this.append({ kind: 'close' });
    this.flush();
    this.#closed = true;
    for (const timer of this.#timers) clearInterval(timer);
    const lost = this.#used > 0;
    if (!lost && this.#options.fsync !== 'off') fdatasyncSync(this.#descriptor);
    closeSync(this.#descriptor);
    const released = [...this.#unsynced, ...this.#waiting];
    this.#unsynced = [];
    this.#waiting = [];
    if (lost) throw new Error('the journal could not be written out before it was closed');
    if (this.isBroken) return;
    for (const callback of released) callback();
  }

  readonly #flushScheduled = (): void => {
    this.#scheduled = false;
    if (!this.#closed) this.flush();
  };

  #every(intervalMs: number, work: () => void): void {
    const timer = setInterval(work, intervalMs);
    timer.unref();
    this.#timers.push(timer);
  }

  #grow(neededBytes: number): void {
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, neededBytes));
    this.#buffer.copy(larger, 0, 0, this.#used);
    this.#buffer = larger;
  }

  /** True when everything that was waiting is in the file. */
  #write(): boolean {
    try {
      if (this.#offset > 0 && this.#offset + this.#used > this.#segmentBytes) this.#rotate();
      for (let at = 0; at < this.#used; ) {
        at += writeSync(this.#descriptor, this.#buffer, at, this.#used - at, this.#offset + at);
      }
    } catch (error) {
      this.#failed(error as Error);
      return false;
    }
    this.#offset += this.#used;
    this.#used = 0;
    if (this.#buffer.length > 4 * BUFFER_BYTES) this.#buffer = Buffer.allocUnsafe(BUFFER_BYTES);
    this.#note('write', null);
    return true;
  }

  /**
   * A short write must not leave half a frame in the middle: cut back to the last whole one and try again.
   * Writing at an explicit offset makes the retry overwrite the rest even if the cut fails as well.
   */
  #failed(error: Error): void {
    try {
      ftruncateSync(this.#descriptor, this.#offset);
    } catch {
      // The retry writes over these bytes; the error that matters is the first one, reported below.
    }
    this.#note('write', error);
    setTimeout(this.#flushScheduled, RETRY_MS).unref();
  }

  #openRun(): number {
    const { directory, worker, atMs } = this.#options;
    for (let attempt = 0; ; attempt += 1) {
      const run = nextRun(directory, worker, atMs);
      try {
        this.#descriptor = openSync(path.join(directory, segmentName(worker, run, 0)), 'wx');
        return run;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt >= 10) throw error;
      }
    }
  }

  #rotate(): void {
    const { directory, worker, fsync } = this.#options;
    const next = openSync(path.join(directory, segmentName(worker, this.run, this.#index + 1)), 'wx');
    if (fsync !== 'off') fdatasyncSync(this.#descriptor);
    closeSync(this.#descriptor);
    this.#descriptor = next;
    this.#index += 1;
    this.#offset = 0;
  }

  #syncIfDirty(): void {
    if (!this.#dirty || this.#syncing || this.#closed) return;
    this.#dirty = false;
    this.#syncing = true;
    fdatasync(this.#descriptor, (error) => {
      this.#syncing = false;
      // EBADF: the segment was rotated meanwhile, and rotation syncs by itself.
      this.#note('sync', error?.code === 'EBADF' ? null : error);
    });
  }

  /** One fdatasync for all who wait; those who come while it runs share the next one. */
  #syncGroup(): void {
    if (this.#syncing || this.isBroken || this.#unsynced.length === 0 || this.#closed) return;
    const group = this.#unsynced;
    this.#unsynced = [];
    this.#syncing = true;
    fdatasync(this.#descriptor, (error) => {
      this.#syncing = false;
      if (error !== null && error.code !== 'EBADF') {
        this.#note('sync', error);
        return;
      }
      for (const callback of group) callback();
      this.#syncGroup();
    });
  }

  #checkDisk(): void {
    const reserve = this.#options.diskReserveBytes ?? DISK_RESERVE_BYTES;
    statfs(this.#options.directory, (error, disk) => {
      const hasRoom = error === null && disk.bavail * disk.bsize >= reserve;
      this.#note('room', hasRoom ? null : (error ?? new Error('the disk has less room than its reserve')));
    });
  }

  #note(what: 'write' | 'sync' | 'room', error: Error | null): void {
    this.#troubles[what] = error;
    const { write, sync, room } = this.#troubles;
    const worst = write ?? sync ?? room;
    const told = worst?.message ?? null;
    if (told === this.#told || this.#closed) return;
    this.#told = told;
    this.#options.onTrouble?.(worst);
  }
}

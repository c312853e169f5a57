import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

const inMemory = '/dev/shm';
const GB = 1024 ** 3;

/**
 * A folder for everything that a run of the tests writes, removed when this process ends. In memory where there is room:
 * databases that are thrown away by the dozen spend half their time on writing to the disk. A killed process loses no
 * more there than on a disk.
 */
export function openScratch(): string {
  const scratch = mkdtempSync(join(hasRoom(inMemory) ? inMemory : tmpdir(), 'turnpike-'));
  // PostgreSQL never runs as root: the user it runs as has to pass.
  chmodSync(scratch, 0o711);
  process.on('exit', () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
  return scratch;
}

/** The programs that are unpacked there have to run, which some machines forbid. */
function hasRoom(folder: string): boolean {
  if (!existsSync(folder) || freemem() < 6 * GB) return false;
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < 4 * GB) return false;
  const probe = mkdtempSync(join(folder, 'turnpike-probe-'));
  try {
    writeFileSync(join(probe, 'runs'), '#!/bin/sh\n', { mode: 0o700 });
    return spawnSync(join(probe, 'runs')).status === 0;
  } catch {
    return false;
  } finally {
    rmSync(probe, { recursive: true });
  }
}

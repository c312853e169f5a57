import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '#kernel';

/** The stable id of this node: its journals and its quotas hang on it. Kept in the data directory. */
export function loadNodeId(dataDirectory: string): string {
  const path = join(dataDirectory, 'node-id');
  if (!existsSync(path)) writeFileSync(path, `${newId('node')}\n`, { mode: 0o600, flag: 'wx' });
  return readFileSync(path, 'utf8').trim();
}

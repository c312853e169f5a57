import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cores, ended, pinProcess } from './cores.ts';

/** The least that an API can be, in a process of its own, so that gateways are measured and not what they call. */
export interface Upstream {
  readonly port: number;
  stop(): Promise<void>;
}

export async function startUpstream(): Promise<Upstream> {
  const child: ChildProcess = fork(new URL('upstream-process.ts', import.meta.url), { stdio: 'inherit' });
  const [port] = (await once(child, 'message')) as [number];
  if (cores) pinProcess(child.pid!, cores.rest);
  return { port, stop: () => ended(child) };
}

import { spawn } from 'node:child_process';

export interface Ended {
  readonly status: number | NodeJS.Signals | null;
  readonly output: string;
  readonly complaints: string;
}

/** Runs `turnpike …` as a process of its own, without the environment of the tests. */
export function runTurnpike(
  parameters: readonly string[],
  environment: Record<string, string> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, ['src/cli.ts', ...parameters], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TMPDIR: process.env.TMPDIR,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      PORT: '0',
      GATEWAY_PORT: '0',
      LOG_LEVEL: 'silent',
      ALLOW_PRIVATE_UPSTREAMS: '127.0.0.0/8',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let complaints = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaints += text;
  });
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ status: code ?? signal, output, complaints }));
  });
}

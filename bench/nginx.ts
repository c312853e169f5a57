import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { descendants } from '../tests/flow/process-tree.ts';
import { cores, ended, pinProcess } from './cores.ts';

export interface Nginx {
  readonly port: number;
  readonly workerPid: number;
  readonly version: string;
  stop(): Promise<void>;
}

/** The program, or null where the machine has none. */
function findNginx(): string | null {
  if (spawnSync('nginx', ['-v'], { stdio: 'ignore' }).status === 0) return 'nginx';
  return existsSync('/usr/sbin/nginx') ? '/usr/sbin/nginx' : null;
}

/** One worker that proxies to the upstream over keep-alive connections, and does nothing else. */
export async function startNginx(upstreamPort: number): Promise<Nginx | null> {
  const program = findNginx();
  if (program === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'turnpike-bench-nginx-'));
  const port = await freePort();
  writeFileSync(join(folder, 'nginx.conf'), configuration(folder, port, upstreamPort));
  const child = spawn(program, ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'], { stdio: 'inherit' });
  const workerPid = await workerOf(child);
  if (cores) pinProcess(workerPid, cores.measured);
  return {
    port,
    workerPid,
    version: spawnSync(program, ['-v'], { encoding: 'utf8' }).stderr.trim().replace('nginx version: ', ''),
    async stop() {
      await ended(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function workerOf(child: ChildProcess): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const [worker] = descendants(child.pid!).filter(({ command }) => command.includes('worker process'));
    if (worker) return worker.pid;
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill();
  throw new Error('NGINX did not start a worker');
}

/** NGINX cannot say which port it was given, so a free one is looked for first. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function configuration(folder: string, port: number, upstreamPort: number): string {
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
daemon off;
pid ${folder}/nginx.pid;
worker_processes 1;
events { worker_connections 1024; }
http {
  access_log off;
  keepalive_requests 100000000;
${scratch.map((name) => `  ${name}_temp_path ${folder}/${name};`).join('\n')}
  upstream api {
    server 127.0.0.1:${upstreamPort};
    keepalive 128;
    keepalive_requests 100000000;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://api;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }
}
`;
}

import type { Command } from 'commander';
import { loadConfig } from '#kernel';

/** `turnpike health`: asks a running instance whether every part works. */
export function registerHealth(program: Command): void {
  program
    .command('health')
    .description('ask a running instance whether every part works')
    .option('--url <url>', 'address of the portal (default: PUBLIC_URL or HOST and PORT)')
    .option('--json', 'print the answer as JSON')
    .action(async (options: { url?: string; json?: boolean }) => {
      const config = loadConfig();
      const base = options.url ?? config.publicUrl ?? `http://${config.host}:${config.port}`;
      const answer = await ask(`${base.replace(/\/$/, '')}/ready`);
      console.log(options.json ? JSON.stringify(answer) : describe(base, answer));
      if (answer.status !== 'ready') process.exitCode = 1;
    });
}

interface Readiness {
  status: string;
  checks: { name: string; ok: boolean; detail: string | null }[];
}

async function ask(url: string): Promise<Readiness> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    return (await response.json()) as Readiness;
  } catch (error) {
    const reason = (error as Error).cause ?? error;
    return {
      status: 'not reached',
      checks: [{ name: url, ok: false, detail: String((reason as Error).message ?? reason) }],
    };
  }
}

function describe(base: string, answer: Readiness): string {
  const lines = answer.checks.map(
    (check) => `  ${check.ok ? 'ok  ' : 'FAIL'} ${check.name}${check.detail ? `: ${check.detail}` : ''}`,
  );
  return [`${base} is ${answer.status}`, ...lines].join('\n');
}

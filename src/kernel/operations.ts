import type { Registry } from 'prom-client';
import { z } from 'zod';
import { kernelProblems, Problem } from './problem.ts';
import { type Route, route } from './route.ts';

/** Something that must work for this process to be ready. */
export interface ReadinessCheck {
  readonly name: string;
  /** Resolves with null when all is well, else with what is wrong, for a person. */
  run(): Promise<string | null>;
  /** Shown, but no reason to send calls elsewhere: nothing that is served suffers yet. */
  readonly advisory?: boolean;
}

const ready = z.object({
  status: z.enum(['ready', 'not ready']),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string().nullable() })),
});

const alive = z.object({ status: z.literal('ok'), version: z.string() });

/** `/health` (alive), `/ready` (every part works, 503 otherwise) and `/metrics` (Prometheus). */
export function operationsRoutes(deps: {
  version: string;
  checks: readonly ReadinessCheck[];
  registry: Registry;
}): Route[] {
  const health = (absolute: boolean) =>
    route({
      method: 'GET',
      path: '/health',
      absolute,
      tag: 'operations',
      summary: 'Whether the process is alive',
      access: 'public',
      response: { status: 200, schema: alive },
      handler: async () => ({ status: 'ok' as const, version: deps.version }),
    });
  return [
    health(true),
    health(false),
    route({
      method: 'GET',
      path: '/ready',
      absolute: true,
      tag: 'operations',
      summary: 'Whether every part works',
      description: 'Answers 503 with the same body while a part does not work.',
      access: 'public',
      response: { status: 200, schema: ready },
      problems: [kernelProblems.unavailable],
      async handler(call) {
        const checks = await Promise.all(deps.checks.map(runCheck));
        const ok = checks.every((check, index) => check.ok || deps.checks[index]!.advisory === true);
        if (!ok) call.reply.status(503);
        return { status: ok ? ('ready' as const) : ('not ready' as const), checks };
      },
    }),
    route({
      method: 'GET',
      path: '/metrics',
      absolute: true,
      tag: 'operations',
      summary: 'Prometheus metrics',
      access: 'public',
      response: { status: 200, content: 'text/plain; version=0.0.4; charset=utf-8' },
      handler: () => deps.registry.metrics(),
    }),
  ];
}

const checkTimeoutMs = 2000;

async function runCheck(
  check: ReadinessCheck,
): Promise<{ name: string; ok: boolean; detail: string | null }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${checkTimeoutMs} ms`), checkTimeoutMs);
  });
  try {
    const detail = await Promise.race([check.run(), late]);
    return { name: check.name, ok: detail === null, detail };
  } catch (error) {
    const detail =
      error instanceof Problem ? (error.detail ?? error.message) : String((error as Error).message ?? error);
    return { name: check.name, ok: false, detail: detail.slice(0, 300) };
  } finally {
    clearTimeout(timer);
  }
}

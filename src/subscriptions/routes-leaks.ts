import { z } from 'zod';
import { addressGroup } from '#identity';
import { kernelProblems, type Route, route, type Secrets } from '#kernel';
import { ReportAllowance, reportLeak } from './report-leak.ts';

export function leakRoutes(secrets: Secrets): Route[] {
  const allowance = new ReportAllowance();
  return [
    route({
      method: 'POST',
      path: '/keys/report-leak',
      tag: 'keys',
      summary: 'Report an API key that was found where it should not be; it is revoked',
      description:
        'For finders and secret scanners. The answer is the same whether there is such a key or not.',
      access: 'public',
      body: z.strictObject({ key: z.string().min(1).max(300).describe('The text that was found') }),
      response: { status: 202, schema: z.object({ received: z.literal(true) }) },
      problems: [kernelProblems.rateLimited],
      handler: async (call) => {
        allowance.take(addressGroup(call.ip), call.at);
        await reportLeak(call.db, secrets, { text: call.body.key, actor: call.actor, at: call.at });
        return { received: true } as const;
      },
    }),
  ];
}

import { z } from 'zod';
import { kernelProblems, type Route, route } from '#kernel';
import { visibleInvoice } from '../invoices/index.ts';
import { presentReplay, replaySchema } from './present-replay.ts';
import { type ReplaySources, replayInvoice } from './replay.ts';

export function replayRoute(sources: ReplaySources): Route {
  return route({
    method: 'POST',
    path: '/invoices/{invoice_id}/replay',
    tag: 'billing',
    summary: 'Make an invoice again from its events and plan versions, and say where the two differ',
    description: 'Nothing is written. What cannot be made again is a difference.',
    access: 'billing:read',
    params: z.object({ invoice_id: z.string().max(100) }),
    response: { status: 200, schema: replaySchema },
    problems: [kernelProblems.notFound],
    async handler(call) {
      const { invoice, insider } = await visibleInvoice(call, call.params.invoice_id);
      return presentReplay(await replayInvoice(call.db, sources, invoice), insider);
    },
  });
}

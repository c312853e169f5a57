import { z } from 'zod';
import {
  audit,
  decodeCursor,
  kernelProblems,
  notFound,
  Problem,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import { mailSchema, presentMail } from './mail.ts';
import type { Outbound } from './outbound.ts';
import { outboundProblems } from './problems.ts';
import { lockMail, pageOfMails, requeueMail } from './store.ts';

const tag = 'outbound';

export function outboundRoutes(outbound: Pick<Outbound, 'recipientOf'>): Route[] {
  return [listMailsRoute(outbound), retryMailRoute(outbound)];
}

function listMailsRoute(outbound: Pick<Outbound, 'recipientOf'>): Route {
  return route({
    method: 'GET',
    path: '/outbound/mails',
    tag,
    summary: 'Mails, the latest first; `state=dead` shows those that could not be delivered',
    access: 'operator',
    query: z.strictObject({ ...pageQuery, state: mailSchema.shape.state.optional() }),
    response: { status: 200, schema: pageOf(mailSchema) },
    async handler({ db, query }) {
      const before = decodeCursor(query.cursor);
      const rows = await pageOfMails(db, query.state, before ? String(before[0]) : null, query.limit + 1);
      return toPage(
        rows,
        query.limit,
        ({ id }) => [id],
        (mail) => presentMail(mail, outbound.recipientOf(mail.id, mail.contentSealed)),
      );
    },
  });
}

function retryMailRoute(outbound: Pick<Outbound, 'recipientOf'>): Route {
  return route({
    method: 'POST',
    path: '/outbound/mails/{mail_id}/retry',
    tag,
    summary: 'Send a dead mail again',
    access: 'operator',
    params: z.strictObject({ mail_id: z.string().min(1).max(100) }),
    response: { status: 200, schema: mailSchema },
    problems: [kernelProblems.notFound, outboundProblems.mailNotDead],
    async handler({ db, at, actor, params }) {
      const mail = await lockMail(db, params.mail_id);
      if (!mail) throw notFound('mail');
      if (mail.state !== 'dead') throw new Problem(outboundProblems.mailNotDead);
      await audit(db, { at, organizationId: null, actor, action: 'mail.sent_again', object: mail.id });
      const queued = await requeueMail(db, mail.id, at);
      return presentMail(queued, outbound.recipientOf(queued.id, queued.contentSealed));
    },
  });
}

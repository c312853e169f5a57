import { z } from 'zod';
import { decodeKeys, pageOf, pageQuery, type Route, route, toPage } from '#kernel';
import { alertSchema, presentAlert } from './alert.ts';
import { listAlerts } from './store-alerts.ts';

const cursorKeys = z.tuple([z.string().max(64)]);

export function alertRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/alerts',
      tag: 'alerts',
      summary: 'List bursts that look like abuse, latest first',
      description: 'Of your keys and your products; operators see all.',
      access: 'usage:read',
      query: z.strictObject(pageQuery),
      response: { status: 200, schema: pageOf(alertSchema) },
      async handler(call) {
        const alerts = await listAlerts(call.db, {
          organizationId: call.actor.operator ? null : call.organizationId,
          beforeId: decodeKeys(call.query.cursor, cursorKeys)?.[0] ?? null,
          size: call.query.limit + 1,
        });
        return toPage(alerts, call.query.limit, (alert) => [alert.id], presentAlert);
      },
    }),
  ];
}

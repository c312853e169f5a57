import { audit, type Route, route } from '#kernel';
import { policyOf, policySchema, savePolicy } from './policy.ts';

export function policyRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/billing/change-policy',
      tag: 'billing',
      summary: 'What a provider gives back when a subscription ends or pauses within a period',
      access: 'billing:read',
      response: { status: 200, schema: policySchema },
      handler: (call) => policyOf(call.db, call.organizationId),
    }),
    route({
      method: 'PUT',
      path: '/billing/change-policy',
      tag: 'billing',
      summary: 'Change what is given back when a subscription ends or pauses within a period',
      access: 'billing:write',
      body: policySchema.strict(),
      response: { status: 200, schema: policySchema },
      async handler(call) {
        const { organizationId, actor, at } = call;
        await savePolicy(call.db, organizationId, call.body, at);
        await audit(call.db, {
          ...{ at, organizationId, actor, action: 'change_policy.changed', object: organizationId },
          detail: call.body,
        });
        return call.body;
      },
    }),
  ];
}

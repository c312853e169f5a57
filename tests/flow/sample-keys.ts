import type { Json } from './client.ts';
import type { Ids } from './one-of-each.ts';

export function keyBodies(ids: Ids): Record<string, Json> {
  const limits = { allowed_ips: ['192.0.2.0/24'], scopes: ['read'], routes: [ids.route_id] };
  const expires_at = '2100-01-01T00:00:00Z';
  const order = { subscription_id: ids.subscription_id, environment: 'live', name: 'second' };
  const imported = { ...order, name: 'imported', expires_at, ...limits, key: 'k7wq-93hx-20fd-aa81' };
  const pair = { name: 'x-sample', value: '1' };
  const call = { subscription_id: ids.subscription_id, environment: 'test', route_id: ids.route_id };
  const filled = { path_parameters: { id: '7' }, query: [pair], headers: [pair], method: 'POST' };
  return {
    'POST /console/calls': { ...call, ...filled, content_type: 'application/json', body: '{}' },
    'POST /keys': { ...order, expires_at, ...limits },
    'PATCH /keys/{key_id}': { name: 'third', expires_at, ...limits },
    'POST /keys/report-leak': { key: 'tp_live_0000000000000000000000004XhTbq' },
    'POST /keys/{key_id}/rotate': { overlap_seconds: 3600 },
    'POST /products/{product_id}/keys/import': { keys: [imported] },
  };
}

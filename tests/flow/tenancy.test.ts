import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { z } from 'zod';
import { permissionsOf, ROLES, type Role } from '#identity';
import { type Access, PERMISSIONS, type Permission, type Route, routePath } from '#kernel';
import { describedRoutes } from '../../src/routes.ts';
import type { Answer, Client, Json } from './client.ts';
import { Instance } from './instance.ts';
import { fillPath, type Ids, type OneOfEach, openOneOfEach } from './one-of-each.ts';
import { type Check, forEach } from './refusal.ts';
import { tableDigests } from './rows.ts';
import { sampleBodies } from './sample-bodies.ts';
import { some } from './thorough.ts';

// Who may do what, asked of every route of the real program: nobody sees or changes what is another's, and everybody
// may do what the role says and nothing else.

const instance = new Instance({ environment: { CHECK_RESPONSES: 'true', TEST_PROCESSOR: 'on' } });
const routes = describedRoutes();
const closed = routes.filter((route) => route.access !== 'public');
let everyone: OneOfEach;
let samples: Readonly<Record<string, Json>>;

before(async () => {
  await instance.start();
  everyone = await openOneOfEach(instance);
  samples = sampleBodies(everyone.shop);
});

after(() => instance.remove());

const nameOf = (route: Route) => `${route.method} ${route.path}`;

/** Ids and secrets of the shop: none of them may come to a stranger. */
function secretsOfShop(): string[] {
  return Object.values(everyone.shop).filter((id) => /^[a-z]+_[0-9A-Za-z]{20,}/.test(id));
}

function assertNothingOf(secrets: readonly string[], answer: Answer, what: string): void {
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  assert.deepEqual(
    secrets.filter((id) => text.includes(id)),
    [],
    what,
  );
}

function ask(caller: Client, route: Route, url: string, body = samples[nameOf(route)]): Promise<Answer> {
  return caller.send(route.method, url, body);
}

async function changingNothing(work: () => Promise<unknown>): Promise<void> {
  const rows = await tableDigests(instance);
  await work();
  assert.deepEqual(await tableDigests(instance), rows);
}

/** Every way to have the shop's ids in a path, alone and beside the stranger's own. */
function foreignPaths(route: Route): string[] {
  const { shop, own } = everyone;
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  const mixes = names
    .filter((name) => name in own)
    .map((name): Ids => ({ ...shop, [name]: own[name]! }))
    .filter((ids) => names.some((name) => ids[name] === shop[name] && !neutral.has(name)));
  const asSeller = { ...shop, workspace_id: shop.organization_id!, organization_id: shop.workspace_id! };
  const query = route.path.endsWith('/compare') ? `?a=${shop.version_id}&b=${shop.published_version_id}` : '';
  return [...new Set([shop, asSeller, ...mixes].map((ids) => fillPath(routePath(route), ids) + query))];
}

/** These name no object, or whom anybody may name: they are the same in every organization. */
const neutral = new Set([
  ...['position', 'feature', 'meter'],
  ...['page', 'version', 'category', 'logo', 'consumer_id', 'call_id'],
]);

test('D37 an object of another organization does not exist, however it is asked for', () =>
  changingNothing(() =>
    forEach(
      closed.filter((route) => route.params),
      async (route, check) => {
        for (const url of foreignPaths(route)) {
          const what = `${route.method} ${url} by a stranger`;
          await check(async () => {
            const answer = await ask(everyone.stranger, route, url);
            const expected = route.access === 'operator' ? [403] : [404];
            assert.ok(
              expected.includes(answer.status),
              `${what}: ${answer.status} ${JSON.stringify(answer.body)}`,
            );
            assertNothingOf(secretsOfShop(), answer, what);
          });
        }
      },
    ),
  ));

/** What only one of the two has, though the other deals with it; sellers deal with their buyers under /provider/. */
const ofSeller =
  /\{(organization_id|workspace_id|product_id|plan_id|run_id|payout_id|event_id|rate_id|registration_id|exemption_id)\}/;
const ofBuyer = /\{(organization_id|workspace_id|key_id|payment_method_id|attempt_id)\}/;

test('the seller and the buyer are strangers to each other but for what they share', () =>
  forEach(
    closed.filter((route) => route.access !== 'operator' && !route.path.startsWith('/provider/')),
    async (route, check) => {
      const { shop, provider, consumer } = everyone;
      const sides: [Client, RegExp, string][] = [
        [provider, ofBuyer, shop.workspace_id!],
        [consumer, ofSeller, shop.organization_id!],
      ];
      for (const [caller, foreign, id] of sides) {
        if (!foreign.test(route.path)) continue;
        const query = route.path.endsWith('/compare') ? `?a=${shop.version_id}&b=${shop.version_id}` : '';
        const url = fillPath(routePath(route), { ...shop, organization_id: id, workspace_id: id }) + query;
        await check(async () => {
          const answer = await ask(caller, route, url);
          assert.equal(answer.status, 404, `${route.method} ${url}: ${JSON.stringify(answer.body)}`);
        });
      }
    },
  ));

/** Ids in bodies: the route, the stranger's own in its path, and what the body says of the shop's. */
function foreignBodies(): [string, Json][] {
  const { shop, own } = everyone;
  const subscription = { subscription_id: shop.subscription_id };
  const offer = { slug: 'stolen', name: 'Stolen', tier: 1 };
  return [
    ['POST /keys', { ...subscription, name: 'stolen' }],
    ['POST /subscriptions/cancel', subscription],
    [`POST /subscriptions/${own.workspace_id}/revoke-cancellation`, subscription],
    [`POST /subscriptions/${own.workspace_id}/change-plan`, subscription],
    [`POST /subscriptions/${own.workspace_id}/pause`, subscription],
    ['POST /billing/plans', { product_id: shop.product_id, ...offer }],
    ['POST /subscriptions', { product: shop.draft_product_id, plan: 'basic' }],
    [
      `POST /products/${own.product_id}/routes`,
      { method: 'GET', template: '/x', minimum_plan: shop.plan_id },
    ],
    [`PATCH /products/${own.product_id}/routes/${own.route_id}`, { minimum_plan: shop.plan_id }],
    [`GET /billing/plans/${own.plan_id}/compare?a=${shop.version_id}&b=${own.version_id}`, undefined],
    ['POST /billing/estimate', { plan_version_id: shop.version_id, quantities: {} }],
    ['POST /invitations/accept', { token: shop.invitation_token }],
  ];
}

test('D37 D39 a foreign id in a body or a query is refused and changes nothing', () =>
  changingNothing(() =>
    forEach(foreignBodies(), async ([line, body], check) => {
      const [method, url] = line.split(' ') as [string, string];
      await check(async () => {
        const answer = await everyone.stranger.send(method, url, body);
        const isRefused = [403, 404, 422].includes(answer.status);
        assert.ok(isRefused, `${line}: ${answer.status} ${JSON.stringify(answer.body)}`);
        assertNothingOf(secretsOfShop(), answer, line);
      });
    }),
  ));

test('a billing run and reports of a stranger touch nobody else', async () => {
  const { stranger, consumer, shop } = everyone;
  const before = await consumer.get('/invoices');
  const chosen = { organizations: [shop.workspace_id], subscriptions: [shop.subscription_id] };
  for (const order of [chosen, {}]) {
    const run = await stranger.post('/billing/runs', { ...order, close_current_period: true, wait: true });
    assert.deepEqual(run.invoices, []);
    assert.equal(run.counts.invoiced, undefined);
    const dry = await stranger.post('/billing/runs', { ...order, close_current_period: true, dry_run: true });
    assert.deepEqual(
      dry.plan.filter((one: Json) => one.total !== null),
      [],
    );
  }
  assert.deepEqual(await consumer.get('/invoices'), before);
  const report = {
    event_type: 'call',
    workspace_id: shop.workspace_id,
    value: '1',
    idempotency_key: 'forged',
  };
  const { accepted, set_aside: held } = await stranger.post('/usage/events', report);
  assert.deepEqual([accepted, held[0].reason], [0, 'no-subscription']);
});

test('D37 no list shows what is another organization’s, whatever it is asked for', () =>
  forEach(
    routes.filter(
      (route) => route.method === 'GET' && !route.params && !/^\/(marketplace|plans)/.test(route.path),
    ),
    async (route, check) => {
      const { stranger, anyone, shop } = everyone;
      // What the stranger reported, or named in asking for a billing run, stands in the stranger's own lists.
      const said: Record<string, (string | undefined)[]> = {
        '/usage/unattributed': [shop.workspace_id],
        '/audit': [shop.workspace_id, shop.subscription_id],
      };
      const reported = said[route.path] ?? [];
      const secrets = secretsOfShop().filter((id) => !reported.includes(id));
      const fields = Object.keys((route.query as z.ZodObject | undefined)?.shape ?? {});
      const questions = fields
        .filter((name) => !['limit', 'cursor'].includes(name))
        .flatMap((name) => some(secrets, 8, nameOf(route) + name).map((id) => `?${name}=${id}`));
      for (const question of ['', ...questions]) {
        const url = `${routePath(route)}${question}`;
        const caller = route.access === 'public' ? anyone : stranger;
        await check(async () => {
          const answer = await caller.send('GET', url);
          if (answer.status < 300) assertNothingOf(secrets, answer, `GET ${url}`);
          else assert.ok([401, 403, 404, 422].includes(answer.status), `GET ${url}: ${answer.status}`);
        });
      }
    },
  ));

test('D38 without credentials every route but the public ones answers 401 and does nothing', () =>
  changingNothing(() =>
    forEach(closed, async (route, check) => {
      await check(async () => {
        const answer = await ask(everyone.anyone, route, fillPath(routePath(route), everyone.shop));
        assert.equal(answer.status, 401, nameOf(route));
        assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer/, nameOf(route));
      });
    }),
  ));

test('D43: a cookie alone changes nothing, whatever the route and the disguise', async () => {
  const { anyone } = everyone;
  const origin = { origin: instance.facts.portal_url };
  const credentials = { email: 'stranger@example.com', password: 'correct horse battery', session: 'cookie' };
  const { headers } = await anyone.send('POST', '/auth/login', credentials, origin);
  const pairs = headers.getSetCookie().map((line) => line.split(';', 1)[0]!);
  const token = pairs.find((pair) => pair.startsWith('turnpike_csrf='))!.split('=')[1]!;
  const browser = anyone.as({ cookie: pairs.join('; ') });
  const disguises = [
    { ...origin },
    { 'x-csrf-token': token, origin: 'https://evil.example' },
    { ...origin, 'content-type': 'text/plain' },
  ];
  await changingNothing(() =>
    forEach(
      closed.filter((route) => route.method !== 'GET'),
      async (route, check) => {
        for (const disguise of disguises) {
          const url = fillPath(routePath(route), everyone.shop);
          const answer = await browser.send(route.method, url, samples[nameOf(route)], disguise);
          await check(async () => assert.match(answer.body.type, /csrf-refused$/, nameOf(route)));
        }
        const override = { 'x-http-method-override': route.method };
        const answer = await browser.send(
          'GET',
          fillPath(routePath(route), everyone.shop),
          undefined,
          override,
        );
        await check(async () => assert.ok(answer.status < 500, nameOf(route)));
      },
    ),
  );
});

test("what is the operator's is refused to everyone else, owners and machines alike", async () => {
  const machine = await machineWith([...PERMISSIONS]);
  const { provider, consumer, stranger } = everyone;
  const operators = closed.filter((route) => route.access === 'operator');
  assert.ok(operators.length > 5);
  await changingNothing(() =>
    forEach(operators, async (route, check) => {
      for (const caller of [provider, consumer, stranger, machine]) {
        const answer = await ask(caller, route, fillPath(routePath(route), everyone.shop));
        await check(async () => assert.equal(answer.status, 403, nameOf(route)));
      }
    }),
  );
});

async function machineWith(permissions: readonly Permission[]): Promise<Client> {
  const { provider, anyone, shop } = everyone;
  const order = { name: permissions[0], permissions };
  const path = `/organizations/${shop.organization_id}/service-tokens`;
  const machine = anyone.bearer((await provider.post(path, order)).token);
  // Its first call of a minute is noted.
  await machine.get('/me');
  return machine;
}

/** What the routes of organizations need, in the organization that their path names. */
const inOrganization: Readonly<Record<string, Permission | null>> = {
  'GET /organizations/{organization_id}': null,
  'PATCH /organizations/{organization_id}': 'settings:write',
  'POST /organizations/{organization_id}/provider': 'settings:write',
  'POST /organizations/{organization_id}/close': 'organization:close',
  'GET /organizations/{organization_id}/members': 'members:read',
  'POST /organizations/{organization_id}/members': 'members:write',
  'PATCH /organizations/{organization_id}/members/{user_id}': 'members:write',
  'DELETE /organizations/{organization_id}/members/{user_id}': 'members:write',
  'GET /organizations/{organization_id}/invitations': 'members:read',
  'DELETE /organizations/{organization_id}/invitations/{invitation_id}': 'members:write',
  'POST /organizations/{organization_id}/invitations/{invitation_id}/resend': 'members:write',
  'GET /organizations/{organization_id}/service-tokens': 'settings:write',
  'POST /organizations/{organization_id}/service-tokens': 'settings:write',
  'POST /organizations/{organization_id}/service-tokens/{token_id}/rotate': 'settings:write',
  'DELETE /organizations/{organization_id}/service-tokens/{token_id}': 'settings:write',
};

/** What a route needs: its declared access, or for organizations what the table above says. */
function neededBy(route: Route): Access | null {
  if (route.access !== 'signed-in') return route.access;
  return inOrganization[nameOf(route)] ?? null;
}

/** Bodies with which the routes of organizations change nothing that matters here. */
function harmless(route: Route): Json {
  if (!(nameOf(route) in inOrganization)) return route.body && { nonsense: 1 };
  if (route.path.endsWith('/members')) return { email: 'acme@example.com', role: 'viewer' };
  if (route.path.endsWith('/service-tokens')) return { name: 'x', permissions: ['usage:read'] };
  return route.method === 'PATCH' && !route.path.includes('/members') ? {} : samples[nameOf(route)];
}

/** A call that goes no further than the question whether it is allowed: its object is unknown or its body wrong. */
async function isForbidden(caller: Client, route: Route): Promise<boolean> {
  const unknown = Object.fromEntries(Object.keys(everyone.shop).map((name) => [name, 'unknown']));
  const { organization_id, workspace_id } = everyone.shop;
  const isOwn = nameOf(route) in inOrganization;
  const ids = { ...unknown, organization_id: isOwn ? organization_id! : workspace_id!, position: '1' };
  const body = route.method === 'GET' || route.method === 'DELETE' ? undefined : harmless(route);
  const answer = await ask(caller, route, fillPath(routePath(route), ids), body);
  assert.ok(answer.status !== 401 && answer.status < 500, `${nameOf(route)}: ${answer.status}`);
  return answer.status === 403;
}

async function assertAllowed(caller: Client, route: Route, allowed: boolean, check: Check, who: string) {
  await check(async () => {
    const said = allowed ? 'may' : 'may not';
    assert.equal(await isForbidden(caller, route), !allowed, `${who} ${said} ${nameOf(route)}`);
  });
}

const members = new Map<Role, Client>();

/** A member of the seller with this role, who owns an organization beside it. Acts for neither unless told. */
async function memberWith(role: Role): Promise<Client> {
  const known = members.get(role);
  if (known) return known;
  const { anyone, provider, shop } = everyone;
  const email = `${role}@example.com`;
  const account = { email, password: 'correct horse battery', organization_slug: `of-${role}` };
  const { access_token: token } = await anyone.post('/auth/signup', account);
  await provider.post(`/organizations/${shop.organization_id}/members`, { email, role });
  const member = anyone.bearer(token);
  members.set(role, member);
  return member;
}

/** Writes that run without a body to be wrong or an object to be unknown: they are only asked of who may not. */
const runAtOnce = /^POST \/usage\/(rejected|unattributed)\/replay$/;

for (const role of ROLES) {
  test(`D40 the role ${role} may do what its permissions say, and nothing else`, async () => {
    const member = (await memberWith(role)).as({ 'turnpike-organization': everyone.shop.organization_id! });
    const allowed: ReadonlySet<string> = permissionsOf(role);
    await forEach(closed, async (route, check) => {
      const needed = neededBy(route);
      const may = needed === null || allowed.has(needed);
      if (may && runAtOnce.test(nameOf(route))) return;
      await assertAllowed(member, route, may, check, role);
    });
  });
}

test('who owns one organization is no more in another than the role there says', async () => {
  const viewer = await memberWith('viewer');
  const owner = viewer.as({ 'turnpike-organization': 'of-viewer' });
  const { shop } = everyone;
  const allowed: ReadonlySet<string> = permissionsOf('viewer');
  await forEach(closed, async (route, check) => {
    const needed = neededBy(route);
    if (nameOf(route) in inOrganization) {
      await assertAllowed(owner, route, needed === null || allowed.has(needed), check, 'a viewer');
    } else if (route.path.includes('{workspace_id}') && route.access !== 'operator') {
      const url = fillPath(routePath(route), { ...shop, workspace_id: shop.organization_id! });
      await check(async () =>
        assert.equal((await ask(owner, route, url)).status, 404, `${route.method} ${url}`),
      );
    }
  });
});

test('a machine may do what its token says, and nothing of people', async () => {
  for (const permission of ['usage:write', 'catalog:read', 'billing:write'] as const) {
    const machine = await machineWith([permission]);
    const asked = closed.filter((route) => route.access !== 'signed-in');
    await forEach(asked, async (route, check) => {
      const may = route.access === permission;
      if (may && runAtOnce.test(nameOf(route))) return;
      await assertAllowed(machine, route, may, check, `a token with ${permission}`);
    });
  }
});

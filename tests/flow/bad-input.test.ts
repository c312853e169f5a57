import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { type Route, routePath } from '#kernel';
import { describedRoutes } from '../../src/routes.ts';
import type { Client, Json } from './client.ts';
import { sendHugeBody } from './huge-body.ts';
import { Instance } from './instance.ts';
import { fillPath, type OneOfEach, openOneOfEach } from './one-of-each.ts';
import { assertPointsAt, forEach, mustRefuse, refusalOf } from './refusal.ts';
import { tableDigests } from './rows.ts';
import { cheapTerms, sampleBodies } from './sample-bodies.ts';
import {
  brokenJson,
  nestedBody,
  oddTexts,
  placesOf,
  pointerTo,
  spoiledFields,
  spoiledMembers,
  without,
  withRaw,
  wrongRoots,
} from './spoil.ts';
import { some, thorough } from './thorough.ts';
import { gatewayUrl, junkIds, oddCursors, wrongOfLists, wrongTerms, wrongUpstreams } from './wrong-values.ts';

// Every route of the real program is told nonsense, made from what the route itself declares. It must answer with a
// problem that points at the place, write nothing, and never break. Every place is tried in every run; all that can be
// tried there, in the soak.

const instance = new Instance({
  environment: {
    CHECK_RESPONSES: 'true',
    TEST_PROCESSOR: 'on',
    ALLOW_PRIVATE_UPSTREAMS: '',
    GATEWAY_PUBLIC_URL: gatewayUrl,
  },
});
const routes = describedRoutes();
const withBody = routes.filter((route) => route.body);
let everyone: OneOfEach;
let samples: Readonly<Record<string, Json>>;

before(async () => {
  await instance.start();
  everyone = await openOneOfEach(instance);
  samples = sampleBodies(everyone.shop);
});

after(() => instance.remove());

const nameOf = (route: Route) => `${route.method} ${route.path}`;

/** Someone who may call the route, so that it is the request that is refused and not the caller. */
function callerOf(route: Route): Client {
  if (route.access === 'operator') return everyone.operator;
  if (route.access === 'public') return everyone.anyone;
  // Only sellers change what they have billed.
  const billed = /^\/invoices\/\{invoice_id\}\/(credit-notes|void|lines|write-off)/;
  if (billed.test(route.path)) return everyone.provider;
  const buying =
    /^\/(keys|subscriptions|invoices|payment-|checkout|entitlements|usage\/\{|wallets\/\{wallet_id\}\/low)/;
  return buying.test(route.path) ? everyone.consumer : everyone.provider;
}

function callOf(route: Route, url = fillPath(routePath(route), everyone.shop)) {
  return { caller: callerOf(route), method: route.method, url };
}

async function changingNothing(work: () => Promise<unknown>): Promise<void> {
  const rows = await tableDigests(instance);
  await work();
  assert.deepEqual(await tableDigests(instance), rows);
}

const schemas = new Map<Route, Json>();

/** With an empty registry no schema has a name: all of it stands in place. Terms of plans take a while, so once. */
function schemaOf(route: Route): Json {
  const known = schemas.get(route);
  if (known) return known;
  const schema = z.toJSONSchema(route.body!, {
    ...{ io: 'input', unrepresentable: 'any', target: 'draft-2020-12' },
    metadata: z.registry<{ id?: string }>(),
  });
  schemas.set(route, schema);
  return schema;
}

test('each route with a body has a sample that is right and leaves no field out', () => {
  for (const route of withBody) {
    const sample = samples[nameOf(route)];
    assert.ok(sample, `${nameOf(route)} has no sample body`);
    assert.deepEqual(route.body!.safeParse(sample).error, undefined, nameOf(route));
    const fields = Object.keys(schemaOf(route).properties ?? {});
    const missing = fields.filter((field) => !(field in sample));
    assert.deepEqual(missing, [], nameOf(route));
  }
  assert.deepEqual(Object.keys(samples).sort(), withBody.map(nameOf).sort());
});

/** What begins its own transaction after slow work, or writes nothing that a refusal would have to take back. */
const ownTransactions = [
  'POST /auth/login',
  'POST /auth/login/second-factor',
  'POST /auth/password/forgot',
  'POST /auth/password/reset',
  'POST /auth/providers/finish',
  'POST /auth/providers/{provider}/start',
  'POST /me/email',
  'POST /me/email/verification',
  'POST /me/logins',
  'POST /me/second-factor/disable',
  'POST /me/second-factor/enable',
  'POST /me/second-factor/recovery-codes',
  'DELETE /me',
  'POST /auth/refresh',
  'POST /auth/signup',
  'POST /me/password',
  'POST /products',
  'PATCH /products/{product_id}',
  'POST /products/{product_id}/openapi-imports',
  'POST /configuration/apply',
  'POST /operations/keys/rotate',
  'POST /audit/verify',
  'PUT /products/{product_id}/logo',
  'PUT /billing/document-settings/logo',
  'POST /usage/events',
  'POST /usage/events/async',
  'POST /billing/estimate',
  'POST /console/calls',
  'POST /billing/plans/rate',
  'POST /billing/plans/validate',
  'POST /entitlements/{workspace_id}/invalidate',
];

test('every other write is one transaction, and so is every one that takes an Idempotency-Key', () => {
  const without = routes.filter((route) => route.method !== 'GET' && route.transaction === false);
  assert.deepEqual(without.map(nameOf).sort(), ownTransactions.toSorted());
  assert.deepEqual(without.filter((route) => route.idempotent).map(nameOf), []);
});

test('a body of the wrong form is refused with a pointer, and changes nothing', () =>
  changingNothing(() =>
    forEach(withBody, async (route, check) => {
      const call = callOf(route);
      const sample = samples[nameOf(route)];
      const schema = schemaOf(route);
      for (const body of [...wrongRoots(schema), nestedBody]) {
        const what = `${nameOf(route)} with ${body.slice(0, 40)}`;
        await check(() => mustRefuse(what, 422, { ...call, body }));
      }
      const one = schema.anyOf?.find((branch: Json) => branch.type === 'object') ?? schema;
      const ofPlace = Map.groupBy(spoiledFields(schema, sample), ({ pointer }) => pointer);
      const fields = [...ofPlace].flatMap(([place, list]) => some(list, 2, nameOf(route) + place));
      for (const spoiled of [...fields, ...spoiledMembers(one, sample)]) {
        const what = `${nameOf(route)}: ${spoiled.what}`;
        await check(async () => {
          const problem = await mustRefuse(what, 422, { ...call, body: spoiled.text });
          assertPointsAt(problem, spoiled.pointer, what);
        });
      }
    }),
  ));

const foreignTypes = ['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'json', 'a/b/c;;='];
const wrongKeys = ['', 'a b', 'x'.repeat(256), 'é'];

test('what is no JSON, of another type or too large is refused and changes nothing', () =>
  changingNothing(() =>
    forEach(withBody, async (route, check) => {
      const call = callOf(route);
      const refuse = (
        what: string,
        status: number,
        more: { body?: string; headers?: Record<string, string> },
      ) => check(() => mustRefuse(`${nameOf(route)} with ${what}`, status, { ...call, ...more }));
      // One reader reads all bodies: the whole list for the first route, the first few for each.
      const isFirst = route === withBody[0];
      for (const body of brokenJson.slice(0, isFirst ? undefined : 3)) {
        const what = `${nameOf(route)} with ${String(body).slice(0, 40)}`;
        await check(() => mustRefuse(what, 400, { ...call, body }));
      }
      const body = JSON.stringify(samples[nameOf(route)]);
      for (const type of foreignTypes.slice(0, isFirst ? undefined : 2))
        await refuse(type, 415, { body, headers: { 'content-type': type } });
      for (const how of ['announced', 'unannounced'] as const) {
        const url = instance.facts.portal_url + call.url;
        const bytes = (route.bodyLimitBytes ?? 1024 * 1024) + 1;
        await check(async () => {
          const { status, type, body: problem } = await sendHugeBody(url, route.method, bytes, how);
          assert.equal(status, 413, `${nameOf(route)} with a huge body, ${how}`);
          assert.match(type, /^application\/problem\+json/);
          assert.match(problem.type, /\/body-too-large$/);
        });
      }
      if (!route.body!.safeParse(undefined).success) await refuse('no body', 422, {});
      for (const key of route.idempotent ? wrongKeys : []) {
        const ask = { ...call, body, headers: { 'idempotency-key': key } };
        await check(async () => {
          const problem = await mustRefuse(`${nameOf(route)} with the key "${key}"`, 422, ask);
          assertPointsAt(problem, '/headers/idempotency-key', nameOf(route));
        });
      }
    }),
  ));

test('a path that names nothing is refused and changes nothing', () => {
  // Any word may be asked for as a feature or a meter: none is had.
  const named = routes.filter((route) => route.params && !/\{(feature|meter)\}/.test(route.path));
  return changingNothing(() =>
    forEach(named, async (route, check) => {
      const sample = samples[nameOf(route)];
      const body = sample === undefined ? {} : { body: JSON.stringify(sample) };
      const refuse = (url: string, status: number | number[]) =>
        check(() => mustRefuse(`${route.method} ${url}`, status, { ...callOf(route, url), ...body }));
      for (const [parameter] of route.path.matchAll(/\{(\w+)\}/g)) {
        const others = routePath(route).replace(parameter, '{junk}');
        for (const junk of some(junkIds, 3, nameOf(route) + parameter)) {
          await refuse(fillPath(others, { ...everyone.shop, junk }), [400, 404, 422]);
        }
        await refuse(fillPath(others, { ...everyone.shop, junk: '@' }).replace('%40', '%zz'), 400);
      }
    }),
  );
});

test('a query that cannot be is refused with a pointer; an odd one breaks nothing', () =>
  forEach(
    routes.filter((route) => route.query),
    async (route, check) => {
      const fields = Object.keys((route.query as z.ZodObject).shape);
      const ask = (name: string, value: string) => {
        const call = callOf(route);
        return { ...call, url: `${call.url}?${name}=${value}` };
      };
      const wrong = fields.flatMap((name) => {
        const values = [`1&${name}=2`, 'x'.repeat(3000), ...(wrongOfLists[name] ?? [])];
        return some(values, 4, nameOf(route) + name).map((value): [string, string] => [name, value]);
      });
      for (const [name, value] of [['nonsense', '1'] as const, ...wrong]) {
        const what = `${nameOf(route)} with ${name}=${value.slice(0, 60)}`;
        await check(async () =>
          assertPointsAt(await mustRefuse(what, 422, ask(name, value)), `/query/${name}`, what),
        );
      }
      for (const name of fields) {
        const odd = name === 'cursor' ? oddCursors : oddTexts;
        for (const value of some(odd, 3, nameOf(route) + name)) {
          const what = `${nameOf(route)} with ${name}=${value}`;
          await check(() => refusalOf(what, ask(name, encodeURIComponent(value))));
        }
        await check(() => mustRefuse(`${nameOf(route)} with NUL in ${name}`, 422, ask(name, '%00')));
      }
    },
  ));

test('addresses and methods that are none, and credentials that are nobody’s, get problems', async () => {
  const { anyone, provider: caller } = everyone;
  const nowhere = ['/api/v1/nothing', '/api/v1/%2e%2e/%2e%2e/etc/passwd', '/api/v1/%00', '/api/v1/%zz'];
  for (const url of nowhere) await mustRefuse(url, [400, 404], { caller, method: 'GET', url });
  for (const method of ['PUT', 'PATCH', 'DELETE', 'PROPFIND']) {
    await mustRefuse(`${method} /products`, [404, 405], { caller, method, url: '/products' });
  }
  const strange = [
    'Bearer',
    'Bearer x',
    `Bearer ${'x'.repeat(5000)}`,
    'Basic eDp5',
    'Bearer tps_unknown',
    'é',
  ];
  for (const authorization of strange) {
    const ask = { caller: anyone, method: 'GET', url: '/me', headers: { authorization } };
    await mustRefuse(`credentials ${authorization.slice(0, 20)}`, 401, ask);
  }
  for (const organization of ['nobody', 'x'.repeat(1000), '%00', 'é', "' or 1=1 --"]) {
    const headers = { 'turnpike-organization': organization };
    await mustRefuse(`acting for ${organization}`, 404, { caller, method: 'GET', url: '/me', headers });
  }
});

test('wrong prices are refused where they stand, and change nothing', () => {
  const { provider: caller, shop } = everyone;
  const plan = { product_id: shop.product_id, slug: 'wrong', name: 'Wrong', tier: 8 };
  return changingNothing(() =>
    forEach(wrongTerms, async ([what, change, pointer], check) => {
      const body = JSON.stringify({ ...plan, terms: { ...cheapTerms, ...change } });
      const ask = { caller, method: 'POST', url: '/billing/plans', body };
      await check(async () => {
        const problem = await mustRefuse(what, 422, ask);
        const pointers = problem.errors.map((error: Json) => error.pointer);
        assert.ok(pointers.includes(pointer), `${what} points at ${pointers}`);
      });
    }),
  );
});

test('upstreams that nobody may have are refused, and change nothing', () => {
  const { provider: caller, shop } = everyone;
  return changingNothing(() =>
    forEach(wrongUpstreams, async (upstream, check) => {
      const fresh = { slug: 'inner', name: 'Inner', upstream_url: upstream };
      const { upstream_url } = fresh;
      const asks = [
        { caller, method: 'POST', url: '/products', body: JSON.stringify(fresh) },
        {
          caller,
          method: 'PATCH',
          url: `/products/${shop.product_id}`,
          body: JSON.stringify({ upstream_url }),
        },
      ];
      const target = { targets: [{ url: upstream }] };
      asks.push({ ...asks[1]!, body: JSON.stringify({ upstream: target }) });
      for (const ask of asks) {
        await check(async () => {
          const { errors } = await mustRefuse(`${ask.method} of ${upstream}`, 422, ask);
          const pointers = errors.map((error: Json) => error.pointer);
          const place = ask === asks[2] ? '/upstream/targets/0/url' : '/upstream_url';
          assert.deepEqual(pointers, [place], upstream);
        });
      }
    }),
  );
});

let made = 0;

/** The sample under another natural key: the odd value must not be passed over because the thing exists already. */
function another(route: Route): Json {
  made += 1;
  const isKey = (name: string) => ['slug', 'name', 'key', 'external_id', 'idempotency_key'].includes(name);
  const text = JSON.stringify(without(samples[nameOf(route)], 'revision'), (name, value) =>
    route.method === 'POST' && isKey(name) && typeof value === 'string' ? `${value}-${made}` : value,
  );
  return JSON.parse(text);
}

/** Terms of plans say the same kinds of things in hundreds of places. */
const MOST_PLACES = thorough ? Number.POSITIVE_INFINITY : 40;

/** At most so many, from all over the list. */
function spread<T>(list: readonly T[], most: number): T[] {
  const step = Math.max(1, list.length / most);
  return list.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

// Last, because some of these are taken.
test('odd texts and numbers in any field break nothing', async () => {
  await forEach(withBody, async (route, check) => {
    const sample = another(route);
    for (const place of spread(placesOf(sample), MOST_PLACES)) {
      const value = place.reduce((node, part) => node[part], sample);
      const odd: readonly unknown[] =
        typeof value === 'string' ? oddTexts : [-1, 2 ** 31, 2 ** 53 - 1, 1e-300, 1e300];
      const tried = some(odd, 2, nameOf(route) + pointerTo(place));
      for (const one of typeof value === 'object' ? [] : tried) {
        const body = withRaw(another(route), place, JSON.stringify(one));
        const what = `${nameOf(route)} with ${JSON.stringify(one)} at ${pointerTo(place)}`;
        await check(() => refusalOf(what, { ...callOf(route), body }));
      }
    }
  });
  const errors = instance.output.split('\n').filter((line) => /"level":(50|60)/.test(line));
  // On a machine that is too busy a connection may take too long, whatever was asked for.
  const ofLoad = /timeout exceeded when trying to connect/;
  assert.deepEqual(
    errors.filter((line) => !ofLoad.test(line)),
    [],
  );
});

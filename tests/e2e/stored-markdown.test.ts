import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page, Request } from 'playwright-core';
import { Client, type Json } from '../flow/client.ts';
import { Instance } from '../flow/instance.ts';
import { launchBrowser } from './browser.ts';
import { ATTACKS } from './markdown-attacks.ts';
import { assertIsolated, referenceFrame } from './read-reference.ts';

// What providers write is drawn before others: none of it may run, lead elsewhere than to web and mail addresses, or
// fetch anything. Each attack stands alone in an answer and in an operation's description, and all together elsewhere.

const instance = new Instance();
const attacked: string[] = [];
let browser: Browser;
let page: Page;

before(async () => {
  await instance.start();
  await writeEverywhere();
  browser = await launchBrowser();
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  page.setDefaultTimeout(60_000);
  page.on('dialog', (dialog) => {
    attacked.push(`dialog on ${page.url()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (inFrame(request) || request.url().startsWith(instance.facts.portal_url)) return;
    attacked.push(`request to ${request.url()}`);
  });
});

after(async () => {
  await browser?.close();
  await instance.remove();
});

/** Of the reference: there an element may name a picture of elsewhere, as long as the browser does not ask for it. */
function inFrame(request: Request): boolean {
  return request.frame() !== page.mainFrame();
}

const all = ATTACKS.join('\n\n');

async function writeEverywhere(): Promise<void> {
  const anyone = new Client(instance.facts.portal_url);
  const account = { email: 'eve@example.com', password: 'correct horse battery', organization_slug: 'eve' };
  const { access_token: token, organization } = await anyone.post('/auth/signup', account);
  const eve = anyone.bearer(token);
  const legal = { name: 'Eve Ltd', address: { line1: 'Road 1', city: 'Bern' }, country: 'CH' };
  await eve.post(`/organizations/${organization.id}/provider`, { legal });
  const fields = {
    slug: 'evil',
    name: '<img src=x onerror=alert(1)>',
    upstream_url: 'https://93.184.215.14',
  };
  const product = await eve.post('/products', { ...fields, description: all, summary: ATTACKS[0] });
  const path = `/products/${product.id}`;
  await eve.post(`${path}/openapi-imports`, { text: JSON.stringify(document()) });
  const terms = { currency: 'USD', interval: { unit: 'month', count: 1 }, price: '0' };
  const plan = { product_id: product.id, slug: 'free', name: 'Free', tier: 0, terms, publish: true };
  const { id: planId } = await eve.post('/billing/plans', plan);
  const faq = ATTACKS.map((answer, index) => ({ question: `${index} ${answer}`.slice(0, 300), answer }));
  await eve.ok('PUT', `${path}/support`, { faq: faq.slice(0, 50) });
  await eve.ok('PUT', `/billing/plans/${planId}/support`, { faq: faq.slice(50) });
  await eve.ok('PUT', `${path}/pages/start`, { title: ATTACKS[3], markdown: all });
  await eve.ok('PUT', `${path}/changelog/1.0.0`, { title: ATTACKS[7], markdown: all, publish: true });
  await eve.post(`${path}/publish`);
}

function document(): Json {
  const operation = (description: string) => ({
    summary: description.slice(0, 90),
    description,
    parameters: [{ name: 'q', in: 'query', description }],
    responses: { 200: { description, content: { 'text/html': { example: description } } } },
  });
  const paths = ATTACKS.map((attack, index) => [`/attack-${index}`, { get: operation(attack) }]);
  return { openapi: '3.1.0', info: { title: 'x', version: '1' }, paths: Object.fromEntries(paths) };
}

const forbidden =
  'script iframe object embed base meta link style form math video audio img marquee foreignObject template';

// Text, because it runs in the page, whose globals are not ours.
const findWrongElements = `(() => {
  const wrong = [];
  const forbidden = '${forbidden}'.toLowerCase().split(' ');
  for (const one of document.querySelectorAll('main *')) {
    const name = one.tagName.toLowerCase();
    // The console's own form goes nowhere by itself.
    const isOurs = name === 'form' && one.attributes.length === 1 && one.className === 'grid gap-5';
    if (forbidden.includes(name) && !isOurs) wrong.push('<' + name + '>');
    for (const { name: attribute } of one.attributes)
      if (attribute.startsWith('on')) wrong.push(name + ' with ' + attribute);
    if (name === 'a' && !['http:', 'https:', 'mailto:'].includes(one.protocol)) wrong.push('a link to ' + one.href);
  }
  return wrong;
})()`;

test('there are enough ways to try', () => {
  assert.ok(ATTACKS.length >= 60);
  assert.equal(new Set(ATTACKS).size, ATTACKS.length);
});

for (const [where, path, text] of [
  ['a description', '', 'mermaid'],
  ['pages and operations', '/docs', 'mermaid'],
  ['a changelog', '/changelog', 'mermaid'],
  ['questions and answers', '/support', 'mermaid'],
  ['a sample answer', '/try', 'Sample response'],
] as const) {
  test(`D47 nothing of ${where} runs, leads elsewhere or is fetched`, async () => {
    const answer = await page.goto(`${instance.facts.portal_url}/apis/eve/evil${path}`);
    const policy = answer?.headers()['content-security-policy'] ?? '';
    assert.match(policy, /default-src 'self'/);
    assert.doesNotMatch(policy, /unsafe/);
    await page.getByText(text).filter({ visible: true }).first().waitFor();
    if (path === '/docs') {
      // What a route takes and answers is fetched when it comes near the window.
      const routes = page.locator('main article');
      assert.equal(await routes.count(), ATTACKS.length);
      for (let index = 0; index < ATTACKS.length; index += 4) {
        await routes.nth(index).scrollIntoViewIfNeeded();
        await routes.nth(index).getByText('Code samples').waitFor();
      }
    }
    assert.deepEqual(await page.evaluate(findWrongElements), []);
    // What waits for focus, a pointer or an animation gets its chance.
    await page.mouse.move(400, 400);
    for (let times = 0; times < 5; times += 1) await page.keyboard.press('Tab');
    assert.deepEqual(attacked, []);
  });
}

test('D47 in the reference, which others draw, nothing runs or is fetched, nor is anything of ours in reach', async () => {
  const asked = new Set<string>();
  const own = [/\/reference\/[a-z]+\.(html|css|js)$/];
  page.on('request', (request) => {
    if (inFrame(request)) asked.add(request.url());
  });
  page.on('requestfailed', (request) => {
    if (request.failure()?.errorText === 'csp') asked.delete(request.url());
  });
  const answer = await page.goto(`${instance.facts.portal_url}/apis/eve/evil/docs/reference`);
  assert.doesNotMatch(answer?.headers()['content-security-policy'] ?? '', /unsafe/);
  const frame = await referenceFrame(page, 'mermaid');
  // It draws what comes near the window.
  const height = Number(await frame.evaluate('document.documentElement.scrollHeight'));
  for (let top = 0; top < height; top += 1500) {
    await frame.evaluate(`scrollTo(0, ${top})`);
    await page.waitForTimeout(100);
  }
  await frame.getByText('/attack-59').last().waitFor();
  await page.locator('main iframe').click({ position: { x: 400, y: 300 } });
  for (let times = 0; times < 10; times += 1) await page.keyboard.press('Tab');
  await assertIsolated(page, frame);
  assert.equal(
    await frame.evaluate('document.querySelectorAll("script[src*=evil], iframe, object, embed").length'),
    0,
  );
  assert.match(page.url(), /\/apis\/eve\/evil\/docs\/reference$/, 'and the page stays where it was');
  assert.ok(
    [...asked].some((url) => url.endsWith('/reference/scalar.js')),
    'what is asked for is seen',
  );
  assert.deepEqual(
    [...asked].filter((url) => !own.some((ours) => ours.test(url))),
    [],
  );
  assert.deepEqual(attacked, []);
});

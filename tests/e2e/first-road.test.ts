import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { eventually } from '../flow/client.ts';
import { Instance } from '../flow/instance.ts';
import { launchBrowser } from './browser.ts';
import { looker } from './look.ts';

// A real browser against the real program: discover, sign up, subscribe, copy the key, call, see the call, see the invoice.

const instance = new Instance({ sample: true });
const troubles: string[] = [];
let browser: Browser;
let context: BrowserContext;
let page: Page;
let look: ReturnType<typeof looker>;
let key = '';

before(async () => {
  await instance.start();
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
  look = looker(page, 'artifacts/first-road');
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
});

after(async () => {
  await browser?.close();
  await instance.remove();
});

test('a visitor finds the API and what it costs', async () => {
  await page.goto(instance.facts.portal_url);
  await page.getByRole('link', { name: 'Weather' }).first().waitFor();
  await look('home');
  await page.getByRole('link', { name: 'Weather' }).first().click();
  await page.getByText('Enterprise and above').waitFor();
  await look('product');
  await page.getByRole('link', { name: 'Plans', exact: true }).click();
  await page.getByText('$199.00').first().waitFor();
  await look('plans');
});

test('they sign up, subscribe to Pro and are shown their key once', async () => {
  await page.getByRole('link', { name: 'Create account' }).first().click();
  await page.getByLabel('Your name').fill('Grace');
  await page.getByLabel('E-mail').fill('grace@example.com');
  await page.getByLabel('Organization').fill('Hopper Labs');
  await page.getByRole('textbox', { name: 'Password' }).fill('a long enough password');
  await look('sign-up');
  await page.locator('form').getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL('**/o/**');
  await page.goto(`${instance.facts.portal_url}/apis/skyline/weather`);
  await page.getByRole('link', { name: 'Subscribe' }).first().click();
  await page.getByRole('radio', { name: 'Pro' }).check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: /^Subscribe for/ }).click();
  await page.getByTestId('api-key').waitFor();
  key = /tp_live_[0-9A-Za-z]{30}/.exec((await page.locator('main').textContent()) ?? '')?.[0] ?? '';
  assert.notEqual(key, '');
  await look('key');
  const stored = await page.evaluate(
    'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])',
  );
  assert.doesNotMatch(String(stored), /tp_live_/, 'the key is nowhere but on the screen');
});

test('the key works as it is shown, and a route of a higher plan refuses it', async () => {
  const call = (path: string) =>
    fetch(`${instance.facts.gateway_url}/skyline/weather${path}`, {
      headers: { authorization: `Bearer ${key}` },
    });
  for (let i = 0; i < 3; i += 1) assert.equal((await call('/forecast?city=Porto')).status, 200);
  assert.equal((await call('/historical?city=Porto')).status, 403);
});

test('they see the calls', async () => {
  await page.getByRole('link', { name: 'See usage' }).click();
  await page.getByRole('link', { name: 'Requests' }).click();
  await page.getByText('/forecast').nth(2).waitFor();
  assert.equal(await page.getByText('/forecast').count(), 3);
  await look('requests');
});

test('they see the invoice with its lines', async () => {
  await page.getByRole('link', { name: 'Invoices' }).click();
  await page.locator('tbody a').first().waitFor();
  await look('invoices');
  await page.locator('tbody a').first().click();
  await page.getByText('Pro plan').first().waitFor();
  assert.match((await page.locator('main').textContent()) ?? '', /\$9\.00/);
  await look('invoice');
});

test('the key cannot be shown again', async () => {
  await page.getByRole('link', { name: 'API keys' }).click();
  await page.getByText(key.slice(-4)).first().waitFor();
  assert.doesNotMatch(await page.content(), new RegExp(key));
  await look('keys');
});

test('they limit a key to addresses, and rotate it while the old one works on', async () => {
  const call = async (text: string) => {
    const url = `${instance.facts.gateway_url}/skyline/weather/forecast?city=Porto`;
    return (await fetch(url, { headers: { 'x-api-key': text } })).status;
  };
  const shownKey = async () => {
    await page.getByTestId('api-key').waitFor();
    const text = (await page.getByTestId('api-key').textContent()) ?? '';
    await page.getByRole('button', { name: 'I have saved the key' }).click();
    await page.getByTestId('api-key').waitFor({ state: 'detached' });
    return text;
  };
  await page.getByRole('button', { name: 'Create key' }).click();
  await page.getByLabel('Name').fill('Server');
  await page.getByLabel('Allowed addresses').fill('127.0.0.0/8, ::1\nnonsense');
  await page.getByLabel('Scopes').fill('read');
  const create = page.getByRole('dialog').getByRole('button', { name: 'Create key' });
  await create.click();
  await page.getByText('must be an IP address or a network').waitFor();
  await look('key-form');
  assert.match(troubles.pop() ?? '', /422/, 'the one refusal that the browser may report');
  await page.getByLabel('Allowed addresses').fill('127.0.0.0/8, ::1');
  await create.click();
  const limited = await shownKey();
  await eventually('the new key works', 10, async () => (await call(limited)) === 200);
  await page.getByText('2 addresses · Scopes: read').waitFor();
  await page.getByRole('button', { name: 'Edit Server' }).click();
  await page.getByLabel('Allowed addresses').fill('192.0.2.0/24');
  await look('key-edited');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByText('1 address · Scopes: read').waitFor();
  await eventually('the change is in force', 10, async () => (await call(limited)) === 403);
  await page.getByRole('button', { name: 'Edit Server' }).click();
  await page.getByLabel('Allowed addresses').fill('127.0.0.0/8 ::1');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await eventually('and taken back', 10, async () => (await call(limited)) === 200);
  await page.getByText('2 addresses · Scopes: read').waitFor();
  await page.getByRole('button', { name: 'Rotate Server' }).click();
  await look('rotation');
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate', exact: true }).click();
  const next = await shownKey();
  assert.notEqual(next, limited);
  await eventually('its successor works', 10, async () => (await call(next)) === 200);
  assert.equal(await call(limited), 200, 'and so does the old one, for a day');
  await look('keys-rotated');
});

test('the browser had nothing to complain about', () => {
  assert.deepEqual(troubles, []);
});

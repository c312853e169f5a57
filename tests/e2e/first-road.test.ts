import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { eventually } from '../flow/client.ts';
import { Instance } from '../flow/instance.ts';
import { launchBrowser } from './browser.ts';
import { readLongList } from './long-list.ts';
import { looker } from './look.ts';
import { describeTheMarket } from './market-samples.ts';
import { readReference } from './read-reference.ts';
import { tryCalls } from './try-calls.ts';

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
  await describeTheMarket(instance);
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
  page.setDefaultTimeout(60_000);
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
  await page.getByRole('link', { name: 'Weather API' }).waitFor();
  await page.getByRole('link', { name: 'Travel' }).waitFor();
  await look('home');
  await page.getByRole('link', { name: 'Weather API' }).click();
  await page.getByText('Enterprise and above').waitFor();
  await look('product');
  await page.getByRole('link', { name: 'Plans', exact: true }).click();
  await page.getByText('$199.00').first().waitFor();
  // What the code that bills says: 1,000 calls at $0.10, 249,000 at $0.02, and the fee.
  await page.getByLabel('Calls in a period').fill('250000');
  await page.getByText('$5,089.00').waitFor();
  await page.getByText('Calls stop at 100,000 units').waitFor();
  await page.getByRole('rowheader', { name: 'Historical data' }).waitFor();
  await look('plans');
});

test('they read how to call it, in the language of their choice', async () => {
  await page.getByRole('link', { name: 'Documentation', exact: true }).click();
  const route = page.getByRole('article', { name: 'Current weather' });
  await route.getByText('As it was asked for.').waitFor();
  await route.getByText('2 fields').first().click();
  await route.getByText('direction', { exact: true }).waitFor();
  await route.getByText('Python', { exact: true }).click();
  const code = (await route.locator('pre').last().textContent()) ?? '';
  assert.match(code, /^import requests/);
  assert.match(code, /current-weather\?city=Lisbon/);
  assert.match(code, /Bearer YOUR_API_KEY/);
  await look('docs');
});

test('they read the same as a reference, which runs apart from the portal', async () => {
  await readReference(page, instance.facts.portal_url, look);
});

test('they look at the console, which says why it is locked and shows a sample', async () => {
  const route = page.getByRole('article', { name: 'Current weather' });
  await route.getByRole('link', { name: 'Try it' }).click();
  await page.waitForURL('**/try?route=*');
  await page.getByText('Calls are locked').waitFor();
  await page.getByText('"temperature_c": 21.5').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Send' }).isDisabled(), true);
  await look('try-locked');
});

test('they narrow the list, compare two APIs, and look at status and provider', async () => {
  await page.goto(`${instance.facts.portal_url}/apis`);
  await page.getByRole('combobox', { name: 'Price' }).selectOption('paid');
  await page.waitForURL('**/apis?price=paid');
  await page.getByRole('link', { name: 'Weather API' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByRole('checkbox', { name: 'Compare Weather API' }).check();
  await page.getByText('Choose one more to compare.').waitFor();
  await page.getByRole('checkbox', { name: 'Compare Tides' }).check();
  await look('list');
  await page.getByRole('link', { name: 'Compare 2 APIs' }).click();
  await page.getByRole('columnheader', { name: 'Tides' }).waitFor();
  await page.getByRole('cell', { name: '$29.00 / month' }).waitFor();
  await look('compare');
  await page.goto(`${instance.facts.portal_url}/apis/skyline/weather/status`);
  await page.getByText('Operational').waitFor();
  await look('status');
  await page.getByRole('link', { name: 'by Skyline Weather' }).click();
  await page.getByRole('heading', { name: 'Skyline Weather', level: 1 }).waitFor();
  await page.getByRole('link', { name: 'Tides' }).waitFor();
  await look('provider');
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

test('the samples beside the key work as they are shown, in every language', async () => {
  await page.getByText('JavaScript', { exact: true }).click();
  const code = (await page.locator('pre').first().textContent()) ?? '';
  assert.match(code, /^const response = await fetch/);
  assert.ok(code.includes(key), 'with the key that is on the screen');
});

test('they see the calls', async () => {
  await page.getByRole('link', { name: 'See usage' }).click();
  await page.getByRole('link', { name: 'Requests' }).click();
  await page.getByText('/forecast').nth(2).waitFor();
  assert.equal(await page.getByText('/forecast').count(), 3);
  await look('requests');
  await page.getByRole('combobox', { name: 'Method' }).selectOption('GET');
  await page.waitForURL('**method=GET**');
  await page.getByRole('button', { name: '/forecast' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Request' });
  await dialog.getByText('1 unit', { exact: true }).waitFor();
  assert.match(page.url(), /request=req_/, 'the one that is open stands in the address');
  await look('request');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  assert.match(page.url(), /method=GET/);
  await look('requests');
});

test('a hundred thousand calls scroll like three', async () => {
  const address = page.url();
  await readLongList(page, address);
  await page.goto(address);
  await page.getByText('/forecast').first().waitFor();
});

test('they see what was slow, and what failed, and take it with them', async () => {
  await page.getByRole('link', { name: 'Usage', exact: true }).click();
  await page.getByRole('heading', { name: 'Usage', level: 1 }).waitFor();
  await page.getByRole('cell', { name: '/forecast' }).first().waitFor();
  await page.getByText('p95 latency').first().waitFor();
  await look('usage');
  await page.getByRole('radio', { name: 'Status' }).check({ force: true });
  await page.waitForURL('**by=status**');
  await page.getByRole('cell', { name: '200', exact: true }).waitFor();
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  const file = readFileSync(await (await coming).path(), 'utf8');
  assert.match(file, /^status,calls,client_errors/);
  assert.match(file, /\r\n200,3,0,0,3,0,/);
  await look('usage');
});

test('the home says what is spent, what comes, and what waits for them', async () => {
  await page.getByRole('link', { name: 'Home' }).click();
  await page.getByText('Spent so far').first().waitFor();
  const spent = page.locator('dl').filter({ hasText: 'Spent so far' }).first();
  await spent.getByText('$9.30').first().waitFor();
  await page
    .getByText(/^Invoice .+ waiting for payment/)
    .first()
    .waitFor();
  await page.getByText('there is no payment method for it').waitFor();
  await page.locator('summary', { hasText: 'What will be on it' }).click();
  await look('home-of-consumer');
});

test('they say whom invoices are made out to, and how they are paid', async () => {
  await page.getByRole('link', { name: 'Add payment method' }).click();
  await page.getByRole('heading', { name: 'Billing details' }).waitFor();
  await page.getByRole('button', { name: 'Add payment method' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add payment method' });
  await look('payment-method');
  await dialog.getByRole('button', { name: 'Add payment method' }).click();
  await page.getByText('Default', { exact: true }).waitFor();
  await page.getByLabel('Legal name').fill('Hopper Labs Inc');
  await page.getByLabel('Street and number').fill('1 Harbour Road');
  await page.getByRole('button', { name: 'Save address' }).click();
  await page.locator('[aria-invalid=true]').first().waitFor();
  assert.match(troubles.pop() ?? '', /422/, 'an address without a city is refused beside its field');
  await page.getByLabel('City').fill('Boston');
  await page.getByLabel('Country').selectOption('US');
  await page.getByRole('button', { name: 'Save address' }).click();
  await page.getByText('Invoice address saved').first().waitFor();
  await page.getByLabel('Reference').fill('PO-7');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved for the next invoices').first().waitFor();
  await look('billing');
});

test('they say of what costs they are told', async () => {
  await page.getByRole('link', { name: 'Alerts' }).click();
  await page.getByRole('button', { name: 'Add amount' }).click();
  const amount = page.getByLabel('Amount', { exact: true });
  await amount.fill('much');
  await page.getByRole('button', { name: 'Save alerts' }).click();
  await page.locator('[aria-invalid=true]').waitFor();
  assert.match(troubles.pop() ?? '', /422/);
  await amount.fill('9.20');
  await page.getByRole('button', { name: 'Save alerts' }).click();
  await page.getByText('Alerts saved').first().waitFor();
});

test('whatever has a name is found from the keyboard', async () => {
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Search and commands' });
  await palette.getByRole('combobox').waitFor();
  await look('palette');
  await page.keyboard.type('audit');
  await palette.getByRole('option', { name: 'Audit log' }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/audit');
  await page.getByRole('heading', { name: 'Audit log' }).waitFor();
  await page.keyboard.press('Control+k');
  await palette.getByRole('combobox').waitFor();
  await page.keyboard.type('weather');
  await palette
    .getByRole('option', { name: /Weather/ })
    .first()
    .waitFor();
  await look('palette-search');
  await page.keyboard.press('Escape');
  await palette.waitFor({ state: 'hidden' });
});

test('and all that was done stands in the audit log', async () => {
  await page.getByText('Payment method added').waitFor();
  await page.getByRole('combobox', { name: 'About' }).selectOption('Subscriptions');
  await page.waitForURL('**action=subscription');
  await page.getByText('Payment method added').waitFor({ state: 'detached' });
  await page.getByText('Subscription created').waitFor();
  await look('audit');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByText('Payment method added').waitFor();
  await look('audit');
});

test('they rename themselves and give a machine a token, which is shown once', async () => {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Hopper Laboratories');
  await page.getByRole('button', { name: 'Save settings' }).click();
  await page.getByText('Settings saved').first().waitFor();
  await page.getByRole('button', { name: 'Hopper Laboratories' }).first().waitFor();
  await page.getByRole('button', { name: 'Create token' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Reports');
  await look('token-form');
  await dialog.getByRole('button', { name: 'Create token' }).click();
  const token = (await dialog.locator('pre').textContent())!.trim();
  const api = (path: string) =>
    fetch(`${instance.facts.portal_url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal((await api('/usage/requests')).status, 200);
  assert.equal((await api('/invoices')).status, 403, 'it may do what it was given');
  await dialog.getByRole('button', { name: 'I have saved the token' }).click();
  await dialog.waitFor({ state: 'hidden' });
  assert.ok(!(await page.content()).includes(token));
  await look('settings');
  await page.getByRole('button', { name: 'Revoke Reports' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('No service token').waitFor();
  await eventually('it is refused', 10, async () => (await api('/usage/requests')).status === 401);
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

test('they try a call: it is answered, counted and costs what their plan says', async () => {
  await tryCalls(page, instance.facts.portal_url, look);
  await page.goto(`${instance.facts.portal_url}/o/hopper-labs/invoices`);
  await page.locator('tbody a').first().waitFor();
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

test('within a minute they are told, here and by mail', async () => {
  await page.getByRole('link', { name: 'Alerts' }).click();
  await eventually('the alert', 100, async () => {
    await page.reload();
    await page.getByRole('heading', { name: 'What you were told' }).waitFor();
    await page.getByRole('table').or(page.getByText('Nothing has reached')).first().waitFor();
    return page.getByText(/\$9\.20 reached: \$9\.\d\d so far/).isVisible();
  });
  await look('alerts');
  const folder = join(instance.dataDirectory, 'outbox');
  await eventually('the mail', 30, async () => {
    const mails = readdirSync(folder).filter((name) => name.endsWith('.eml'));
    return mails.some((name) => /costs 9\.20 USD or more/.test(readFileSync(join(folder, name), 'utf8')));
  });
});

test('the browser had nothing to complain about', () => {
  assert.deepEqual(troubles, []);
});

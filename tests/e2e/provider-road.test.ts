import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { Instance } from '../flow/instance.ts';
import { launchBrowser } from './browser.ts';
import { looker } from './look.ts';

// From the other side of the road: sign up, become a provider, describe an API, price it, publish it, find it for sale.

const instance = new Instance();
const troubles: string[] = [];
let browser: Browser;
let page: Page;
let look: ReturnType<typeof looker>;

before(async () => {
  await instance.start();
  browser = await launchBrowser();
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  page.setDefaultTimeout(60_000);
  look = looker(page, 'artifacts/provider-road');
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    // Chromium reports each refusal of the server; this road provokes some.
    if (message.type() === 'error' && !/status of (409|422)/.test(message.text()))
      troubles.push(message.text());
  });
});

after(async () => {
  await browser?.close();
  await instance.remove();
});

// Dialogs are asked for by name: a toast has the role of a dialog, too.
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });

test('somebody signs up and becomes a provider', async () => {
  await page.goto(`${instance.facts.portal_url}/signup`);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByLabel('Organization').fill('Tide Tables');
  await page.getByRole('textbox', { name: 'Password' }).fill('a long enough password');
  await page.locator('form').getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL('**/o/tide-tables');
  await page.getByRole('link', { name: 'Provide' }).click();
  await page.getByLabel('Street and number').fill('Harbour Road 1');
  await page.getByLabel('City').fill('Porto');
  await page.getByLabel('Country').selectOption('PT');
  await look('become-provider');
  await button('Become a provider').click();
  await page.getByText('On the way to your first sale').waitFor();
  await look('overview');
});

test('they describe a product; what the server refuses is said beside the field', async () => {
  await page.getByRole('link', { name: 'Products' }).click();
  await look('no-products');
  await page.getByRole('link', { name: 'New product' }).click();
  await page.getByLabel('Name').fill('Tides & Currents');
  assert.equal(await page.getByLabel('Address').inputValue(), 'tides-currents');
  await page.getByLabel('Upstream URL').fill('http://169.254.169.254/');
  await button('Create product').click();
  await page.getByText('is a private or reserved address').waitFor();
  assert.equal(await page.getByLabel('Upstream URL').getAttribute('aria-invalid'), 'true');
  await page.getByLabel('Upstream URL').fill('https://api.example.com');
  await page.getByLabel('Summary').fill('High and low water of every harbour.');
  await page.getByLabel('Description').fill('# Tides\n\nHarbours by **name**. <script>alert(1)</script>');
  await page.getByText('Preview', { exact: true }).click();
  await page.getByRole('heading', { name: 'Tides', exact: true }).waitFor();
  assert.match((await page.locator('main').textContent()) ?? '', /<script>alert\(1\)<\/script>/);
  await look('new-product');
  await button('Create product').click();
  await page.getByRole('heading', { name: 'Tides & Currents', level: 1 }).waitFor();
  await page.getByText('No plan yet').waitFor();
});

test('an unfinished product is not published, and they are told what it lacks', async () => {
  await button('Publish').click();
  await page.getByText('the product needs at least one route').waitFor();
  await page.getByText('the product needs a published plan version').waitFor();
  await look('unfinished-product');
});

test('they price it: a plan with a quota, overage and falling prices, and see what it would charge', async () => {
  await page.getByRole('link', { name: 'Add plan' }).first().click();
  const form = page.locator('main');
  await form.getByLabel('Name', { exact: true }).fill('Harbour');
  await form.getByLabel('Price', { exact: true }).fill('29.999');
  await form.getByLabel('Units included').fill('10000');
  await form.getByLabel('Past the quota').selectOption('charge');
  await form.getByLabel('Price per unit', { exact: true }).fill('0.0003');
  await form.getByRole('button', { name: 'Add quota' }).click();
  await form.getByLabel('Units included').nth(1).fill('500');
  await form.getByLabel('Renewed each').nth(1).selectOption('day-anniversary');
  await form.getByRole('button', { name: 'Add rate limit' }).click();
  await form.getByLabel('Rate limit (calls)').nth(0).fill('5');
  await form.getByLabel('Rate limit (calls)').nth(1).fill('90');
  await form.getByRole('button', { name: 'Add usage price' }).click();
  await form.getByLabel('How it is priced').selectOption('graduated');
  await form.getByLabel('Name on the invoice').fill('Forecasts');
  await form.getByLabel('Up to', { exact: true }).first().fill('500');
  await form.getByLabel('Price for one').nth(0).fill('0.02');
  await form.getByLabel('Price for one').nth(1).fill('0.015');
  await form.getByText('It shows as soon as the terms are complete.').waitFor();
  await form.getByRole('button', { name: 'Publish plan' }).click();
  await form.getByText('USD has at most 2 decimal places').first().waitFor();
  await look('plan-refused');
  await form.getByLabel('Price', { exact: true }).fill('29.90');
  // 29.90 + 500 × 0.02 + 49,500 × 0.015 + 40,000 units past the quota at 0.0003.
  await form.getByLabel('Calls up to').selectOption('100000');
  await form.getByText('50,000 calls').waitFor();
  await form.getByText('$794.40').waitFor();
  await form.getByRole('button', { name: 'View as table' }).click();
  await form.getByRole('rowheader', { name: '100,000' }).waitFor();
  await form.getByRole('button', { name: 'View as chart' }).click();
  await look('plan');
  await form.getByRole('button', { name: 'Publish plan' }).click();
  await page.waitForURL('**/plans/pln_*');
  await form.getByText('Version 1 on offer').waitFor();
  await page.getByRole('link', { name: 'Offer', exact: true }).click();
  await page.getByText('$29.90 / month').waitFor();
  await page.getByText('10,000 units per month · 500 units per day').waitFor();
});

test('they add a route from that plan on', async () => {
  await button('Add route').click();
  const dialog = page.getByRole('dialog', { name: 'New route' });
  await dialog.getByLabel('Path', { exact: true }).fill('harbours/{id');
  await dialog.getByLabel('Minimum plan').selectOption({ label: 'Harbour and above' });
  await dialog.getByLabel('Quota units per call').fill('2.5');
  await dialog.getByLabel('Rate limit').fill('20');
  await dialog.getByRole('button', { name: 'Save route' }).click();
  await dialog.locator('[aria-invalid=true]').waitFor();
  await look('route-dialog');
  await dialog.getByLabel('Path', { exact: true }).fill('/harbours/{id}');
  await dialog.getByRole('button', { name: 'Save route' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('/harbours/{id}').first().waitFor();
  assert.match((await page.locator('main').textContent()) ?? '', /20 calls per second/);
});

test('they publish it, and it is on the marketplace with what they said', async () => {
  await button('Publish').click();
  await button('Unpublish').waitFor();
  await look('published-product');
  await page.getByRole('link', { name: 'View on the marketplace' }).click();
  await page.waitForURL('**/apis/tide-tables/tides-currents');
  await page.getByText('/harbours/{id}').first().waitFor();
  await page.getByRole('link', { name: 'Plans', exact: true }).click();
  await page.getByText('then $0.0003 per unit').waitFor();
  await look('on-the-marketplace');
  await page.goto(instance.facts.portal_url);
  await page.getByRole('link', { name: 'Tides & Currents' }).waitFor();
});

test('changed terms wait as a draft, are compared with what is on offer, and then published', async () => {
  await page.goto(`${instance.facts.portal_url}/p/tide-tables/products`);
  await page.getByRole('link', { name: 'Tides & Currents' }).click();
  await page.getByRole('link', { name: 'Edit Harbour' }).click();
  const form = page.locator('main');
  await form.getByLabel('Name', { exact: true }).fill('Quay');
  await form.getByRole('button', { name: 'Save as draft' }).click();
  await page.getByRole('heading', { name: 'Quay' }).waitFor();
  assert.equal(await form.getByText('Draft of version').count(), 0, 'a name alone makes no version');
  await form.getByLabel('Price', { exact: true }).fill('31.00');
  await form.getByRole('button', { name: 'Add fee' }).click();
  const fee = form.getByRole('group', { name: 'Further fees' });
  await fee.getByLabel('Name on the invoice').fill('Seats');
  await fee.getByLabel('For each').selectOption('seat');
  await fee.getByLabel('How it is priced').selectOption('per_unit');
  await fee.getByLabel('Price for one').fill('4');
  await form.getByRole('button', { name: 'Save as draft' }).click();
  await form.getByText('Draft of version 2').waitFor();
  await form.getByRole('button', { name: 'Compare Version 2' }).click();
  const compared = page.getByRole('dialog', { name: 'From version 1 to version 2' });
  await compared.getByText('fees › seats').waitFor();
  await look('plan-compared');
  await compared.getByRole('button', { name: 'Close' }).click();
  await look('plan-draft');
  await look('plan');
  await form.getByRole('button', { name: 'Publish plan' }).click();
  const publishing = page.getByRole('dialog', { name: 'Publish this version?' });
  await publishing.getByText('31.00').waitFor();
  await look('plan-publish');
  await publishing.getByRole('button', { name: 'Publish plan' }).click();
  await publishing.waitFor({ state: 'hidden' });
  await form.getByText('Version 2 on offer').waitFor();
  await page.getByRole('link', { name: 'Offer', exact: true }).click();
  await page.getByText('$31.00 / month').waitFor();
});

test('routes and plans are one matrix, which the keyboard changes and which is looked at before it is saved', async () => {
  await page.getByRole('link', { name: 'Add plan' }).click();
  const form = page.locator('main');
  await form.getByLabel('Name', { exact: true }).fill('Fleet');
  await form.getByLabel('Price', { exact: true }).fill('99');
  await form.getByRole('button', { name: 'Publish plan' }).click();
  await page.waitForURL('**/plans/pln_*');
  await page.getByRole('link', { name: 'Matrix' }).click();
  const first = page.getByRole('radio', { name: 'GET /harbours/{id} from Quay on' });
  await first.focus();
  await page.keyboard.press('ArrowRight');
  await page.getByText('1 route changed').waitFor();
  await page.getByLabel('Quota units per call of GET /harbours/{id}').fill('3');
  await look('matrix');
  await button('Review').click();
  const dialog = page.getByRole('dialog', { name: 'Change these routes?' });
  await dialog.getByText('From Quay on → from Fleet on').waitFor();
  await dialog.getByText('Quota units per call: 2.5 → 3').waitFor();
  await look('matrix-review');
  await dialog.getByRole('button', { name: 'Change them' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('link', { name: 'Offer', exact: true }).click();
  await page.getByText('Fleet and above').waitFor();
});

test('how consumers are billed is set by form', async () => {
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  const terms = page.getByLabel('Payment terms, days');
  await terms.fill('3000');
  await button('Save settings').click();
  await page.locator('[aria-invalid=true]').waitFor();
  await terms.fill('30');
  await button('Save settings').click();
  await page.getByText('Settings saved').first().waitFor();
  await look('settings');
  await page.reload();
  await terms.waitFor();
  assert.equal(await terms.inputValue(), '30');
});

test('the browser had nothing to complain about', () => {
  assert.deepEqual(troubles, []);
});

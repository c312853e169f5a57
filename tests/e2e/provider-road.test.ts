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
  page.setDefaultTimeout(30_000);
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

test('they price it: a plan with a quota, overage and falling prices', async () => {
  await button('Add plan').click();
  const dialog = page.getByRole('dialog', { name: 'New plan' });
  await dialog.getByLabel('Name', { exact: true }).fill('Harbour');
  await dialog.getByLabel('Price', { exact: true }).fill('29.999');
  await dialog.getByLabel('Units included').fill('10000');
  await dialog.getByLabel('Past the quota').selectOption('charge');
  await dialog.getByLabel('Price per unit').fill('0.0003');
  await dialog.getByRole('button', { name: 'Add quota' }).click();
  await dialog.getByLabel('Units included').nth(1).fill('500');
  await dialog.getByLabel('Renewed each').nth(1).selectOption('day-anniversary');
  await dialog.getByRole('button', { name: 'Add rate limit' }).click();
  await dialog.getByLabel('Rate limit (calls)').nth(0).fill('5');
  await dialog.getByLabel('Rate limit (calls)').nth(1).fill('90');
  await dialog.getByLabel('How usage is priced').selectOption('graduated');
  await dialog.getByLabel('Name on the invoice').fill('Forecasts');
  await dialog.getByLabel('Up to').first().fill('500');
  await dialog.getByLabel('Price for one').nth(0).fill('0.02');
  await dialog.getByLabel('Price for one').nth(1).fill('0.015');
  await dialog.getByRole('button', { name: 'Publish plan' }).click();
  await dialog.getByText('USD has at most 2 decimal places').waitFor();
  await look('plan-dialog');
  await dialog.getByLabel('Price', { exact: true }).fill('29.90');
  await dialog.getByRole('button', { name: 'Publish plan' }).click();
  await dialog.waitFor({ state: 'hidden' });
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

test('changed terms are another version; the name alone is not', async () => {
  await page.goto(`${instance.facts.portal_url}/p/tide-tables/products`);
  await page.getByRole('link', { name: 'Tides & Currents' }).click();
  for (const [label, text, shown, version] of [
    ['Name', 'Quay', 'Quay', '1'],
    ['Price', '31.00', /^\$31\.00/, '2'],
  ] as const) {
    await button(/^Edit (Harbour|Quay)$/).click();
    const dialog = page.getByRole('dialog', { name: 'Edit plan' });
    await dialog.getByLabel(label, { exact: true }).fill(text);
    await dialog.getByRole('button', { name: 'Save plan' }).click();
    await dialog.waitFor({ state: 'hidden' });
    // The list is read again after the dialog closed: editing goes on from what it then shows.
    await page.getByRole('cell', { name: shown, exact: true }).first().waitFor();
    await page.getByRole('cell', { name: version, exact: true }).waitFor();
  }
  await page.getByText('$31.00 / month').waitFor();
});

test('the browser had nothing to complain about', () => {
  assert.deepEqual(troubles, []);
});

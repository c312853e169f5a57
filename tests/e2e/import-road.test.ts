import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { Client } from '../flow/client.ts';
import { Instance } from '../flow/instance.ts';
import { launchBrowser } from './browser.ts';

// A provider imports a document, sees first what it would do, and shows the product to few.

const instance = new Instance();
let browser: Browser;
let page: Page;
let provider: Client;
let productId: string;

const account = { email: 'ida@example.com', password: 'a long enough password', organization_slug: 'ida' };

before(async () => {
  await instance.start();
  const anyone = new Client(instance.facts.portal_url);
  const { access_token: token, organization } = await anyone.post('/auth/signup', account);
  provider = anyone.bearer(token);
  const legal = { name: 'Ida Ltd', address: { line1: 'Road 1', city: 'Bern' }, country: 'CH' };
  await provider.post(`/organizations/${organization.id}/provider`, { legal });
  const product = { slug: 'pets', name: 'Pets', upstream_url: 'https://93.184.215.14' };
  productId = (await provider.post('/products', product)).id;
  browser = await launchBrowser();
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  page.setDefaultTimeout(60_000);
});

after(async () => {
  await browser?.close();
  await instance.remove();
});

const document = (summary: string) =>
  JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1' },
    paths: {
      '/pets': { get: { summary, responses: { 200: { description: 'Pets' } } } },
      '/files/{name}.{extension}': { get: { responses: {} } },
    },
  });

test('a pasted document shows what it would do and becomes routes', async () => {
  await page.goto(`${instance.facts.portal_url}/login?next=/p/ida/products/${productId}`);
  await page.getByLabel('E-mail').fill(account.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(account.password);
  await page.locator('form').getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Import OpenAPI' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import an OpenAPI document' });
  await dialog.getByLabel('Document, JSON or YAML').fill('swagger: "2.0"');
  await dialog.getByRole('button', { name: 'Show what would change' }).click();
  await dialog.getByText(/Swagger 2\.0/).waitFor();
  await dialog.getByLabel('Document, JSON or YAML').fill(document('List pets'));
  await dialog.getByRole('button', { name: 'Show what would change' }).click();
  await dialog.getByText('1 operation left out', { exact: false }).waitFor();
  assert.deepEqual((await provider.get(`/products/${productId}/routes`)).data, []);
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('/pets', { exact: true }).first().waitFor();
  const [route] = (await provider.get(`/products/${productId}/routes`)).data;
  assert.equal(route.name, 'List pets');
});

test('visibility is chosen where the product is', async () => {
  await page.getByLabel('Visibility').selectOption('private');
  await page.getByLabel('Tags').fill('Cats, cats , Dogs');
  await page.getByRole('button', { name: 'Save visibility' }).click();
  await page.getByText('Saved').first().waitFor();
  const product = await provider.get(`/products/${productId}`);
  assert.deepEqual([product.visibility, product.tags], ['private', ['cats', 'dogs']]);
});

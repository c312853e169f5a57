import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { Client, eventually } from '../flow/client.ts';
import { Instance } from '../flow/instance.ts';
import { launchBrowser } from './browser.ts';
import { looker } from './look.ts';

// What a provider and the operator set by form, and what a consumer sees of it: against the real program, checked through the API.

const instance = new Instance({ sample: true });
const troubles: string[] = [];
let browser: Browser;
let page: Page;
let consumerPage: Page;
let look: ReturnType<typeof looker>;
let provider: Client;
let operator: Client;
let product: { id: string; place: string };

async function signedIn(email: string, password: string): Promise<Page> {
  const one = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  one.setDefaultTimeout(60_000);
  one.on('pageerror', (error) => troubles.push(String(error)));
  await one.goto(`${instance.facts.portal_url}/login`);
  await one.getByLabel('E-mail').fill(email);
  await one.getByRole('textbox', { name: 'Password' }).fill(password);
  await one.locator('form').getByRole('button', { name: 'Sign in' }).click();
  await one.waitForURL((url) => url.pathname !== '/login');
  return one;
}

async function client(email: string, password: string): Promise<Client> {
  const anyone = new Client(instance.facts.portal_url);
  return anyone.bearer((await anyone.post('/auth/login', { email, password })).access_token);
}

const shown = () => provider.get(`/products/${product.id}`);

before(async () => {
  const { sample, operator: first, portal_url: portal } = await instance.start();
  provider = await client(sample!.provider_email, sample!.password);
  operator = await client(first!.email, first!.password);
  const [weather] = (await provider.get('/products')).data;
  product = { id: weather.id, place: `${portal}/p/skyline/products/${weather.id}` };
  browser = await launchBrowser();
  page = await signedIn(sample!.provider_email, sample!.password);
  consumerPage = await signedIn(sample!.consumer_email, sample!.password);
  look = looker(page, 'artifacts/settings-road');
});

after(async () => {
  await browser?.close();
  await instance.remove();
});

test('who may call is set by form, and what is wrong stands beside its field', async () => {
  await page.goto(`${product.place}/traffic`);
  await page.getByLabel('Addresses that may call').fill('127.0.0.0/8\nnot an address');
  await page.getByRole('textbox', { name: 'Origins' }).fill('https://app.example.com');
  await page.getByRole('textbox', { name: 'Names' }).fill('weather.example.com');
  await page.getByRole('button', { name: 'Save traffic' }).click();
  await page.locator('[aria-invalid=true]').waitFor();
  assert.equal(
    await page.getByLabel('Addresses that may call').getAttribute('aria-invalid'),
    'true',
    'the list with the wrong entry is the one that is marked',
  );
  await page.getByLabel('Addresses that may call').fill('127.0.0.0/8');
  await page.getByRole('button', { name: 'Save traffic' }).click();
  await page.getByText('Traffic settings saved').first().waitFor();
  const { traffic } = await shown();
  assert.deepEqual(traffic.addresses.allow, ['127.0.0.0/8']);
  assert.deepEqual(traffic.cors.origins, ['https://app.example.com']);
  assert.deepEqual(traffic.hosts, ['weather.example.com']);
  await look('traffic');
});

test('targets, header rules and the proof of the upstream; its secret is shown once', async () => {
  await page.getByRole('link', { name: 'Upstream', exact: true }).click();
  await page.getByRole('button', { name: 'Add address' }).click();
  await page.getByRole('textbox', { name: 'Address 2' }).fill('http://127.0.0.1:9');
  await page.getByRole('textbox', { name: 'Weight' }).nth(1).fill('0');
  await page.getByRole('button', { name: 'Add rule: Headers of calls' }).click();
  await page.getByRole('textbox', { name: 'Header', exact: true }).fill('x-plan');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: so it is written in a rule
  const value = '${plan}';
  await page.getByRole('textbox', { name: 'Value', exact: true }).fill(value);
  await page.getByRole('button', { name: 'Save upstream' }).click();
  await page.getByText('Upstream settings saved').first().waitFor();
  const { upstream } = await shown();
  assert.deepEqual(upstream.targets, [{ url: 'http://127.0.0.1:9', weight: 0 }]);
  assert.deepEqual(upstream.request_headers, [{ op: 'set', name: 'x-plan', value }]);
  await page.getByRole('button', { name: 'Make a secret' }).click();
  const asking = page.getByRole('dialog', { name: 'Make a secret' });
  await asking.getByRole('button', { name: 'Make a secret' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your new secret' });
  const secret = (await dialog.locator('pre').textContent()) ?? '';
  assert.ok(secret.trim().length >= 20);
  await dialog.getByRole('button', { name: 'I have saved the secret' }).click();
  await dialog.waitFor({ state: 'hidden' });
  assert.ok(!(await page.content()).includes(secret.trim()));
  await look('upstream');
});

test('a changelog entry, a contact and a question come onto the marketplace', async () => {
  await page.getByRole('link', { name: 'Writing', exact: true }).click();
  await page.getByRole('button', { name: 'Add entry' }).click();
  const dialog = page.getByRole('dialog', { name: 'New entry' });
  await dialog.getByLabel('Version').fill('2.0.0');
  await dialog.getByLabel('Title').fill('Historical data');
  await dialog.getByLabel('What changed').fill('A **year**.');
  await dialog.getByLabel('Publish it now').check();
  await dialog.getByRole('button', { name: 'Save entry' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Add contact' }).click();
  await page.getByLabel('For what').fill('Everything');
  await page.getByLabel('E-mail').fill('help@example.com');
  await page.getByRole('button', { name: 'Add question' }).click();
  await page.getByRole('textbox', { name: 'Question' }).fill('Is it free?');
  await page.getByRole('textbox', { name: 'Answer', exact: true }).fill('There is a free plan.');
  await page.getByRole('button', { name: 'Save support' }).click();
  await page.getByText('Support saved').first().waitFor();
  await look('writing');
  await consumerPage.goto(`${instance.facts.portal_url}/apis/skyline/weather/changelog`);
  await consumerPage.getByText('Historical data').waitFor();
  await consumerPage.getByRole('link', { name: 'Support', exact: true }).click();
  await consumerPage.getByText('help@example.com').waitFor();
});

test('keys issued elsewhere are imported, with what became of each row', async () => {
  await page.getByRole('link', { name: 'Key import' }).click();
  const id = await page.locator('code', { hasText: /^sub_/ }).first().textContent();
  const rows = [
    'subscription_id,name,key',
    `${id},Old key,legacy-0123456789-abcdef`,
    `sub_none,Other,legacy-zyxwvut-98765`,
  ];
  await page.getByRole('textbox', { name: 'Rows' }).fill(rows.join('\n'));
  await page.getByRole('button', { name: 'Import keys' }).click();
  await page.getByText('1 imported, 0 there already, 1 refused').waitFor();
  await look('keys');
});

test('a private product is asked for by its address, and the provider decides', async () => {
  const hidden = { slug: 'hidden', name: 'Hidden', upstream_url: (await shown()).upstream_url };
  const settings = { visibility: 'private', access_requests: true };
  const { id } = await provider.post('/products', { ...hidden, ...settings });
  await provider.post(`/products/${id}/routes`, { method: 'GET', template: '/forecast' });
  const terms = { price: { amount: '0', currency: 'USD' }, billing_period: { unit: 'month', count: 1 } };
  const [free] = (await provider.get(`/billing/plans?product=${product.id}`)).data;
  const plan = { product_id: id, slug: 'free', name: 'Free', tier: 1, publish: true };
  await provider.post('/billing/plans', { ...plan, terms: free?.current_version.terms ?? terms });
  await provider.post(`/products/${id}/publish`, {});
  const address = `${instance.facts.portal_url}/apis/skyline/hidden`;
  await consumerPage.goto(address);
  await consumerPage.getByLabel('Message to the provider').fill('We are your neighbours.');
  await consumerPage.getByRole('button', { name: 'Request access' }).click();
  await consumerPage.getByText('is with the provider').waitFor();
  await page.goto(`${instance.facts.portal_url}/p/skyline/products/${id}/access`);
  await page.getByText('We are your neighbours.').waitFor();
  await look('access');
  await page.getByRole('button', { name: 'Let in', exact: false }).last().click();
  const deciding = page.getByRole('dialog', { name: /^Let .+ in\?$/ });
  await deciding.getByRole('button', { name: 'Let in' }).click();
  await deciding.waitFor({ state: 'hidden' });
  const { data } = await provider.get(`/products/${id}/access`);
  assert.equal(data[0].state, 'granted');
  await consumerPage.goto(address);
  await consumerPage.getByRole('heading', { level: 1, name: 'Hidden' }).waitFor();
});

test('a provider moves the time of a sandbox consumer, and who acts for it sees which time it is', async () => {
  await page.goto(`${instance.facts.portal_url}/p/skyline/sandbox`);
  await page.getByRole('button', { name: 'New sandbox consumer' }).click();
  const making = page.getByRole('dialog', { name: 'New sandbox consumer' });
  await making.getByLabel('Name').fill('Trying out');
  await making.getByRole('button', { name: 'New sandbox consumer' }).click();
  await page.getByRole('button', { name: 'Advance Trying out' }).click();
  const moving = page.getByRole('dialog', { name: 'Move the time of Trying out' });
  await moving.getByLabel('To (UTC)').fill('2020-01-01T00:00:00');
  await moving.getByRole('button', { name: 'Advance' }).click();
  await moving.getByText('time does not go back').nth(1).waitFor();
  await look('sandbox-advance');
  await moving.getByRole('button', { name: 'Next day' }).click();
  const there = await moving.getByLabel('To (UTC)').inputValue();
  await moving.getByRole('button', { name: 'Advance' }).click();
  await moving.waitFor({ state: 'hidden' });
  await page.locator(`time[datetime^="${there}"]`).waitFor();
  await page.getByText('Ready', { exact: true }).waitFor();
  await look('sandbox');
  await page.getByRole('link', { name: 'Act for it Trying out' }).click();
  await page.getByText('Sandbox, its time is').waitFor();
  await page.locator(`time[datetime^="${there}"]`).waitFor();
});

test('credit is given with a reason, and bought; the wallet tells where it came from', async () => {
  await page.goto(`${instance.facts.portal_url}/p/skyline/consumers`);
  await page.getByRole('button', { name: 'Give credit Acme Travel' }).first().click();
  const giving = page.getByRole('dialog', { name: 'Give Acme Travel credit' });
  await giving.getByLabel('Amount in USD').fill('7.50');
  await giving.getByLabel('Reason').fill('For the outage');
  await giving.getByRole('button', { name: 'Give credit' }).click();
  await giving.waitFor({ state: 'hidden' });
  const wallet = `${instance.facts.portal_url}/o/acme/wallet`;
  await consumerPage.goto(wallet);
  await consumerPage.getByText('For the outage').waitFor();
  await consumerPage.getByRole('button', { name: 'Top up' }).click();
  const buying = consumerPage.getByRole('dialog', { name: 'Buy credit with Skyline Weather' });
  await buying.getByLabel('Amount in USD').fill('25');
  await buying.getByRole('button', { name: 'Buy credit' }).click();
  await consumerPage.waitForURL('**/invoices/inv_*');
  await consumerPage.goto(wallet);
  await consumerPage.getByText('$25.00 bought, $7.50 given').waitFor();
  await looker(consumerPage, 'artifacts/settings-road')('wallet');
});

test('a provider sees a consumer whole: use, keys, and a ban that gateways enforce, each with a reason', async () => {
  const { sample, gateway_url: gateway } = instance.facts;
  const headers = { authorization: `Bearer ${sample!.api_key}` };
  const call = async () =>
    (await fetch(`${gateway}/skyline/weather/current-weather?city=Porto`, { headers })).status;
  assert.equal(await call(), 200);
  await page.goto(`${instance.facts.portal_url}/p/skyline/consumers`);
  await page.getByRole('link', { name: 'Acme Travel' }).first().waitFor();
  await look('consumers');
  await page.getByLabel('State').selectOption('canceled');
  await page.waitForURL('**/consumers?state=canceled');
  await page.getByText('No subscription fits these filters').waitFor();
  await page.getByLabel('State').selectOption('');
  await page.getByRole('link', { name: 'Acme Travel' }).first().click();
  await page.getByRole('heading', { name: 'Acme Travel', level: 1 }).waitFor();
  await page.getByRole('img', { name: /^[1-9]\d* calls/ }).waitFor();
  await look('consumer');
  await page.getByRole('button', { name: 'Ban', exact: true }).click();
  const banning = page.getByRole('dialog', { name: 'Ban Acme Travel?' });
  await banning.getByRole('button', { name: 'Ban', exact: true }).click();
  await banning.locator('[aria-invalid=true]').waitFor();
  await banning.getByLabel('Reason').fill('Resells our data');
  await look('ban');
  await banning.getByRole('button', { name: 'Ban', exact: true }).click();
  await banning.waitFor({ state: 'hidden' });
  await page.getByText('Resells our data').waitFor();
  await eventually('the ban is in force', 10, async () => (await call()) === 403);
  await look('banned');
  await page.getByRole('button', { name: 'Lift the ban' }).click();
  const lifting = page.getByRole('dialog', { name: 'Serve Acme Travel again?' });
  await lifting.getByLabel('Reason').fill('They stopped');
  await lifting.getByRole('button', { name: 'Lift the ban' }).click();
  await lifting.waitFor({ state: 'hidden' });
  await eventually('the ban is lifted', 10, async () => (await call()) === 200);
  const keys = page.getByRole('region', { name: 'API keys' });
  const own = keys.getByRole('row').filter({ hasText: sample!.api_key.slice(-4) });
  await own.getByRole('button', { name: /^Revoke / }).click();
  const revoking = page.getByRole('dialog', { name: /^Revoke / });
  await revoking.getByLabel('Reason').fill('Found in a public repository');
  await revoking.getByRole('button', { name: 'Revoke' }).click();
  await revoking.waitFor({ state: 'hidden' });
  await own.getByText('Revoked').waitFor();
  await eventually('the key is refused', 10, async () => (await call()) === 401);
});

test('subscribers are moved to another version once it is seen what that comes to for each', async () => {
  const { data: plans } = await provider.get(`/billing/plans?product=${product.id}`);
  const { data: counts } = await provider.get(`/provider/consumers?product=${product.id}`);
  const plan = plans.find((one: { id: string }) => one.id === counts[0].subscription.plan.id);
  const terms = { ...plan.current_version.terms, price: '59.00' };
  const draft = await provider.post(`/billing/plans/${plan.id}/versions`, { terms });
  await provider.post(`/billing/plans/${plan.id}/versions/${draft.id}/publish`, {});
  await page.goto(`${product.place}/plans/${plan.id}`);
  await page.getByRole('button', { name: 'Move subscribers here Version 2' }).click();
  const dialog = page.getByRole('dialog', { name: 'Move subscribers to version 2' });
  await dialog.getByText(/^Version 1: \d+ subscriber/).waitFor();
  await dialog.getByLabel('Reason').fill('Costs went up');
  await dialog.getByRole('button', { name: 'See what it comes to' }).click();
  await dialog.getByText('Acme Travel').waitFor();
  await look('move-preview');
  await dialog.getByRole('button', { name: 'Move them' }).click();
  await dialog.waitFor({ state: 'hidden' });
  const moves = page.getByRole('region', { name: 'Moves' });
  await moves.getByText('Done').waitFor();
  await look('moved');
});

test('analytics and revenue come from the gateway and the ledger', async () => {
  await page.goto(`${instance.facts.portal_url}/p/skyline/analytics`);
  await page.getByRole('link', { name: 'Acme Travel' }).waitFor();
  await look('analytics');
  await page.goto(`${instance.facts.portal_url}/p/skyline`);
  await page.getByText('Calls of the last 7 days').waitFor();
  await page.getByText('Invoiced this month').waitFor();
  await look('provider-overview');
  await page.goto(`${instance.facts.portal_url}/p/skyline/revenue?by=plan`);
  await page
    .getByRole('region', { name: 'By plan' })
    .getByText(/^Weather/)
    .first()
    .waitFor();
  const now = new Date().toISOString().slice(0, 7);
  const { totals } = await provider.get(`/billing/revenue?from=${now}-01&to=${now}-28&period=whole`);
  assert.equal(totals[0].gross, '9.00', 'credit that was bought is no revenue before it is used');
  await look('revenue');
});

test('the operator sets up, charges a fee, reads the log and verifies it', async () => {
  const { email, password } = instance.facts.operator!;
  const own = await signedIn(email, password);
  const see = looker(own, 'artifacts/settings-road');
  const portal = instance.facts.portal_url;
  await own.goto(`${portal}/admin`);
  await own.getByText('Import tax rates').waitFor();
  await own.getByRole('region', { name: 'Gateway nodes' }).getByText('Reports').first().waitFor();
  await see('system');
  await own.getByRole('link', { name: 'Import tax rates' }).click();
  await own.getByRole('button', { name: 'Import rates of the European Union' }).click();
  await own
    .getByText(/^\d+ rates imported/)
    .first()
    .waitFor();
  await own.getByRole('region', { name: 'Keys that seal secrets' }).getByText('Seals what is new').waitFor();
  await see('operator-settings');
  await own.goto(`${portal}/admin/directory?of=organizations`);
  await own.getByRole('button', { name: /^Fee Skyline/ }).click();
  const dialog = own.getByRole('dialog', { name: /^Platform fee of Skyline/ });
  await dialog.getByText(/^It is .+ % now\.$/).waitFor();
  await dialog.getByLabel('Percent').fill('2.505');
  await dialog.getByRole('button', { name: 'Set the fee' }).click();
  await dialog.getByText('at most two decimals').waitFor();
  await dialog.getByLabel('Percent').fill('2.55');
  await see('fee');
  await dialog.getByRole('button', { name: 'Set the fee' }).click();
  await dialog.waitFor({ state: 'hidden' });
  assert.equal((await provider.get('/billing/settings')).commission_basis_points, 255);
  await see('directory-organizations');
  await own.getByRole('link', { name: /^Audit log Skyline/ }).click();
  await own.getByText('commission changed').waitFor();
  await own.getByText('consumer banned').waitFor();
  await own.getByRole('button', { name: 'Verify all chains' }).click();
  await own.getByText(/^Intact: /).waitFor();
  await see('audit');
  await own.context().close();
});

test('the operator gives a host name, looks at products first, and suspends', async () => {
  const { email, password } = instance.facts.operator!;
  const own = await signedIn(email, password);
  const see = looker(own, 'artifacts/settings-road');
  await own.goto(`${instance.facts.portal_url}/admin/moderation`);
  await own.getByRole('button', { name: 'Give weather.example.com' }).click();
  await own.getByRole('button', { name: 'Take back weather.example.com' }).waitFor();
  await own.getByLabel('Look at each product first').click();
  await own.getByText('New products wait for you now').first().waitFor();
  await own.getByText('Published', { exact: true }).first().click();
  await own.getByRole('button', { name: 'Suspend Hidden' }).click();
  const dialog = own.getByRole('dialog', { name: 'Suspend Hidden?' });
  await dialog.getByLabel('Reason').fill('Whose is it?');
  await dialog.getByRole('button', { name: 'Suspend' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await see('moderation');
  assert.equal((await operator.get('/catalog/settings')).moderation, true);
  const suspended = (await operator.get('/catalog/moderation?state=suspended')).data;
  assert.deepEqual(
    suspended.map((one: { name: string; state_reason: string }) => [one.name, one.state_reason]),
    [['Hidden', 'Whose is it?']],
  );
  await own.goto(`${instance.facts.portal_url}/admin/directory?of=people`);
  await own.getByLabel('Name or e-mail').fill('consumer@');
  await own.getByRole('search').getByRole('button', { name: 'Search' }).click();
  await own.getByRole('button', { name: 'Suspend Casey Consumer' }).click();
  const suspending = own.getByRole('dialog', { name: /^Suspend .+\?$/ });
  await suspending.getByRole('button', { name: 'Suspend' }).click();
  await suspending.waitFor({ state: 'hidden' });
  await own.getByRole('button', { name: /^Let in again / }).waitFor();
  await see('directory');
  const [person] = (await operator.get('/directory/people?search=consumer@')).data;
  assert.ok(person.suspended_at);
  await own.goto(`${instance.facts.portal_url}/admin/watch`);
  await own.getByText('Every mail was taken').waitFor();
  await see('watch');
  await own.goto(`${instance.facts.portal_url}/admin/findings`);
  await own.getByText('Everything that was checked agrees').waitFor();
  await own.getByRole('button', { name: 'Check everything now' }).click();
  await own.getByText('Agrees', { exact: true }).first().waitFor();
  await own.getByRole('button', { name: 'Check everything now' }).waitFor();
  assert.deepEqual((await operator.get('/billing/findings')).data, []);
  await see('findings');
});

test('nothing broke on the way', () => {
  assert.deepEqual(troubles, []);
});

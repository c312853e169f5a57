import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import PostalMime from 'postal-mime';
import { eventually, type Json } from '../flow/client.ts';
import { Instance } from '../flow/instance.ts';
import { launchBrowser } from './browser.ts';
import { looker } from './look.ts';

// A real browser against the real program: forget the password, follow the mail, turn the second factor on, sign in with it.

const instance = new Instance({ sample: true });
const troubles: string[] = [];
let browser: Browser;
let page: Page;
let look: ReturnType<typeof looker>;
let email: string;
let secret = '';
const password = 'a password from the mail';

before(async () => {
  await instance.start();
  email = instance.facts.sample!.consumer_email;
  browser = await launchBrowser();
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  page.setDefaultTimeout(60_000);
  look = looker(page, 'artifacts/account-road');
  page.on('pageerror', (error) => troubles.push(String(error)));
});

after(async () => {
  await browser?.close();
  await instance.remove();
});

/** The link in the mail with this subject. */
function linkOf(subject: string): Promise<string> {
  const folder = join(instance.dataDirectory, 'outbox');
  return eventually(`a mail "${subject}"`, 30, async () => {
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.eml'))) {
      const mail = await PostalMime.parse(readFileSync(join(folder, name)));
      if (mail.subject === subject) return /^https?:\S+$/m.exec(mail.text ?? '')?.[0];
    }
    return null;
  });
}

async function signIn(): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.locator('form').getByRole('button', { name: 'Sign in' }).click();
}

/** What an authenticator shows. */
const code = () =>
  new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 }).generate();

test('who forgot the password gets a link by mail and chooses another', async () => {
  await page.goto(`${instance.facts.portal_url}/login`);
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  // Both pages ask for an e-mail address.
  await page.getByRole('heading', { name: 'Reset your password' }).waitFor();
  await page.getByLabel('E-mail').fill(email);
  await look('forgot');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByText('a link is on its way').waitFor();
  await page.goto(await linkOf('Reset your password'));
  await page.getByRole('textbox', { name: 'New password' }).fill(password);
  await look('reset');
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.waitForURL('**/login');
  await signIn();
  await page.waitForURL('**/o/**');
});

test('they turn two-step sign-in on and keep their recovery codes', async () => {
  await page.goto(`${instance.facts.portal_url}/account`);
  await page.getByRole('heading', { name: 'Two-step sign-in' }).waitFor();
  await look('account');
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Turn on' }).click();
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  secret = (await dialog.getByTestId('secret').textContent())!.trim();
  await dialog.getByRole('textbox', { name: 'Password' }).fill(password);
  await dialog.getByLabel('Code').fill(code());
  await look('second-factor');
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  await dialog.getByRole('list', { name: 'Recovery codes' }).waitFor();
  assert.equal(await dialog.getByRole('listitem').count(), 10);
  await look('recovery-codes');
  await dialog.getByRole('button', { name: 'I have saved the codes' }).click();
  await page.getByText('10 recovery codes left').waitFor();
});

test('signing in takes password and code from then on', async () => {
  await page.context().clearCookies();
  await page.goto(`${instance.facts.portal_url}/login`);
  await signIn();
  await page.getByRole('heading', { name: 'One more step' }).waitFor();
  await look('second-step');
  const used = code();
  // A code counts once: the next one is awaited when this one was used a moment ago.
  await eventually('another code', 40, async () => code() !== used);
  await page.getByLabel('Code').fill(code());
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/o/**');
});

test('an owner invites by mail, and the team is shown', async () => {
  const slug = new URL(page.url()).pathname.split('/')[2];
  await page.goto(`${instance.facts.portal_url}/o/${slug}/team`);
  await page.getByLabel('E-mail').fill('new@example.com');
  await page.getByRole('combobox', { name: 'Role' }).selectOption('developer');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByText('Developer · Good until').waitFor();
  // The note that it is done goes by itself.
  await page.getByText('The invitation is on its way.').first().waitFor({ state: 'detached' });
  await look('team');
  const invitation = await linkOf(`${await inviter()} invites you to ${await organization(slug!)}`);
  await page.goto(invitation);
  await page.getByRole('button', { name: 'Accept the invitation' }).click();
  await page.getByRole('alert').waitFor();
  await look('invitation-of-another');
  assert.deepEqual(troubles, []);
});

async function ask(path: string): Promise<Json> {
  return page.evaluate(async (url) => (await fetch(url)).json(), `/api/v1${path}`);
}
const inviter = async () => (await ask('/me')).user.name;
const organization = async (slug: string) =>
  (await ask('/me')).organizations.find((one: { slug: string }) => one.slug === slug).name;

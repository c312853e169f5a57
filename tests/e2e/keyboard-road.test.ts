import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { Instance } from '../flow/instance.ts';
import { launchBrowser } from './browser.ts';

// The way from signing in to a key without a mouse: everything is reached by Tab, seen when it has the focus, and
// pressed by the keys that such a control listens to.

const instance = new Instance({ sample: true });
const password = 'a long enough password';
let browser: Browser;
let page: Page;

before(async () => {
  await instance.start();
  const signUp = await fetch(`${instance.facts.portal_url}/api/v1/auth/signup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'kim@example.com', password, name: 'Kim', organization_name: 'Keys Only' }),
  });
  assert.equal(signUp.status, 201, await signUp.text());
  browser = await launchBrowser();
  page = await (await browser.newContext({ viewport: { width: 360, height: 780 } })).newPage();
  page.setDefaultTimeout(60_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
});

after(async () => {
  await browser?.close();
  await instance.remove();
});

const MOST_STOPS = 60;

interface Control {
  closest(selector: string): Control | null;
}

/** What of the browser's own globals is used below, within the page. */
interface BrowserGlobals {
  document: { activeElement: unknown };
  getComputedStyle(control: Control): { outlineStyle: string };
}

/** Runs in the page. A radio button may leave the outline to its label. */
function focusOf(element: unknown): { isThere: boolean; isVisible: boolean } {
  const { document, getComputedStyle } = globalThis as unknown as BrowserGlobals;
  const control = element as Control;
  const label = control.closest('label');
  const isOutlined = (one: Control) => getComputedStyle(one).outlineStyle !== 'none';
  const isVisible = isOutlined(control) || (label !== null && isOutlined(label));
  return { isThere: control === document.activeElement, isVisible };
}

/** Presses Tab until the wanted control has the focus, which must be visible there. */
async function tabTo(wanted: ReturnType<Page['locator']>): Promise<void> {
  await wanted.first().waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    const { isThere, isVisible } = await wanted.first().evaluate(focusOf);
    if (!isThere) continue;
    assert.ok(isVisible, `the focus on ${wanted} cannot be seen`);
    return;
  }
  assert.fail(`${wanted} is not reached within ${MOST_STOPS} stops`);
}

test('a person signs in with the keyboard', async () => {
  await page.goto(`${instance.facts.portal_url}/apis/skyline/weather`);
  await page.getByText('Enterprise and above').waitFor();
  await tabTo(page.getByRole('link', { name: 'Skip to content' }));
  await tabTo(page.getByRole('link', { name: 'Subscribe' }).first());
  await page.keyboard.press('Enter');
  await page.waitForURL('**/login**');
  await tabTo(page.getByLabel('E-mail'));
  await page.keyboard.type('kim@example.com');
  await tabTo(page.getByRole('textbox', { name: 'Password' }));
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/subscribe**');
});

test('and subscribes, and copies the key', async () => {
  await tabTo(page.getByRole('radio', { checked: true }));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.getByRole('radio', { name: 'Enterprise' }).isChecked(), true);
  await page.keyboard.press('ArrowUp');
  await tabTo(page.getByRole('button', { name: 'Continue' }));
  await page.keyboard.press('Enter');
  await tabTo(page.getByRole('button', { name: /^Subscribe for/ }));
  await page.keyboard.press('Space');
  await page.getByTestId('api-key').waitFor();
  await tabTo(page.getByRole('button', { name: 'Copy API key' }));
  assert.match((await page.locator('main').textContent()) ?? '', /tp_live_[0-9A-Za-z]{30}/);
});

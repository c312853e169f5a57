import assert from 'node:assert/strict';
import type { Frame, Page, Request } from 'playwright-core';

// Text, because it runs in the frame, whose globals are not ours.
const WHAT_IS_IN_REACH = `(() => {
  const tried = {
    origin: () => origin,
    cookie: () => document.cookie,
    databases: () => indexedDB.open('x') && 'opened',
    session: () => parent.document.title,
    storage: () => { localStorage.setItem('turnpike.reference', 'x'); return 'in memory'; },
  };
  return Object.fromEntries(Object.entries(tried).map(([name, reach]) => {
    try { return [name, reach()]; } catch (error) { return [name, error.name]; }
  }));
})()`;

/** The document of the frame, once something of it is drawn. */
export async function referenceFrame(page: Page, text: string): Promise<Frame> {
  const element = page.locator('main iframe');
  await element.waitFor();
  await element.contentFrame().getByText(text).filter({ visible: true }).first().waitFor();
  return (await (await element.elementHandle())!.contentFrame())!;
}

/** What is in reach of whatever runs in the frame: nothing of the person who reads it. */
export async function assertIsolated(page: Page, frame: Frame): Promise<void> {
  assert.equal(await page.locator('main iframe').getAttribute('sandbox'), 'allow-scripts');
  assert.deepEqual(await frame.evaluate(WHAT_IS_IN_REACH), {
    origin: 'null',
    cookie: 'SecurityError',
    databases: 'SecurityError',
    session: 'SecurityError',
    storage: 'in memory',
  });
  assert.equal(await page.evaluate("localStorage.getItem('turnpike.reference')"), null);
}

/** A visitor opens the reference from the documentation, reads a route in both themes, and follows a link of it. */
export async function readReference(
  page: Page,
  portal: string,
  look: (name: string) => Promise<void>,
): Promise<void> {
  const strange: string[] = [];
  const watch = (request: Request) => {
    if (!request.url().startsWith(`${portal}/`)) strange.push(request.url());
  };
  page.on('request', watch);
  await page.locator('main').getByRole('link', { name: 'API reference', exact: true }).click();
  await page.waitForURL('**/docs/reference');
  const frame = await referenceFrame(page, 'Current weather');
  await frame.getByText('Its name.').first().waitFor();
  await assertIsolated(page, frame);
  assert.equal(await frame.getByText('Powered by Scalar').isVisible(), false);
  assert.equal(await frame.getByRole('button', { name: /Test Request/ }).count(), 0);
  const background = () => frame.evaluate('getComputedStyle(document.body).backgroundColor');
  const light = await background();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('html[data-theme=dark]').waitFor();
  await frame.locator('body.dark-mode').waitFor();
  assert.notEqual(await background(), light);
  await page.emulateMedia({ colorScheme: 'light' });
  await frame.locator('body.light-mode').waitFor();
  await look('reference');
  await frame.getByRole('link', { name: 'its stations' }).click();
  const link = page.getByRole('link', { name: 'https://stations.example/list' });
  await link.waitFor();
  assert.match((await link.getAttribute('rel')) ?? '', /noopener noreferrer/);
  await look('reference-link');
  page.off('request', watch);
  assert.deepEqual(strange, [], 'nothing was asked of another host');
  await page.getByRole('link', { name: 'Documentation', exact: true }).first().click();
  await page.getByRole('article', { name: 'Current weather' }).waitFor();
}

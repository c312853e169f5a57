import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

/** A consumer tries routes in the console: one that its plan has, one with a test key, one that needs a higher plan. */
export async function tryCalls(
  page: Page,
  portal: string,
  look: (name: string) => Promise<void>,
): Promise<void> {
  await page.goto(`${portal}/apis/skyline/weather/try`);
  await page.getByRole('textbox', { name: 'city' }).fill('Porto');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('"city": "Porto"').waitFor();
  await page.getByText('Added to this period').waitFor();
  await page.getByText('$0.10').waitFor();
  await look('try');
  await page.getByText('Test', { exact: true }).click();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('test key, not billed').waitFor();
  await page
    .getByRole('combobox', { name: 'Route' })
    .selectOption({ label: 'GET /historical — Historical weather' });
  await page.getByText('This route needs the plan Enterprise').waitFor();
  await page.getByRole('link', { name: 'Change the plan' }).waitFor();
  const shown = await page.evaluate(
    'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.body.textContent])',
  );
  assert.doesNotMatch(String(shown), /tp_(live|test)_/, 'the key of the console never comes here');
}

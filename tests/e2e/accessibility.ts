import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  violations: { id: string; help: string; nodes: { target: string[] }[] }[];
}

/** WCAG 2.2 A and AA, by axe-core's tags. */
export const wcag: readonly string[] = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Of these, the rules that look at colors. */
export const ofColors: readonly string[] = ['color-contrast', 'link-in-text-block'];

/** What axe-core finds wrong with the page as it stands, in words. */
export async function accessibilityViolations(page: Page, rules = wcag): Promise<string[]> {
  // Evaluated by the debugger, so that the page's content security policy can stay as strict as it is.
  if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(axeSource);
  const { violations } = await page.evaluate<AxeResult>(
    `axe.run(document, ${JSON.stringify({ runOnly: rules })})`,
  );
  return violations.map(
    (one) => `${one.id}: ${one.help} (${one.nodes.map((node) => node.target.join(' ')).join(', ')})`,
  );
}

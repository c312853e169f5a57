import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { accessibilityViolations } from './accessibility.ts';

/** Keeps pictures of a page for a person to look at, and holds it to WCAG in both themes. */
export function looker(page: Page, folder: string): (name: string) => Promise<void> {
  mkdirSync(folder, { recursive: true });
  return async (name) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // A busy machine takes a moment until all of a long page is drawn in the other theme.
      await page.evaluate(
        'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))',
      );
      await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png`, fullPage: true });
      assert.deepEqual(await accessibilityViolations(page), [], `${name} (${colorScheme})`);
    }
  };
}

/** The same from a phone to a wide screen. */
export async function lookAtWidths(page: Page, look: (name: string) => Promise<void>, name: string) {
  const before = page.viewportSize()!;
  for (const width of [360, 768, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await look(`${name}-${width}`);
  }
  await page.setViewportSize(before);
}

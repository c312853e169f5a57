import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { accessibilityViolations, ofColors, wcag } from './accessibility.ts';

/** A run of everything keeps none: nobody looks at them, and a picture of a whole page takes as long as the page. */
const keepsPictures = process.env.TURNPIKE_TEST_PICTURES !== 'none';

/** Keeps pictures of a page for a person to look at, and holds it to WCAG in both themes. */
export function looker(page: Page, folder: string): (name: string) => Promise<void> {
  mkdirSync(folder, { recursive: true });
  return async (name) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      if (keepsPictures)
        await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png`, fullPage: true });
      // The themes differ in nothing but colors.
      const rules = colorScheme === 'light' ? wcag : ofColors;
      assert.deepEqual(await accessibilityViolations(page, rules), [], `${name} (${colorScheme})`);
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

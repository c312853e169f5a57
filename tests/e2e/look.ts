import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { accessibilityViolations, ofColors, wcag } from './accessibility.ts';

/** A run of everything keeps none: nobody looks at them, and a picture of a whole page takes as long as the page. */
const keepsPictures = process.env.TURNPIKE_TEST_PICTURES !== 'none';

/** Colors glide from one theme to the other: what is on its way has neither's contrast. What moves for ever does not count. */
const settled = `new Promise((frame) => requestAnimationFrame(() => requestAnimationFrame(frame))).then(() =>
  Promise.allSettled(
    document
      .getAnimations()
      .filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity)
      .map(({ finished }) => finished),
  ).then(() => undefined),
)`;

/** Keeps pictures of a page for a person to look at, and holds it to WCAG in both themes. */
export function looker(page: Page, folder: string): (name: string) => Promise<void> {
  mkdirSync(folder, { recursive: true });
  return async (name) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.evaluate(settled);
      if (keepsPictures)
        await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png`, fullPage: true });
      // The themes differ in nothing but colors.
      const rules = colorScheme === 'light' ? wcag : ofColors;
      assert.deepEqual(await accessibilityViolations(page, rules), [], `${name} (${colorScheme})`);
    }
  };
}

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { accessibilityViolations, ofColors, wcag } from './accessibility.ts';

/** A phone, a tablet and a wide screen. */
const WIDTHS = [360, 768, 1440];

/**
 * Keeps pictures of a page for a person to look at, from phone to wide screen and in the dark; at no width it scrolls
 * sideways, and it is held to WCAG in both themes.
 */
export function looker(page: Page, folder: string): (name: string) => Promise<void> {
  mkdirSync(folder, { recursive: true });
  const keep = async (name: string) => {
    // From the top: what sticks to the window would else stand in the middle of the picture.
    await page.evaluate('scrollTo(0, 0)');
    await page.evaluate(DRAWN);
    await page.screenshot({ path: `${folder}/${name}.jpg`, type: 'jpeg', quality: 80, fullPage: true });
  };
  return async (name) => {
    const before = page.viewportSize()!;
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: before.height });
      await keep(`${name}-${width}`);
      const widest = Number(await page.evaluate('document.documentElement.scrollWidth'));
      assert.ok(widest <= width, `${name} is ${widest} px wide on a screen of ${width} px`);
    }
    await page.setViewportSize(before);
    await page.evaluate(DRAWN);
    assert.deepEqual(await accessibilityViolations(page, wcag), [], `${name} (light)`);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await keep(`${name}-dark`);
    // The themes differ in nothing but colors.
    assert.deepEqual(await accessibilityViolations(page, ofColors), [], `${name} (dark)`);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  };
}

/** Colors glide from one theme to the other: what is on its way has neither's contrast. What moves for ever does not count. */
const DRAWN = `new Promise((frame) => requestAnimationFrame(() => requestAnimationFrame(frame))).then(() =>
  Promise.allSettled(
    document
      .getAnimations()
      .filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity)
      .map(({ finished }) => finished),
  ).then(() => undefined),
)`;

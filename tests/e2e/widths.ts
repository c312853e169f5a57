import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

const WIDTHS = [360, 768, 1440];

/** Pictures of a page from phone to wide screen, for a person to look at; at none of them does it scroll sideways. */
export function widthsOf(page: Page, folder: string): (name: string) => Promise<void> {
  return async (name) => {
    const before = page.viewportSize()!;
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await page.evaluate('scrollTo(0, 0)');
      await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true });
      const widest = Number(await page.evaluate('document.documentElement.scrollWidth'));
      assert.ok(widest <= width, `${name} is ${widest} px wide on a screen of ${width} px`);
    }
    await page.setViewportSize(before);
  };
}

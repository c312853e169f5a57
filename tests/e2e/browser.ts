import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** The Chromium that its npm package carries, headless. TURNPIKE_CHROMIUM names one of your own. */
export async function launchBrowser(): Promise<Browser> {
  const own = process.env.TURNPIKE_CHROMIUM;
  return playwright.launch({
    executablePath: own ?? (await chromium.executablePath()),
    // Not the package's own arguments: they are for a cloud function, with one process and web security off.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-sync',
      '--no-first-run',
      // What moves takes time to draw, and to wait for.
      '--force-prefers-reduced-motion',
    ],
    headless: true,
  });
}

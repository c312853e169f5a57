import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** The Chromium that its npm package carries, headless. TURNPIKE_CHROMIUM names one of your own. */
export async function launchBrowser(): Promise<Browser> {
  const own = process.env.TURNPIKE_CHROMIUM;
  return playwright.launch({
    executablePath: own ?? (await chromium.executablePath()),
    args: own
      ? []
      : [...chromium.args, '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    headless: true,
  });
}

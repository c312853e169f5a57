import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

// A request log of 100,000 calls, in pages as the server gives them: the real page must read on by itself, hold only what can
// be seen, and stay smooth to the end.

const ALL = 100_000;
/** Larger pages than the server's, so that the end is reached in the time of a test. */
const PAGE = 5000;
const MOST_ROWS_DRAWN = 150;
const SLOWEST_FRAME_MS = 250;
const MOST_MS = 90_000;

function entry(index: number) {
  return {
    ...{ id: `req_${index}`, organization_id: 'o', product_id: 'p', route_id: 'r', subscription_id: 's' },
    ...{ key_id: 'k', environment: 'live', method: 'GET', path: `/row/${index}`, status: 200 },
    timestamp: new Date(Date.UTC(2026, 0, 31) - index * 1000).toISOString(),
    ...{ latency_ms: 12, upstream_latency_ms: 10, request_bytes: 0, response_bytes: 1, interrupted: false },
    ...{ ip: null, user_agent: null, error: null },
  };
}

export async function readLongList(page: Page, address: string): Promise<void> {
  await page.route('**/api/v1/usage/requests?*', async (route) => {
    const from = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 0);
    const to = Math.min(from + PAGE, ALL);
    const data = Array.from({ length: to - from }, (_, offset) => entry(from + offset));
    await route.fulfill({ json: { data, next_cursor: to < ALL ? String(to) : null } });
  });
  await page.goto(address);
  await page.getByText('/row/0', { exact: true }).waitFor();
  const drawn = () => page.locator('tbody tr[data-row]').count();
  const giveUpMs = Date.now() + MOST_MS;
  while (Date.now() < giveUpMs) {
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
    await page.waitForTimeout(100);
    assert.ok((await drawn()) <= MOST_ROWS_DRAWN, `${await drawn()} rows are in the document`);
    if (await page.getByText(`/row/${ALL - 1}`, { exact: true }).isVisible()) break;
  }
  await page.getByText(`/row/${ALL - 1}`, { exact: true }).waitFor();
  assert.equal(await page.getByRole('table').getAttribute('aria-rowcount'), String(ALL + 1));
  const frames = await page.evaluate<number[]>(scrolling);
  const slow = frames.toSorted((a, b) => a - b)[Math.floor(frames.length * 0.9)]!;
  assert.ok(slow <= SLOWEST_FRAME_MS, `nine of ten frames take up to ${slow} ms`);
  assert.ok((await drawn()) <= MOST_ROWS_DRAWN);
  await page.evaluate('scrollTo(0, 0)');
  await page.getByText('/row/0', { exact: true }).waitFor();
  await page.unroute('**/api/v1/usage/requests?*');
}

/** Runs in the page: how long each frame takes while everything scrolls by. */
const scrolling = `new Promise((done) => {
  const frames = [];
  const height = document.documentElement.scrollHeight;
  let before = performance.now();
  let turn = 0;
  const step = () => {
    const now = performance.now();
    frames.push(now - before);
    before = now;
    turn += 1;
    if (turn > 60) return done(frames);
    scrollTo(0, (height * (turn * 37 % 60)) / 60);
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})`;

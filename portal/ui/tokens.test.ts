import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const css = readFileSync(new URL('../tokens.css', import.meta.url), 'utf8');

function themeTokens(selector: string): Map<string, string> {
  const start = css.indexOf(selector);
  const block = css.slice(start, css.indexOf('}', start));
  return new Map([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1]!, match[2]!]));
}

/** Relative luminance and contrast ratio as WCAG 2.2 defines them. */
function luminance(colour: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const linear = channels.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
}

function contrast(first: string, second: string): number {
  const [high, low] = [luminance(first), luminance(second)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const GROUNDS = ['canvas', 'surface', 'sunken', 'hover'];
const TEXT_ON: [string, string[]][] = [
  ['ink', [...GROUNDS, 'neutral-soft', 'brand-soft']],
  ['ink-muted', [...GROUNDS, 'neutral-soft']],
  ['ink-faint', GROUNDS],
  ['brand-ink', [...GROUNDS, 'brand-soft']],
  ['warn-ink', [...GROUNDS, 'warn-soft']],
  ['danger-ink', [...GROUNDS, 'danger-soft']],
  ['info-ink', [...GROUNDS, 'info-soft']],
  ['on-brand', ['brand', 'brand-hover']],
  ['on-danger', ['danger', 'danger-hover']],
  ['on-sign', ['sign']],
  ['on-lane', ['lane']],
  ['on-sign-muted', ['sign']],
];
const EDGES: [string, string[]][] = [
  ['line-strong', ['surface', 'canvas']],
  ['focus', [...GROUNDS]],
  ['brand', ['surface', 'canvas']],
];

for (const [theme, selector] of [
  ['light', '[data-theme="light"]'],
  ['dark', '[data-theme="dark"]'],
] as const) {
  const tokens = themeTokens(selector);
  const ratio = (front: string, ground: string) => contrast(tokens.get(front)!, tokens.get(ground)!);

  test(`${theme}: text reaches 4.5:1 on every ground it is used on`, () => {
    for (const [front, grounds] of TEXT_ON) {
      for (const ground of grounds) {
        assert.ok(ratio(front, ground) >= 4.5, `${front} on ${ground}: ${ratio(front, ground).toFixed(2)}`);
      }
    }
  });

  test(`${theme}: edges of controls and the focus ring reach 3:1`, () => {
    for (const [front, grounds] of EDGES) {
      for (const ground of grounds) {
        assert.ok(ratio(front, ground) >= 3, `${front} on ${ground}: ${ratio(front, ground).toFixed(2)}`);
      }
    }
  });
}

test('both themes define the same names', () => {
  assert.deepEqual(
    [...themeTokens('[data-theme="dark"]').keys()],
    [...themeTokens('[data-theme="light"]').keys()],
  );
});

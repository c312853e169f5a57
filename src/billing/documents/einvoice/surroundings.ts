import type { ReadInvoice } from './read-invoice.ts';
import type { Element } from './xml.ts';

/** What is asked of every element wherever it stands. */
export type Surroundings = Pick<ReadInvoice, 'amountCurrencies' | 'days' | 'emptyElements'>;

export function surroundingsOf(root: Element): Surroundings {
  const amountCurrencies: string[] = [];
  const days: string[] = [];
  const emptyElements: string[] = [];
  const walk = (element: Element, path: string) => {
    const here = `${path}/${element.name}`;
    if (element.attributes.currencyID !== undefined) amountCurrencies.push(element.attributes.currencyID);
    if (element.children.length === 0 && element.text === '') emptyElements.push(here);
    if (/^[A-Z]\w*Date$/.test(element.name)) days.push(element.text);
    if (element.name === 'DateTimeString') days.push(dashed(element.text));
    for (const child of element.children) walk(child, here);
  };
  walk(root, '');
  return { amountCurrencies, days, emptyElements };
}

/** 20260131 as 2026-01-31; anything else as it is. */
export function dashed(day: string): string {
  return day.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
}

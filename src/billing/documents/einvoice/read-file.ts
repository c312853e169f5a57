import { readCii } from './read-cii.ts';
import type { ReadInvoice } from './read-invoice.ts';
import { readUbl } from './read-ubl.ts';
import { surroundingsOf } from './surroundings.ts';
import { readXml } from './xml.ts';

/** Reads a file of either syntax; null when it is neither. */
export function readInvoice(file: string): ReadInvoice | null {
  const root = readXml(file);
  const isUbl = root.name === 'Invoice' || root.name === 'CreditNote';
  if (isUbl && root.namespace.endsWith(`:${root.name}-2`)) return readUbl(root, surroundingsOf(root));
  const isCii = root.name === 'CrossIndustryInvoice' && root.namespace.endsWith(':CrossIndustryInvoice:100');
  return isCii ? readCii(root, surroundingsOf(root)) : null;
}

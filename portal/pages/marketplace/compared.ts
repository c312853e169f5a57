/** What is chosen to be compared, as it stands in addresses: 'skyline/weather,acme/maps'. */

export const LEAST_COMPARED = 2;
export const MOST_COMPARED = 4;

const REFERENCE = /^[a-z0-9-]+\/[a-z0-9-]+$/;

export function referencesOf(text: string | undefined): string[] {
  const references = (text ?? '').split(',').filter((one) => REFERENCE.test(one));
  return [...new Set(references)].slice(0, MOST_COMPARED);
}

/** With the product when it was not chosen, without it when it was; undefined when nothing is left. */
export function toggled(text: string | undefined, reference: string): string | undefined {
  const before = referencesOf(text);
  const after = before.includes(reference)
    ? before.filter((one) => one !== reference)
    : [...before, reference].slice(0, MOST_COMPARED);
  return after.length > 0 ? after.join(',') : undefined;
}

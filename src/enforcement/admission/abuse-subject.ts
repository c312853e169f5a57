/** Whom abuse is counted by, and throttled as. */

/** An address as one caller has it: IPv4 as it is, of IPv6 the /64 that one household or machine gets. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const rest = tail === '' ? [] : tail.split(':');
    while (groups.length + rest.length < 8) groups.push('0');
    groups.push(...rest);
  }
  const prefix = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${prefix.join(':')}::/64`;
}

export const addressSubject = (network: string): string => `a ${network}`;
export const addressAtProduct = (network: string, productId: string): string => `a ${network} ${productId}`;
export const keySubject = (keyId: string): string => `k ${keyId}`;

/** FNV-1a. */
export function hashText(text: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 16_777_619);
  return hash ^ (hash >>> 15);
}

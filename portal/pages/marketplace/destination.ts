/** Where to go after signing in: back to the page that asked for it, else home. Never to another site. */
export function destinationAfterSignIn(
  next: string | undefined,
  session: { organizations: { slug: string }[] } | null,
): string {
  if (next && isOwnAddress(next)) return next;
  const [home] = session?.organizations ?? [];
  return home ? `/o/${home.slug}` : '/apis';
}

/** Judged by the parser that will follow it: '//host', '/\\host' and tabs in between are other sites to a browser. */
function isOwnAddress(address: string): boolean {
  const here = 'http://portal.invalid';
  return address.startsWith('/') && URL.canParse(address, here) && new URL(address, here).origin === here;
}

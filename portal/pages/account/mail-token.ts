/** The secret of a mail's link stands behind `#`, which browsers send to no server. */
export function mailToken(): string | null {
  return new URLSearchParams(window.location.hash.slice(1)).get('token');
}

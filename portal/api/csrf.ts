/** The name is fixed by src/identity; the cookie is readable on purpose and is worth nothing without the session's. */
const CSRF_COOKIE = 'turnpike_csrf';

export function csrfToken(): string | null {
  const prefix = `${CSRF_COOKIE}=`;
  const entry = document.cookie.split('; ').find((cookie) => cookie.startsWith(prefix));
  return entry ? decodeURIComponent(entry.slice(prefix.length)) : null;
}

/** Without it there is no session: visitors of the marketplace need not ask the server who they are. */
export function mayHaveSession(): boolean {
  return csrfToken() !== null;
}

import { type Api, api, apiFor } from './client.ts';
import { queryClient } from './query.ts';
import { type Session, type SessionOrganization, sessionQuery } from './session.ts';

/**
 * On whose behalf the marketplace is looked at: its addresses name no organization, and what is private is shown to those
 * who were let in. It is the organization that was last worked for, or chosen beside the account.
 */

const STORAGE_KEY = 'turnpike.organization';
let chosen: string | null = null;

function remembered(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return chosen;
  }
}

export function actingOrganization(session: Session | null | undefined): SessionOrganization | undefined {
  const slug = chosen ?? remembered();
  return session?.organizations.find((one) => one.slug === slug) ?? session?.organizations[0];
}

/** A consumer that its provider tries things out with; its time stands until it is moved. */
export function isSandbox({ id }: { id: string }): boolean {
  return id.startsWith('org_test_');
}

export async function actFor(slug: string): Promise<void> {
  if ((chosen ?? remembered()) === slug) return;
  chosen = slug;
  try {
    localStorage.setItem(STORAGE_KEY, slug);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  // Of everything that was read for another organization, only the marketplace's does not name it in its key.
  await queryClient.resetQueries({ queryKey: ['marketplace'] });
}

/** Who cannot be known, since the server does not say, looks at it as a visitor does. */
export async function marketplaceApi(): Promise<Api> {
  const session = await queryClient.ensureQueryData(sessionQuery).catch(() => null);
  const organization = actingOrganization(session);
  return organization ? apiFor(organization.slug) : api;
}

import { type Actor, audit, type Db, emit, newId, Problem } from '#kernel';
import { memberAdded, organizationCreated } from './events.ts';
import { isSlug, type Organization, slugOf } from './organization.ts';
import { identityProblems } from './problems.ts';
import { randomText } from './secret-token.ts';
import { countOwned, insertOrganization, lockOrganization, type NewOrganization } from './store-accounts.ts';
import { insertMember } from './store-members.ts';

/** How many organizations one person may own: each is a name, a slug and a bill. */
const maximumOwned = 20;

export interface CreateOrganization {
  readonly name: string;
  /** When left out, one is made of the name; a taken one is then no refusal. */
  readonly slug: string | undefined;
  readonly billingTimeZone?: string | undefined;
  readonly defaultCurrency?: string | undefined;
  /** The person who makes it and becomes its owner. */
  readonly owner: Actor;
  readonly at: Temporal.Instant;
}

export async function createOrganization(tx: Db, request: CreateOrganization): Promise<Organization> {
  const { owner, at } = request;
  const userId = owner.userId!;
  if ((await countOwned(tx, userId)) >= maximumOwned)
    throw new Problem(identityProblems.tooManyOrganizations);
  const id = newId('org');
  await insertWithSlug(tx, {
    id,
    slug: request.slug ?? '',
    name: request.name,
    billingTimeZone: request.billingTimeZone ?? 'UTC',
    defaultCurrency: request.defaultCurrency ?? 'USD',
    createdAt: at,
  });
  await insertMember(tx, { organizationId: id, userId, role: 'owner', at });
  const about = { organizationId: id, at };
  await emit(tx, organizationCreated, { organization_id: id, created_by: userId }, about);
  await emit(tx, memberAdded, { organization_id: id, user_id: userId, role: 'owner' }, about);
  // Without its slug, which may be made of a person's name: neither events nor the audit chain forget on demand.
  await audit(tx, { ...about, actor: owner, action: 'organization.created', object: id });
  return lockOrganization(tx, id);
}

export async function insertWithSlug(tx: Db, organization: NewOrganization): Promise<string> {
  if (organization.slug !== '') {
    if (await insertOrganization(tx, organization)) return organization.slug;
    throw new Problem(identityProblems.organizationSlugTaken, {
      detail: `${organization.slug} is taken.`,
      errors: [{ pointer: '/slug', detail: 'is taken' }],
    });
  }
  const stem = slugOf(organization.name);
  const candidates = [
    stem,
    `${stem || 'org'}-${randomText(5).toLowerCase()}`,
    `org-${randomText(12).toLowerCase()}`,
  ];
  for (const slug of candidates) {
    if (isSlug(slug) && (await insertOrganization(tx, { ...organization, slug }))) return slug;
  }
  throw new Error('No free slug was found in three tries');
}

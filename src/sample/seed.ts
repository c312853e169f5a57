import { randomBytes } from 'node:crypto';
import { addMethod } from '#billing';
import {
  createPlan,
  createProduct,
  createRoute,
  newPlanSchema,
  newProductSchema,
  newRouteSchema,
  publishProduct,
} from '#catalog';
import type { PaymentProcessors } from '#connectors/payments';
import {
  createServiceToken,
  findOrganizationBySlug,
  type Identity,
  type Organization,
  onboardProvider,
  permissionsOf,
  signUp,
  type User,
  userActor,
} from '#identity';
import type { Actor, Db, Secrets } from '#kernel';
import { createKey, createSubscription } from '#subscriptions';
import * as sample from './catalog.ts';

/** What people need to try the sample; the secrets are known only here and now. */
export interface SampleAccess {
  readonly password: string;
  readonly apiKey: string;
  /** Of the provider; may read and run its billing. */
  readonly serviceToken: string;
}

interface Member {
  readonly organization: Organization;
  readonly actor: Actor;
}

export interface SampleDeps {
  readonly identity: Identity;
  readonly secrets: Secrets;
  readonly at: Temporal.Instant;
  readonly upstreamUrl: string;
  readonly processors: PaymentProcessors;
}

/** Creates the sample provider, its API and a consumer with a key, unless they are there. */
export async function seedSample(db: Db, deps: SampleDeps): Promise<SampleAccess | null> {
  if (await findOrganizationBySlug(db, sample.provider.organization.slug)) return null;
  const password = randomBytes(12).toString('base64url');
  const serviceToken = await signUpMember(db, deps, sample.provider, password, async (tx, member) => {
    await createWeatherApi(tx, deps, member);
    const { secret } = await createServiceToken(tx, deps.secrets, {
      organizationId: member.organization.id,
      name: 'sample',
      permissions: ['catalog:read', 'usage:read', 'billing:read', 'billing:write'],
      expiresAt: null,
      actor: member.actor,
      at: deps.at,
    });
    return secret;
  });
  const apiKey = await signUpMember(db, deps, sample.consumer, password, (tx, member) =>
    subscribe(tx, deps, member),
  );
  return { password, apiKey, serviceToken };
}

type Account = Pick<typeof sample.provider | typeof sample.consumer, 'person' | 'organization'>;

function signUpMember<T>(
  db: Db,
  { identity, at }: SampleDeps,
  account: Account,
  password: string,
  then: (tx: Db, member: Member) => Promise<T>,
): Promise<T> {
  const request = {
    ...account.person,
    password,
    organization: account.organization,
    ip: '127.0.0.1',
    emailVerified: true,
    at,
  };
  return signUp(db, identity, request, (tx, { user, organization }) =>
    then(tx, { organization, actor: ownerOf(user, organization) }),
  );
}

function ownerOf(user: User, organization: Organization): Actor {
  return { ...userActor(user), organizationId: organization.id, permissions: permissionsOf('owner') };
}

async function createWeatherApi(
  tx: Db,
  { at, upstreamUrl }: SampleDeps,
  { organization, actor }: Member,
): Promise<void> {
  await onboardProvider(tx, { organizationId: organization.id, profile: sample.provider.legal, actor, at });
  const editor = { organizationId: organization.id, actor, at };
  const fields = newProductSchema.parse({ ...sample.product, upstream_url: upstreamUrl });
  const product = await createProduct(tx, fields, editor);
  for (const plan of sample.plans) {
    await createPlan(tx, newPlanSchema.parse({ ...plan, product_id: product.id, publish: true }), editor);
  }
  for (const route of sample.routes) await createRoute(tx, product.id, newRouteSchema.parse(route), editor);
  await publishProduct(tx, product.id, editor);
}

async function subscribe(tx: Db, deps: SampleDeps, { organization, actor }: Member): Promise<string> {
  const { at } = deps;
  const card = {
    organizationId: organization.id,
    processor: 'test',
    token: 'pm_test_ok',
    makeDefault: true,
    at,
  };
  await addMethod(tx, deps.processors, card);
  const subscription = await createSubscription(tx, {
    organizationId: organization.id,
    product: `${sample.provider.organization.slug}/${sample.product.slug}`,
    plan: 'pro',
    actor,
    at,
  });
  const { text } = await createKey(tx, deps.secrets, {
    subscriptionId: subscription.id,
    organizationId: organization.id,
    environment: 'live',
    name: 'First key',
    expiresAt: null,
    actor,
    at,
  });
  return text;
}

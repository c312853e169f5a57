import { randomBytes } from 'node:crypto';
import { changeProduct, findProduct, type Product } from '#catalog';
import { paymentProcessors, testProcessor } from '#connectors/payments';
import { createOperator, type Identity } from '#identity';
import { inTransaction, systemActor } from '#kernel';
import type { InstanceFacts } from '../greeting.ts';
import type { Ground } from '../ground.ts';
import { consumer, product, provider } from './catalog.ts';
import { type SampleAccess, seedSample } from './seed.ts';
import { type SampleUpstream, samplePath, startSampleUpstream } from './upstream.ts';

const reference = `${provider.organization.slug}/${product.slug}`;

/** The operator account of a new installation: its password is in the answer and nowhere else. */
export async function prepareOperator(
  ground: Ground,
  identity: Identity,
): Promise<InstanceFacts['operator']> {
  const { stores, config, clock } = ground;
  const password = randomBytes(15).toString('base64url');
  const request = { email: config.operatorEmail, password, at: clock.now() };
  const { created } = await createOperator(stores.db, identity, request);
  return created ? { email: config.operatorEmail, password } : null;
}

/** The sample's upstream, and its product if that was created before. */
export interface RunningSample {
  readonly upstream: SampleUpstream;
  readonly present: Product | null;
}

/** Starts the upstream of a sample that is there already or is to be created. */
export async function openSample(ground: Ground, create: boolean): Promise<RunningSample | null> {
  const { stores, closing } = ground;
  const present = await findProduct(stores.db, reference);
  const isOurs = present?.upstreamUrl.endsWith(samplePath) ?? false;
  if (present ? !isOurs : !create) return null;
  const before = present ? Number(new URL(present.upstreamUrl).port) : 0;
  const upstream = await startSampleUpstream(before);
  closing.add('sample upstream', () => upstream.stop());
  return { upstream, present };
}

/** Creates the sample, or points the one that is there to where its upstream listens now. */
export async function prepareSample(
  ground: Ground,
  identity: Identity,
  { upstream, present }: RunningSample,
): Promise<InstanceFacts['sample']> {
  const { stores, secrets, clock } = ground;
  const at = clock.now();
  if (present && present.upstreamUrl !== upstream.url) {
    const editor = { organizationId: present.organizationId, actor: systemActor('sample'), at };
    await inTransaction(stores.db, (tx) =>
      changeProduct(tx, present.id, { upstream_url: upstream.url }, editor),
    );
  }
  const processors = paymentProcessors([testProcessor(stores.db, () => '')]);
  const deps = { identity, secrets, at, upstreamUrl: upstream.url, processors };
  const access = present ? null : await seedSample(stores.db, deps);
  return access && describe(access);
}

function describe(access: SampleAccess): InstanceFacts['sample'] {
  return {
    provider_email: provider.person.email,
    consumer_email: consumer.person.email,
    password: access.password,
    api_key: access.apiKey,
    service_token: access.serviceToken,
  };
}

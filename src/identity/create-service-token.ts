import { type Actor, audit, type Db, invalid, newId, type Permission, Problem, type Secrets } from '#kernel';
import { identityProblems } from './problems.ts';
import { holdsAll } from './roles.ts';
import { randomText } from './secret-token.ts';
import { type ServiceToken, serviceTokenPrefix } from './service-token.ts';
import { lockOrganization } from './store-accounts.ts';
import { countLiveServiceTokens, insertServiceToken } from './store-tokens.ts';

const maximumTokens = 100;

export const serviceTokenHash = (secrets: Secrets, token: string) =>
  secrets.hmac('identity-service-token', token);

/** Makes a token for a machine. Nobody gives it more than they hold, and a machine makes no machines. */
export async function createServiceToken(
  tx: Db,
  secrets: Secrets,
  request: {
    organizationId: string;
    name: string;
    permissions: readonly Permission[];
    expiresAt: Temporal.Instant | null;
    actor: Actor;
    at: Temporal.Instant;
  },
): Promise<{ token: ServiceToken; secret: string }> {
  const { organizationId, name, permissions, expiresAt, actor, at } = request;
  if (actor.kind !== 'user' || !holdsAll(actor, permissions))
    throw new Problem(identityProblems.scopeRefused);
  if (expiresAt && Temporal.Instant.compare(expiresAt, at) <= 0) {
    throw invalid([{ pointer: '/expires_at', detail: 'must be in the future' }]);
  }
  await lockOrganization(tx, organizationId);
  if ((await countLiveServiceTokens(tx, organizationId)) >= maximumTokens) {
    throw new Problem(identityProblems.tooManyTokens);
  }
  const secret = `${serviceTokenPrefix}${randomText(43)}`;
  const token: ServiceToken = {
    id: newId('tok'),
    organizationId,
    name,
    prefix: secret.slice(0, 8),
    lastFour: secret.slice(-4),
    permissions,
    createdBy: actor.userId,
    createdAt: at,
    expiresAt,
    lastUsedAt: null,
    revokedAt: null,
  };
  await insertServiceToken(tx, token, serviceTokenHash(secrets, secret));
  const detail = { permissions: [...permissions] };
  await audit(tx, { at, organizationId, actor, action: 'service_token.created', object: token.id, detail });
  return { token, secret };
}

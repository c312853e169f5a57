import { join } from 'node:path';
import { type Identity, rotateSigningKey } from '#identity';
import { AuditAnchors, readAnchors, resealAll, startLoop } from '#kernel';
import { type Ground, rootKeyPath } from './ground.ts';
import type { RouteDeps } from './routes.ts';

const KEYS_EVERY_MS = 2000;
const RESEAL_EVERY_MS = 15_000;
const ANCHOR_EVERY_MS = 10_000;

/** Where the ends of the audit chains are remembered outside of the database. */
export function anchorsPath(dataDirectory: string): string {
  return join(dataDirectory, 'audit-anchors');
}

/** Takes in keys that were rotated, seals again what former ones sealed, and anchors the audit log. */
export function startGuarding(ground: Ground, identity: Identity): Pick<RouteDeps, 'keys' | 'audit'> {
  const { config, clock, log, stores, secrets, closing } = ground;
  const { db } = stores;
  const stopping = new AbortController();
  const reload = startLoop('keys', KEYS_EVERY_MS, log, async () => {
    await secrets.reload(clock.now());
    await identity.signingKeys.reload(clock.now());
  });
  const reseal = startLoop('reseal', RESEAL_EVERY_MS, log, async () => {
    const sealed = await resealAll(db, secrets, clock.now(), stopping.signal);
    if (sealed > 0) log.info({ values: sealed }, 'sealed again under the new key');
  });
  const anchors = new AuditAnchors(db, anchorsPath(config.dataDirectory), secrets);
  const anchor = startLoop('audit anchors', ANCHOR_EVERY_MS, log, async () => void (await anchors.anchor()));
  closing.add('keys and anchors', async () => {
    stopping.abort();
    await Promise.all([reload.stop(), reseal.stop(), anchor.stop()]);
    await anchors.anchor();
  });
  return {
    keys: {
      secrets,
      rootKeyPath: rootKeyPath(config),
      async rotateSigningKeys(at) {
        await rotateSigningKey(db, secrets, at);
        await identity.signingKeys.reload(at);
        reload.wake();
      },
    },
    audit: { anchors: () => readAnchors(anchorsPath(config.dataDirectory), secrets) },
  };
}

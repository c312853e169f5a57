import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { rotateSigningKey } from '#identity';
import {
  audit,
  createLog,
  instantText,
  loadConfig,
  openSecrets,
  rotateKeys,
  sealStates,
  systemActor,
  systemClock,
} from '#kernel';
import { rootKeyPath } from '../ground.ts';
import { withPresentStores } from '../open-stores.ts';
import { StartError } from '../start-error.ts';

/** `turnpike secrets rotate` and `secrets show`: the keys of an installation, which goes on meanwhile. */
export function registerSecrets(program: Command): void {
  const secrets = program.command('secrets').description('the keys that seal secrets and sign tokens');
  secrets
    .command('rotate')
    .description(
      'make a new root key, sealing key and signing key; a running instance takes them in by itself',
    )
    .option('--json', 'print the new keys as JSON')
    .action(rotate);
  secrets
    .command('show')
    .description('how many values each sealing key still protects')
    .option('--json', 'print it as JSON')
    .action(show);
}

async function rotate(options: { json?: boolean }): Promise<void> {
  const config = loadConfig();
  const path = rootKeyPath(config);
  if (!existsSync(path)) throw new StartError(`ROOT_KEY_FILE: there is no ${path}`);
  const at = systemClock().now();
  const made = await withPresentStores(config, createLog('silent'), async ({ db }) => {
    const rotation = await rotateKeys(db, path, at, (tx, { rootKeyId, sealingKeyId }) =>
      audit(tx, {
        at,
        organizationId: null,
        actor: systemActor('command line'),
        action: 'keys.rotated',
        object: sealingKeyId,
        detail: { root_key_id: rootKeyId },
      }),
    );
    await rotateSigningKey(db, await openSecrets(db, path, at), at);
    return rotation;
  });
  const facts = {
    root_key_id: made.rootKeyId,
    sealing_key_id: made.sealingKeyId,
    active_from: instantText(made.activeFrom),
  };
  const text =
    `${path} holds the new root key ${facts.root_key_id}; the former one opens nothing of this database any more ` +
    '(but backups made before: keep it with them).\n' +
    `From ${facts.active_from} on ${facts.sealing_key_id} seals; a running instance seals again what former keys sealed.`;
  console.log(options.json ? JSON.stringify(facts) : text);
}

async function show(options: { json?: boolean }): Promise<void> {
  const states = await withPresentStores(loadConfig(), createLog('silent'), ({ db }) => sealStates(db));
  const facts = states.map(({ key, values }) => ({
    id: key.id,
    root_key_id: key.rootKeyId,
    active_from: instantText(key.activeFrom),
    values: Number(values),
  }));
  const lines = facts.map((one) => `${one.id}  since ${one.active_from}  ${one.values} values`);
  console.log(options.json ? JSON.stringify(facts) : lines.join('\n'));
}

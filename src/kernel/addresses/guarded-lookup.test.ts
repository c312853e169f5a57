import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AddressRefused, guardedLookup } from './guarded-lookup.ts';

test('a name is dialled only when every address of it is permitted', async () => {
  const look = (permits: (ip: string) => boolean, all: boolean) =>
    new Promise<unknown>((resolve) => {
      guardedLookup(permits)('localhost', { all } as never, (error, address) => resolve(error ?? address));
    });
  assert.ok((await look(() => false, true)) instanceof AddressRefused);
  const [first] = (await look(() => true, true)) as { address: string }[];
  assert.ok(['127.0.0.1', '::1'].includes(first!.address));
  assert.equal(await look(() => true, false), first!.address);
});

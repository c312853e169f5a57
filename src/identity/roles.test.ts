import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type Actor, anonymous, PERMISSIONS, type Permission } from '#kernel';
import { mayGrant, permissionsOf, ROLES, type Role } from './roles.ts';

const actorOf = (role: Role): Actor => ({
  ...anonymous,
  kind: 'user',
  userId: 'usr_1',
  permissions: permissionsOf(role),
});

test('the table of roles and permissions', () => {
  const table = Object.fromEntries(
    ROLES.map((role) => [role, PERMISSIONS.filter((p) => permissionsOf(role).has(p))]),
  );
  const reading: Permission[] = [
    'catalog:read',
    'subscriptions:read',
    'usage:read',
    'billing:read',
    'members:read',
    'analytics:read',
  ];
  const sorted = (list: readonly Permission[]) => PERMISSIONS.filter((p) => list.includes(p));
  assert.deepEqual(table, {
    owner: [...PERMISSIONS],
    admin: PERMISSIONS.filter((permission) => permission !== 'organization:close'),
    billing: sorted([...reading, 'subscriptions:write', 'billing:write', 'payouts:read']),
    developer: sorted([...reading, 'catalog:write', 'keys:write', 'usage:write', 'authoring:write']),
    viewer: sorted(reading),
  });
});

test('who may grant which role', () => {
  const granted = (own: Role) => ROLES.filter((role) => mayGrant(actorOf(own), own, role));
  assert.deepEqual(granted('owner'), ROLES);
  assert.deepEqual(granted('admin'), ['admin', 'billing', 'developer', 'viewer']);
  assert.deepEqual(granted('billing'), ['billing', 'viewer']);
});

test('a service token grants no role that can do more than itself, and never owner', () => {
  const machine = (...permissions: Permission[]): Actor => ({
    ...anonymous,
    kind: 'service',
    permissions: new Set(permissions),
  });
  assert.deepEqual(
    ROLES.filter((role) => mayGrant(machine('members:write'), null, role)),
    [],
  );
  assert.deepEqual(
    ROLES.filter((role) => mayGrant(machine(...PERMISSIONS), null, role)),
    ROLES.slice(1),
  );
});

test('docs/permissions.md shows the table that is enforced', () => {
  const rows = PERMISSIONS.map((permission) => {
    const marks = ROLES.map((role) => (permissionsOf(role).has(permission) ? 'yes' : ''));
    return `| \`${permission}\` | ${marks.join(' | ')} |`;
  });
  const table = [
    `| permission | ${ROLES.join(' | ')} |`,
    `|---|${ROLES.map(() => '---|').join('')}`,
    ...rows,
  ];
  assert.ok(readFileSync('docs/permissions.md', 'utf8').includes(`${table.join('\n')}\n`), table.join('\n'));
});

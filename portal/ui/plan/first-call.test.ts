import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstRoute } from './first-call.ts';

const route = (template: string, sample_parameters: Record<string, string> = {}, method = 'GET') => ({
  method,
  template,
  sample_parameters,
});

test('the first call is a read that the plan allows and that needs no guessing', () => {
  const routes = [route('/a', {}, 'POST'), route('/b/{id}'), route('/pro'), route('/c/{id}', { id: '1' })];
  const allowed = (candidate: { template: string }) => candidate.template !== '/pro';
  assert.equal(firstRoute(routes, allowed)?.template, '/c/{id}');
  assert.equal(
    firstRoute(routes, () => false),
    undefined,
  );
});

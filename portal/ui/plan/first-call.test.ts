import assert from 'node:assert/strict';
import { test } from 'node:test';
import { curlCommand, firstRoute, pathParameters, samplePath } from './first-call.ts';

const route = (template: string, sample_parameters: Record<string, string> = {}, method = 'GET') => ({
  method,
  template,
  sample_parameters,
});

test('samples fill the path first and the query with what is left', () => {
  assert.equal(samplePath(route('/items/{id}', { id: 'a b', limit: '3' })), '/items/a%20b?limit=3');
  assert.equal(samplePath(route('/items/{id}')), '/items/id');
  assert.deepEqual(pathParameters('/a/{b}/c/{d}'), ['b', 'd']);
});

test('the command can be pasted into a shell whatever the sample contains', () => {
  const command = curlCommand(
    'https://api.example/acme/weather/',
    route('/now', { city: "L'Aquila" }),
    'tp_live_x',
  );
  assert.equal(
    command,
    `curl 'https://api.example/acme/weather/now?city=L%27Aquila' \\\n  -H 'Authorization: Bearer tp_live_x'`,
  );
  assert.match(curlCommand('https://a', route("/o'clock"), 'k'), /'https:\/\/a\/o'\\''clock'/);
});

test('other methods are named', () => {
  assert.match(curlCommand('https://a', route('/x', {}, 'POST'), 'k'), /^curl -X POST 'https:\/\/a\/x'/);
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

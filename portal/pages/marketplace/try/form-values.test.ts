import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RouteDocs } from '../../../api/product-docs.ts';
import { callForm, fieldsOf, initialValues, valuesOfCall } from './form-values.ts';

const parameter = (over: object) => ({
  ...{ name: 'q', in: 'query', required: false, deprecated: false, description: '', style: null },
  ...{ explode: null, schema: { type: 'string' }, examples: [], ...over },
});

const docs = {
  id: 'route_1',
  method: 'ANY',
  template: '/items/{id}',
  documentation: {
    tags: [],
    deprecated: false,
    parameters: [
      parameter({ name: 'id', in: 'path', required: true }),
      parameter({ name: 'tag', schema: { type: 'array', items: { type: 'string' } } }),
      parameter({ name: 'filter', style: 'deepObject', schema: { type: 'object' } }),
      parameter({ name: 'X-Trace', in: 'header' }),
    ],
    request_body: null,
    responses: [],
  },
  sample_responses: [],
  sample_request: {
    method: 'GET',
    parameters: [
      { name: 'id', in: 'path', value: '7' },
      { name: 'tag', in: 'query', value: 'a' },
      { name: 'tag', in: 'query', value: 'b' },
      { name: 'filter[x]', in: 'query', value: '1' },
    ],
    content_type: 'application/json',
    body: '{"a":1}',
  },
} as unknown as RouteDocs;

const caller = { subscriptionId: 'sub_1', environment: 'test' } as const;

test('the form begins with the call that could be made as it stands', () => {
  const values = initialValues(docs);
  assert.deepEqual(values.values, { 'path id': '7', 'query tag': 'a\nb' });
  assert.deepEqual(values.others, [{ id: 0, place: 'query', name: 'filter[x]', value: '1' }]);
});

test('what is sent is what was filled in: lists repeat, gaps are left out, reads carry no body', () => {
  const fields = fieldsOf(docs);
  const form = callForm(docs, fields, initialValues(docs), caller);
  assert.deepEqual(form, {
    subscription_id: 'sub_1',
    environment: 'test',
    route_id: 'route_1',
    method: 'GET',
    path_parameters: { id: '7' },
    query: [
      { name: 'tag', value: 'a' },
      { name: 'tag', value: 'b' },
      { name: 'filter[x]', value: '1' },
    ],
    headers: [],
    content_type: null,
    body: null,
  });
  const written = callForm(docs, fields, { ...initialValues(docs), method: 'POST' }, caller);
  assert.deepEqual([written.body, written.content_type], ['{"a":1}', 'application/json']);
});

test('a call that was made fills the form as it stood', () => {
  const fields = fieldsOf(docs);
  const values = { ...initialValues(docs), method: 'POST' };
  values.values['header X-Trace'] = 'on';
  assert.deepEqual(valuesOfCall(fields, callForm(docs, fields, values, caller), 'POST'), values);
});

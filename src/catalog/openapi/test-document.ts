/** For this folder's tests: documents, and what is read of them. */
import type { RouteDocumentation } from './documentation.ts';
import { readOpenApi } from './read-document.ts';

export const limits = { mostRoutes: 2000 };
// biome-ignore lint/suspicious/noExplicitAny: documents are whatever somebody wrote
export type Json = any;

export function read(document: Json) {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  const result = readOpenApi(text, limits);
  return {
    ...result,
    paths: result.operations.map((one) => `${one.method} ${one.template}`),
    said: result.report.items.map((item) => `${item.severity} ${item.code}`),
    docs: result.operations.map((one) => JSON.parse(one.documentation) as RouteDocumentation),
  };
}

export const ok = { 200: { description: 'Fine' } };
export const about = (paths: Json, more: Json = {}) => ({
  openapi: '3.0.3',
  info: { title: 'T', version: '1' },
  paths,
  ...more,
});
export const answering = (schema: Json, more: Json = {}, openapi = '3.0.3') =>
  about(
    {
      '/x': {
        get: { responses: { 200: { description: 'd', content: { 'application/json': { schema } } } } },
      },
    },
    { openapi, ...more },
  );
export const schemaOf = (document: Json): Json => read(document).docs[0]!.responses[0]!.content[0]!.schema;

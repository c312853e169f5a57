/** RFC 9457 answers. They name no upstream, no host and no internals. */
import { Buffer } from 'node:buffer';
import type { RefusalKind } from '#enforcement/admission';
import type { Answer } from './transport.ts';

export interface RefusalDetails {
  readonly status?: number;
  readonly detail?: string | null;
  readonly headers?: readonly string[];
  readonly extensions?: Readonly<Record<string, unknown>> | null;
  readonly close?: boolean;
}

export function refusalAnswer(
  kind: RefusalKind,
  requestId: string,
  method: string,
  details: RefusalDetails = {},
): Answer {
  const status = details.status ?? kind.status;
  const body = JSON.stringify({
    type: kind.type,
    title: kind.title,
    status,
    ...(details.detail ? { detail: details.detail } : {}),
    instance: `urn:request:${requestId}`,
    request_id: requestId,
    ...details.extensions,
  });
  const headers = [
    'Content-Type',
    'application/problem+json',
    'Content-Length',
    String(Buffer.byteLength(body)),
    'Cache-Control',
    'no-store',
    'X-Turnpike-Request-Id',
    requestId,
    ...(details.headers ?? []),
  ];
  return {
    kind: 'answer',
    status,
    headers,
    body: method === 'HEAD' ? '' : body,
    close: details.close ?? false,
  };
}

import { request } from 'node:http';
import type { Json } from './client.ts';

/**
 * Begins to send a body of this many bytes and goes on only until it is answered. Without a length in the head the
 * bytes are sent, one more than allowed and no end.
 */
export async function sendHugeBody(
  url: string,
  method: string,
  bytes: number,
  how: 'announced' | 'unannounced',
): Promise<{ status: number; type: string; body: Json }> {
  const length =
    how === 'announced' ? { 'content-length': String(bytes) } : { 'transfer-encoding': 'chunked' };
  const sending = request(url, { method, headers: { 'content-type': 'application/json', ...length } });
  try {
    return await new Promise((resolve, reject) => {
      sending.on('error', reject);
      sending.on('response', async (response) => {
        const text = Buffer.concat(await response.toArray()).toString();
        const type = response.headers['content-type'] ?? '';
        resolve({ status: response.statusCode!, type, body: JSON.parse(text) });
      });
      sending.write(how === 'announced' ? '{' : Buffer.alloc(bytes, '{'));
    });
  } finally {
    sending.destroy();
  }
}

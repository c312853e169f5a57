import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkUpstreamUrl, judgeUpstreamUrl, upstreamPolicy } from './upstream-url.ts';

const never = async (hostname: string): Promise<string[]> => assert.fail(`looked up ${hostname}`);
const resolvesTo =
  (...ips: string[]) =>
  async (): Promise<string[]> =>
    ips;

const closed = upstreamPolicy({
  allowPrivateUpstreams: [],
  resolve: never,
  ownAddresses: ['gateway.example.com:443'],
});

describe('registering an upstream', () => {
  // The list of case D61, and its relatives.
  for (const url of [
    'http://127.0.0.1',
    'http://2130706433',
    'http://0x7f.1',
    'http://017700000001',
    'http://127.1:8080/x',
    'http://①②⑦.0.0.1',
    'http://127。0。0。1',
    'http://[::ffff:7f00:1]',
    'http://[::ffff:127.0.0.1]:443/',
    'http://[::1]',
    'http://[::]',
    'http://[fd00::1]',
    'http://[fe80::1]',
    'http://[64:ff9b::7f00:1]',
    'http://[2002:7f00:1::]',
    'http://0/',
    'http://169.254.169.254./',
    'http://10.1.2.3',
    'http://100.64.0.1',
    'http://172.31.255.255',
    'http://192.168.0.1',
    'http://224.0.0.1',
    'http://255.255.255.255',
    'http://metadata.google.internal',
    'http://metadata.google.internal./',
    'http://METADATA.google.internal',
    'http://localhost',
    'http://api.localhost.',
    'http://db',
    'http://printer.local',
    'http://u:p@example.com',
    'http://u@example.com',
    'http://evil\\@127.0.0.1/',
    'ftp://example.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://example.com/#x',
    'https://example.com/#',
    'https://example.com/?a=1',
    'https://example.com:22',
    'https://example.com:5432',
    'https://example.com:0',
    'https://example.com..',
    'https://gateway.example.com',
    'https://gateway.example.com./loop',
    'example.com',
    '/relative',
    '',
    `https://example.com/${'x'.repeat(3000)}`,
  ]) {
    test(`refuses ${url.slice(0, 60)} without asking the network`, async () => {
      const verdict = await checkUpstreamUrl(closed, url);
      assert.equal(verdict.ok, false);
      assert.ok(!verdict.ok && verdict.reason.length > 0);
    });
  }

  test('takes public addresses and names, and normalizes them', async () => {
    const open = upstreamPolicy({ allowPrivateUpstreams: [], resolve: resolvesTo('93.184.215.14') });
    const accepted = async (text: string) => {
      const verdict = await checkUpstreamUrl(open, text);
      assert.ok(verdict.ok, text);
      return verdict.url;
    };
    assert.equal(await accepted('https://api.example.com/'), 'https://api.example.com');
    assert.equal(await accepted('HTTPS://API.Example.com.:443/v1/'), 'https://api.example.com/v1');
    assert.equal(await accepted('http://8.8.8.8:8080'), 'http://8.8.8.8:8080');
    assert.equal(await accepted('https://[2606:4700::1111]/x'), 'https://[2606:4700::1111]/x');
  });

  test('refuses a name when any one of its addresses is private', async () => {
    const mixed = upstreamPolicy({
      allowPrivateUpstreams: [],
      resolve: resolvesTo('93.184.215.14', '10.0.0.1'),
    });
    assert.equal((await checkUpstreamUrl(mixed, 'https://rebind.example.com')).ok, false);
  });

  test('does not refuse a name that does not resolve', async () => {
    const failing = upstreamPolicy({
      allowPrivateUpstreams: [],
      resolve: async () => {
        throw new Error('ENOTFOUND');
      },
    });
    assert.equal((await checkUpstreamUrl(failing, 'https://soon.example.com')).ok, true);
  });

  test('opens exactly what the operator allows', async () => {
    const policy = upstreamPolicy({
      allowPrivateUpstreams: ['10.1.0.0/16', 'localhost:9000', '[::1]:4002', 'api', '192.168.0.7'],
      ownAddresses: ['10.1.0.1:4001'],
      resolve: resolvesTo('10.1.9.9'),
    });
    const accepted = async (text: string) => (await checkUpstreamUrl(policy, text)).ok;
    assert.equal(await accepted('http://10.1.2.3:6379'), true);
    assert.equal(await accepted('http://10.2.2.3'), false);
    assert.equal(await accepted('http://localhost:9000'), true);
    assert.equal(await accepted('http://localhost:9001'), false);
    assert.equal(await accepted('http://[::1]:4002'), true);
    assert.equal(await accepted('http://[::1]'), false);
    assert.equal(await accepted('http://api:7000'), true);
    assert.equal(await accepted('http://192.168.0.7:81'), true);
    assert.equal(await accepted('http://names.example.com'), true, 'resolves into the allowed network');
    assert.equal(await accepted('http://10.1.0.1:4001'), false, 'our own gateway stays closed');
    assert.equal(judgeUpstreamUrl(policy, 'http://10.1.0.1:4001').ok, false);
  });
});

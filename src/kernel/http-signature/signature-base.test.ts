import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  hmacSignature,
  type SignedComponent,
  signatureBase,
  signatureParameters,
  verifiesHmac,
} from './index.ts';

const bytes = (base64: string) => Buffer.from(base64, 'base64');

/** RFC 9421, appendix B.1.5 and B.2.5. */
const key = Buffer.from(
  'uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==',
  'base64',
);
const components: SignedComponent[] = [
  ['"date"', 'Tue, 20 Apr 2021 02:07:55 GMT'],
  ['"@authority"', 'example.com'],
  ['"content-type"', 'application/json'],
];
const parameters = signatureParameters(
  components.map(([identifier]) => identifier),
  { createdSeconds: 1618884473, keyId: 'test-shared-secret' },
);
const base = signatureBase(components, parameters);
const signature = 'pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=';

describe('RFC 9421 B.2.5', () => {
  test('the base is that of the specification, to the byte', () => {
    assert.equal(
      base,
      '"date": Tue, 20 Apr 2021 02:07:55 GMT\n' +
        '"@authority": example.com\n' +
        '"content-type": application/json\n' +
        '"@signature-params": ("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
    );
  });

  test('the signature is that of the specification', () => {
    assert.equal(hmacSignature(key, base), signature);
    assert.equal(verifiesHmac(key, base, bytes(signature)), true);
  });

  test('another key, another base, another or no signature do not verify', () => {
    assert.equal(verifiesHmac(key.subarray(1), base, bytes(signature)), false);
    assert.equal(verifiesHmac(key, `${base} `, bytes(signature)), false);
    assert.equal(verifiesHmac(key, base, bytes(signature.replace('px', 'pX'))), false);
    assert.equal(verifiesHmac(key, base, bytes(signature.slice(0, 20))), false);
    assert.equal(verifiesHmac(key, base, bytes('')), false);
  });
});

test('an end and a nonce are part of what is signed', () => {
  assert.equal(
    signatureParameters(['"@method"'], { createdSeconds: 1, keyId: 'k', expiresSeconds: 61, nonce: 'n1' }),
    '("@method");created=1;keyid="k";expires=61;nonce="n1"',
  );
});

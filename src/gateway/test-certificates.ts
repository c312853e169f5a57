/** For tests: certificates that are worth nothing, in files. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import selfsigned from 'selfsigned';

export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
}

export async function createCertificate(...hosts: string[]): Promise<TestCertificate> {
  const { cert, private: key } = await selfsigned.generate([{ name: 'commonName', value: hosts[0]! }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2, value })) }],
  });
  return { cert, key };
}

export interface CertificateFolder {
  readonly directory: string;
  write(name: string, certificate: TestCertificate): void;
  remove(): void;
}

export function certificateFolder(): CertificateFolder {
  const directory = mkdtempSync(join(tmpdir(), 'turnpike-certificates-'));
  return {
    directory,
    write(name, { cert, key }) {
      writeFileSync(join(directory, `${name}.crt`), cert);
      writeFileSync(join(directory, `${name}.key`), key);
    },
    remove: () => rmSync(directory, { recursive: true }),
  };
}

/** How a product's upstream is called, as gateway workers know it. Plain data: it is handed to threads. */
export interface SnapshotTarget {
  /** As it was registered: how operators and providers know the target. */
  readonly url: string;
  /** `https://api.example.com:8443`, without a path. */
  readonly origin: string;
  /** Path of the URL without a slash at its end; may be empty. */
  readonly basePath: string;
  /** 0 for none of the calls. */
  readonly weight: number;
}

export interface SnapshotHeaderRule {
  readonly op: 'set' | 'add' | 'remove';
  readonly name: string;
  /** With placeholders; null to remove. */
  readonly value: string | null;
}

export interface SnapshotTls {
  /** Another one for each change. */
  readonly id: string;
  readonly ca: string | null;
  readonly certificate: string | null;
  readonly privateKey: string | null;
}

export interface SnapshotUpstream {
  /** The product's own address first. */
  readonly targets: readonly SnapshotTarget[];
  readonly retries: number;
  readonly failures: number;
  readonly openMs: number;
  readonly serverErrorPercent: number | null;
  /** Null where the installation's limit holds. */
  readonly connectMs: number | null;
  readonly headersMs: number | null;
  readonly idleMs: number | null;
  readonly host: 'target' | 'preserve' | 'literal';
  readonly hostName: string | null;
  readonly requestHeaders: readonly SnapshotHeaderRule[];
  readonly responseHeaders: readonly SnapshotHeaderRule[];
  /** Null where public authorities are trusted and we come without a certificate. PEM texts. */
  readonly tls: SnapshotTls | null;
  /** A header that every call gets, whatever the rules say; null for none. */
  readonly credential: { readonly name: string; readonly value: string } | null;
  readonly proof: 'none' | 'secret' | 'signature';
  /** In the order in which they come into force. */
  readonly proofSecrets: readonly {
    readonly keyId: string;
    readonly secret: string;
    readonly activeFromMs: number;
  }[];
}

export function targetOf(url: string, weight: number): SnapshotTarget {
  const parsed = new URL(url);
  return { url, origin: parsed.origin, basePath: parsed.pathname.replace(/\/+$/, ''), weight };
}

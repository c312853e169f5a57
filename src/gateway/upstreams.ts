/** What a worker has made of the products' upstream settings, once per version of the snapshot. */
import type { CompiledProduct, SnapshotUpstream } from '#enforcement/admission';
import { compileRules, fixedHeader, type HeaderRules } from './header-rules.ts';
import { TargetSet } from './upstream-targets.ts';

export interface Upstream {
  readonly product: CompiledProduct;
  readonly settings: SnapshotUpstream;
  readonly targets: TargetSet;
  /** By route id, the product's and then the route's own; null where there are none: then calls pay nothing. */
  readonly requestRules: RulesOfRoutes;
  readonly responseRules: RulesOfRoutes;
  /** Of `settings.proofSecrets`, in their order. */
  readonly proofKeys: readonly Buffer[];
}

/** A target that is not well, for people. */
export interface CircuitReport {
  readonly productId: string;
  readonly url: string;
  readonly state: 'half_open' | 'open';
}

type RulesOfRoutes = ReadonlyMap<string, HeaderRules> | null;

const MOST_REPORTED = 1000;

export class Upstreams {
  readonly #byProduct = new Map<string, Upstream>();
  readonly #connectMs: number;
  readonly #onOpen: () => void;

  /** `connectMs`: the installation's limit. */
  constructor(connectMs: number, onOpen: () => void) {
    this.#connectMs = connectMs;
    this.#onOpen = onOpen;
  }

  of(product: CompiledProduct): Upstream {
    const known = this.#byProduct.get(product.id);
    if (known?.product === product) return known;
    const { upstream: settings } = product;
    // After all rules: none of them can replace or take away what the upstream asks for.
    const credential = settings.credential === null ? [] : fixedHeader(settings.credential);
    const made: Upstream = {
      product,
      settings,
      targets: TargetSet.of(
        settings.targets,
        settings,
        {
          connectMs: Math.min(this.#connectMs, settings.connectMs ?? this.#connectMs),
          tls: settings.tls,
        },
        known?.targets ?? null,
        this.#onOpen,
      ),
      requestRules: rulesOf(product, 'requestHeaders', credential),
      responseRules: rulesOf(product, 'responseHeaders'),
      proofKeys: settings.proofSecrets.map(({ secret }) => Buffer.from(secret)),
    };
    this.#byProduct.set(product.id, made);
    return made;
  }

  /** Forgets products that are gone. */
  retain(ids: ReadonlySet<string>): void {
    for (const id of this.#byProduct.keys()) if (!ids.has(id)) this.#byProduct.delete(id);
  }

  report(): CircuitReport[] {
    const found: CircuitReport[] = [];
    for (const [productId, { targets }] of this.#byProduct) {
      for (const { url, circuit } of targets.targets) {
        if (circuit.state === 'closed') continue;
        found.push({ productId, url, state: circuit.state });
        if (found.length >= MOST_REPORTED) return found;
      }
    }
    return found;
  }
}

function rulesOf(
  product: CompiledProduct,
  direction: 'requestHeaders' | 'responseHeaders',
  last: HeaderRules = [],
): RulesOfRoutes {
  const ofProduct = compileRules(product.upstream[direction]);
  const found = new Map<string, HeaderRules>();
  for (const { id, [direction]: rules } of product.routes) {
    // Routes without rules of their own share the product's.
    const all =
      rules.length + last.length === 0 ? ofProduct : [...ofProduct, ...compileRules(rules), ...last];
    if (all.length > 0) found.set(id, all);
  }
  return found.size === 0 ? null : found;
}

/**
 * Which product a request is for: the one that its host belongs to, matched on the whole path; or on any other
 * host, the one of its `/provider/product` path. Hosts have no case, and their port does not count.
 */
import type { Admission, CompiledProduct } from '#enforcement/admission';
import type { ParsedRequest } from './framing.ts';

export interface Located {
  readonly product: CompiledProduct;
  readonly parsed: ParsedRequest;
}

export type Locator = (parsed: ParsedRequest) => Located | 'misdirected' | 'unknown';

/** `gatewayHosts`: names under which paths are served; all names when there is none. */
export function createLocator(
  admission: Pick<Admission, 'hasHosts' | 'product' | 'productOfHost'>,
  gatewayHosts: readonly string[],
): Locator {
  const served = new Set(gatewayHosts);
  return (parsed) => {
    if (admission.hasHosts || served.size > 0) {
      const name = hostName(parsed.authority);
      const own = admission.productOfHost(name);
      if (own !== undefined) return { product: own, parsed: onOwnHost(parsed, own) };
      if (served.size > 0 && !served.has(name)) return 'misdirected';
    }
    const product = admission.product(parsed.target.address);
    return product === undefined ? 'unknown' : { product, parsed };
  };
}

export function hostName(authority: string): string {
  return authority.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
}

/** Records and upstreams see the same as if the call had come by the product's address. */
function onOwnHost(parsed: ParsedRequest, { address }: CompiledProduct): ParsedRequest {
  const { target } = parsed;
  return { ...parsed, target: { ...target, address, segments: target.parts, rest: target.path } };
}

import { t } from '../../../text/index.ts';
import { ExternalLink } from '../../../ui/button.tsx';

/** What clients are generated from. */
export function OpenApiLink({ productId }: { productId: string }) {
  return (
    <ExternalLink href={`/api/v1/marketplace/products/${productId}/openapi.json`} className="text-sm">
      {t.docs.openapi}
    </ExternalLink>
  );
}

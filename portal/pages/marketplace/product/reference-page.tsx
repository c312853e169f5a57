import { useQuery } from '@tanstack/react-query';
import { openApiQuery } from '../../../api/product-docs.ts';
import { t } from '../../../text/index.ts';
import { TextLink } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { SkeletonLines } from '../../../ui/states.tsx';
import { useProduct } from '../use-product.ts';
import { OpenApiLink } from './openapi-link.tsx';
import { ReferenceFrame } from './reference-frame.tsx';

/** The product's OpenAPI document as Scalar draws it: for readers who know that form, and search in it. */
export function ReferencePage() {
  const product = useProduct();
  const openApi = useQuery(openApiQuery(product.id));
  return (
    <Panel
      flush
      title={t.reference.title}
      hint={t.reference.hint}
      actions={
        <>
          <TextLink
            to="/apis/$provider/$product/docs"
            params={{ provider: product.provider.slug, product: product.slug }}
            className="text-sm"
          >
            {t.reference.back}
          </TextLink>
          <OpenApiLink productId={product.id} />
        </>
      }
    >
      <QueryView
        query={openApi}
        skeleton={
          <div className="p-4 sm:p-5">
            <SkeletonLines count={8} />
          </div>
        }
      >
        {(data) => <ReferenceFrame openApi={data} name={product.name} />}
      </QueryView>
    </Panel>
  );
}

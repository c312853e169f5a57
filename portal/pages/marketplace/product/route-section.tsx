import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type { ProductPage, ProductRoute } from '../../../api/marketplace.ts';
import { routeDocsQuery } from '../../../api/product-docs.ts';
import { t } from '../../../text/index.ts';
import { Badge, MethodBadge, MinimumPlanBadge } from '../../../ui/badge.tsx';
import { ButtonLink } from '../../../ui/button.tsx';
import { cn } from '../../../ui/class-names.ts';
import { Markdown } from '../../../ui/markdown.tsx';
import { planNameOf } from '../../../ui/plan/minimum-plan.ts';
import { QueryView } from '../../../ui/query-view.tsx';
import { CodeSamples } from '../../../ui/samples/code-samples.tsx';
import { sampleCall } from '../../../ui/samples/request.ts';
import { SkeletonLines } from '../../../ui/states.tsx';
import { useNear } from '../../../ui/use-near.ts';
import { RouteLimits } from './route-limits.tsx';
import { RoutePart } from './route-part.tsx';
import { RouteErrors, RouteInput, RouteResponses } from './route-reference.tsx';

const MANY = 20;

/** Every route says the same things in the same order. */
export function RouteSection({ product, route }: { product: ProductPage; route: ProductRoute }) {
  const place = useRef<HTMLElement>(null);
  const isNear = useNear(place);
  const query = useQuery({ ...routeDocsQuery(product.id, route.id), enabled: isNear });
  const title = route.name || route.template;
  const { documentation } = query.data ?? {};
  return (
    <article
      ref={place}
      id={route.id}
      aria-labelledby={`${route.id}-title`}
      className={cn(
        'scroll-mt-20 overflow-hidden rounded-lg border border-line bg-surface shadow-card',
        // An API may have a thousand of these: then those that are out of sight are not laid out.
        product.routes.length > MANY && '[contain-intrinsic-size:auto_60rem] [content-visibility:auto]',
      )}
    >
      <div className="grid gap-2 border-b border-line px-4 py-3.5 sm:px-5">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h2 id={`${route.id}-title`} className="font-semibold wrap-anywhere">
            {title}
          </h2>
          <span className="flex flex-wrap items-center gap-1.5">
            {documentation?.deprecated && <Badge>{t.docs.deprecated}</Badge>}
            <MinimumPlanBadge planName={planNameOf(product, route)} />
          </span>
        </div>
        <p className="flex flex-wrap items-center gap-2.5">
          <MethodBadge method={route.method} />
          <code className="font-mono text-[0.8125rem] wrap-anywhere">
            {`${product.address.replace(/\/+$/, '')}${route.template}`}
          </code>
        </p>
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 p-4 sm:p-5">
        {route.description && <Markdown text={route.description} />}
        <QueryView query={query} skeleton={<SkeletonLines count={12} />}>
          {(docs) => (
            <>
              <RouteInput docs={docs} />
              <RouteResponses docs={docs} />
              <RouteErrors docs={docs} product={product} route={route} />
              <RouteLimits product={product} route={route} />
              {route.protocol === 'grpc' ? (
                <p className="text-sm text-ink-muted">{t.docs.noSamples.grpc}</p>
              ) : (
                <RoutePart title={t.docs.samples}>
                  {route.protocol === 'websocket' && (
                    <p className="text-sm text-ink-muted">{t.docs.noSamples.websocket}</p>
                  )}
                  <CodeSamples
                    call={sampleCall(
                      { address: product.address, template: route.template },
                      docs.sample_request,
                    )}
                  />
                  <TryLink product={product} route={route} />
                </RoutePart>
              )}
            </>
          )}
        </QueryView>
      </div>
    </article>
  );
}

function TryLink({ product, route }: { product: ProductPage; route: ProductRoute }) {
  return (
    <ButtonLink
      to="/apis/$provider/$product/try"
      params={{ provider: product.provider.slug, product: product.slug }}
      search={{ route: route.id }}
      className="justify-self-start"
    >
      {t.docs.tryIt}
    </ButtonLink>
  );
}

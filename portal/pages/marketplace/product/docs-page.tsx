import type { ProductPage, ProductRoute } from '../../../api/marketplace.ts';
import { t } from '../../../text/index.ts';
import { MethodBadge, MinimumPlanBadge } from '../../../ui/badge.tsx';
import { Facts, Panel } from '../../../ui/card.tsx';
import { CodeBlock, InlineCode } from '../../../ui/code-block.tsx';
import { formatQuantity, isZero } from '../../../ui/format/money.ts';
import { Markdown } from '../../../ui/markdown.tsx';
import { curlCommand, KEY_PLACEHOLDER, pathParameters } from '../../../ui/plan/first-call.ts';
import { rateLimitWords } from '../../../ui/plan/terms.ts';
import { EmptyState } from '../../../ui/states.tsx';
import { useProduct } from './product-layout.tsx';
import { RouteDetails } from './route-details.tsx';
import { planNameOf } from './route-table.tsx';
import { WrittenPages } from './written-pages.tsx';

export function DocsPage() {
  const product = useProduct();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[13rem_minmax(0,1fr)]">
      <Contents routes={product.routes} />
      <div className="grid min-w-0 gap-5">
        <Panel title={t.productPage.baseUrl}>
          <CodeBlock code={product.address} label={t.productPage.baseUrl} />
        </Panel>
        <Panel title={t.productPage.authentication}>
          <p className="mb-3 text-sm text-ink-muted">{t.productPage.authenticationText}</p>
          <CodeBlock code={`Authorization: Bearer ${KEY_PLACEHOLDER}`} label={t.productPage.header} />
        </Panel>
        <WrittenPages productId={product.id} />
        {product.routes.length === 0 && <EmptyState title={t.productPage.noRoutes} />}
        {product.routes.map((route) => (
          <RouteSection key={route.id} product={product} route={route} />
        ))}
        <Panel title={t.productPage.errors}>
          <p className="mb-3 text-sm text-ink-muted">{t.productPage.errorsText}</p>
          <Facts facts={t.productPage.errorRows} />
        </Panel>
      </div>
    </div>
  );
}

function Contents({ routes }: { routes: ProductRoute[] }) {
  return (
    <nav
      aria-label={t.productPage.onThisPage}
      className="sticky top-20 hidden max-h-[calc(100dvh-6rem)] overflow-y-auto lg:block"
    >
      <p className="mb-2 text-xs font-medium text-ink-muted">{t.productPage.onThisPage}</p>
      <ul className="grid gap-0.5 border-s border-line text-[0.8125rem]">
        {routes.map((route) => (
          <li key={route.id}>
            <a
              href={`#${route.id}`}
              className="block truncate rounded-e-sm py-1 ps-3 text-ink-muted hover:text-ink"
            >
              {route.name || `${route.method} ${route.template}`}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Every route says the same things in the same order. */
function RouteSection({ product, route }: { product: ProductPage; route: ProductRoute }) {
  const title = route.name || route.template;
  const parameters = pathParameters(route.template);
  return (
    <article
      id={route.id}
      aria-labelledby={`${route.id}-title`}
      // An API may have a thousand of these: those that are out of sight are not laid out.
      className="overflow-hidden rounded-lg border border-line bg-surface shadow-card [contain-intrinsic-size:auto_24rem] [content-visibility:auto]"
    >
      <div className="grid gap-2 border-b border-line px-4 py-3.5 sm:px-5">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h2 id={`${route.id}-title`} className="font-semibold">
            {title}
          </h2>
          <MinimumPlanBadge planName={planNameOf(product, route)} />
        </div>
        <p className="flex flex-wrap items-center gap-2.5">
          <MethodBadge method={route.method} />
          <code className="font-mono text-[0.8125rem] wrap-anywhere">{route.template}</code>
        </p>
      </div>
      <div className="grid gap-5 p-4 sm:p-5">
        {route.description && <Markdown text={route.description} />}
        {parameters.length > 0 && (
          <div className="grid gap-2">
            <h3 className="text-sm font-semibold">{t.productPage.parameters}</h3>
            <Facts
              facts={parameters.map((name) => [
                name,
                route.sample_parameters[name] ? (
                  <InlineCode key={name}>{route.sample_parameters[name]}</InlineCode>
                ) : (
                  '–'
                ),
              ])}
            />
          </div>
        )}
        <Facts
          facts={[
            [t.productPage.weightHeading, weightWords(route.weight)],
            [
              t.productPage.rateLimit,
              route.rate_limits.length > 0
                ? route.rate_limits.map((limit) => rateLimitWords(limit)).join(t.plan.quotaSeparator)
                : t.productPage.noRateLimit,
            ],
          ]}
        />
        <RouteDetails productId={product.id} routeId={route.id} />
        <CodeBlock code={curlCommand(product.address, route, KEY_PLACEHOLDER)} label="curl" />
      </div>
    </article>
  );
}

function weightWords(weight: string): string {
  if (isZero(weight)) return t.productPage.weightNone;
  return Number(weight) === 1 ? t.productPage.weightOne : t.productPage.weight(formatQuantity(weight));
}

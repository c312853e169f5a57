import { t } from '../../../text/index.ts';
import { TextLink } from '../../../ui/button.tsx';
import { Facts, Panel } from '../../../ui/card.tsx';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { Markdown } from '../../../ui/markdown.tsx';
import { KEY_PLACEHOLDER } from '../../../ui/plan/first-call.ts';
import { EmptyState } from '../../../ui/states.tsx';
import { useProduct } from '../use-product.ts';
import { DocsContents } from './docs-contents.tsx';
import { OpenApiLink } from './openapi-link.tsx';
import { RouteSection } from './route-section.tsx';
import { WrittenPages } from './written-pages.tsx';

const SECTIONS = [
  { id: 'introduction', title: t.productPage.introduction },
  { id: 'authentication', title: t.productPage.authentication },
  { id: 'base-url', title: t.productPage.baseUrl },
  { id: 'limits', title: t.docs.limitsTitle },
  { id: 'errors', title: t.docs.errors },
];

/** Introduction, authentication, base URL and what holds for all routes; then each route, all in the same order. */
export function DocsPage() {
  const product = useProduct();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[15rem_minmax(0,1fr)]">
      <DocsContents sections={SECTIONS} routes={product.routes} />
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5">
        <Anchored id="introduction">
          <Panel
            title={t.productPage.introduction}
            actions={
              <>
                <TextLink
                  to="/apis/$provider/$product/docs/reference"
                  params={{ provider: product.provider.slug, product: product.slug }}
                  className="text-sm"
                >
                  {t.reference.title}
                </TextLink>
                <OpenApiLink productId={product.id} />
              </>
            }
          >
            {product.description ? (
              <Markdown text={product.description} />
            ) : (
              <p className="text-ink-muted">{t.productPage.noDescription}</p>
            )}
          </Panel>
        </Anchored>
        <Anchored id="authentication">
          <Panel title={t.productPage.authentication}>
            <p className="mb-3 text-sm text-ink-muted">
              {t.productPage.authenticationText} {t.docs.keyHint}
            </p>
            <CodeBlock code={`Authorization: Bearer ${KEY_PLACEHOLDER}`} label={t.productPage.header} />
          </Panel>
        </Anchored>
        <Anchored id="base-url">
          <Panel title={t.productPage.baseUrl}>
            <CodeBlock code={product.address} label={t.productPage.baseUrl} />
          </Panel>
        </Anchored>
        <Anchored id="limits">
          <Panel title={t.docs.limitsTitle}>
            <ul className="grid list-disc gap-1.5 ps-5 text-sm">
              {t.docs.quotaRules.map((rule) => (
                <li key={rule}>{rule}</li>
              ))}
            </ul>
          </Panel>
        </Anchored>
        <Anchored id="errors">
          <Panel title={t.docs.errors}>
            <p className="mb-3 text-sm text-ink-muted">{t.docs.errorsText}</p>
            <Facts facts={t.docs.errorRows} />
          </Panel>
        </Anchored>
        <WrittenPages productId={product.id} />
        {product.routes.length === 0 && <EmptyState title={t.productPage.noRoutes} />}
        {product.routes.map((route) => (
          <RouteSection key={route.id} product={product} route={route} />
        ))}
      </div>
    </div>
  );
}

/** Where a link within the page leads, clear of the bar that stays on top. */
function Anchored({ id, children }: { id: string; children: React.ReactNode }) {
  return (
    <div id={id} className="scroll-mt-20">
      {children}
    </div>
  );
}

import { t } from '../../../text/index.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Facts, Panel } from '../../../ui/card.tsx';
import { InlineCode } from '../../../ui/code-block.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Markdown } from '../../../ui/markdown.tsx';
import { flatPrice, intervalWords, isFree, type Terms } from '../../../ui/plan/terms.ts';
import { When } from '../../../ui/values.tsx';
import { useProduct } from '../use-product.ts';
import { RouteTable } from './route-table.tsx';

export function OverviewPage() {
  const product = useProduct();
  const params = { provider: product.provider.slug, product: product.slug };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="grid min-w-0 gap-5">
        <Panel title={t.productPage.introduction}>
          {product.description ? (
            <Markdown text={product.description} />
          ) : (
            <p className="text-ink-muted">{t.productPage.noDescription}</p>
          )}
        </Panel>
        <Panel title={t.productPage.routes} hint={t.productPage.routesHint} flush>
          <RouteTable product={product} />
        </Panel>
      </div>
      <div className="grid gap-5">
        <Panel title={t.productPage.plans}>
          <ul className="grid gap-3">
            {product.plans.map((offer) => {
              const terms = offer.version.terms as Terms;
              return (
                <li key={offer.id} className="flex items-baseline justify-between gap-3 text-sm">
                  <span className="font-medium">{offer.name}</span>
                  <span className="numbers text-ink-muted">
                    {isFree(terms)
                      ? flatPrice(terms)
                      : t.plan.perInterval(flatPrice(terms), intervalWords(terms))}
                  </span>
                </li>
              );
            })}
          </ul>
          <ButtonLink to="/apis/$provider/$product/plans" params={params} className="mt-4 w-full">
            {t.productPage.choosePlan}
          </ButtonLink>
        </Panel>
        <Panel title={t.productPage.facts}>
          <Facts
            facts={[
              [t.productPage.provider, product.provider.name],
              [
                t.productPage.updated,
                product.published_at ? <When key="at" at={product.published_at} /> : '–',
              ],
            ]}
          />
          <p className="mt-3 text-sm text-ink-muted">{t.productPage.baseUrl}</p>
          <p className="mt-1 flex items-start justify-between gap-1">
            <InlineCode>{product.address}</InlineCode>
            <CopyButton text={product.address} what={t.productPage.baseUrl} className="-mt-1" />
          </p>
        </Panel>
      </div>
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { productComparisonQuery } from '../../../api/comparison.ts';
import { t } from '../../../text/index.ts';
import { Button, ButtonLink, TextLink } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { Page } from '../../../ui/page.tsx';
import { ComparisonTable } from '../../../ui/plan/comparison-table.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { EmptyState, SkeletonLines } from '../../../ui/states.tsx';
import { LEAST_COMPARED, referencesOf } from '../compared.ts';

const route = getRouteApi('/site/compare');

/** Two to four products side by side; which ones stands in the address. */
export function ComparePage() {
  const { products } = route.useSearch();
  const references = referencesOf(products);
  const lead = <TextLink to="/apis">{t.catalog.title}</TextLink>;
  return (
    <Page title={t.comparison.title} lead={lead} hint={t.comparison.plansHint}>
      {references.length < LEAST_COMPARED ? (
        <EmptyState
          title={t.comparison.tooFew}
          action={
            <ButtonLink to="/apis" search={products ? { compare: products } : {}}>
              {t.comparison.toList}
            </ButtonLink>
          }
        >
          {t.comparison.tooFewHint}
        </EmptyState>
      ) : (
        <Compared references={references} />
      )}
    </Page>
  );
}

function Compared({ references }: { references: string[] }) {
  const query = useQuery(productComparisonQuery(references));
  const navigate = route.useNavigate();
  const without = (reference: string) =>
    void navigate({ search: { products: references.filter((one) => one !== reference).join(',') } });
  return (
    <Panel title={t.comparison.title} flush>
      <QueryView query={query} skeleton={<SkeletonLines count={8} />}>
        {(comparison) => (
          <ComparisonTable
            caption={t.comparison.title}
            comparison={comparison}
            head={({ name, product_id: id }) => {
              const column = comparison.columns.findIndex((one) => one.product_id === id);
              const reference = references[column] ?? '';
              const [provider = '', product = ''] = reference.split('/');
              return (
                <span className="flex items-start justify-between gap-2">
                  <Link
                    to="/apis/$provider/$product"
                    params={{ provider, product }}
                    className="font-semibold text-brand-ink hover:underline"
                  >
                    {name}
                  </Link>
                  <Button
                    look="quiet"
                    size="small"
                    className="-my-1.5 w-8 px-0"
                    aria-label={t.comparison.remove(name)}
                    onClick={() => without(reference)}
                  >
                    <X aria-hidden="true" className="size-4" />
                  </Button>
                </span>
              );
            }}
          />
        )}
      </QueryView>
    </Panel>
  );
}

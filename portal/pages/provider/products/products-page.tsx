import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import { rowsOf } from '../../../api/pages.ts';
import { type OwnProduct, ownProductsQuery, setPublished } from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { StateBadge } from '../../../ui/badge.tsx';
import { Button, ButtonLink, TextLink } from '../../../ui/button.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TablePanel } from '../../../ui/table-panel.tsx';
import { When } from '../../../ui/values.tsx';
import { useProvider } from '../organization.ts';

export function ProviderProductsPage() {
  const organization = useProvider();
  const mayWrite = organization.permissions.includes('catalog:write');
  const query = useInfiniteQuery(ownProductsQuery(organization.slug));
  const publication = useMutation({
    mutationFn: ({ product, publish }: Publication) => setPublished(organization.slug, product.id, publish),
    onSuccess: (_, { product, publish }) =>
      announce(publish ? t.provider.publishedToast : t.provider.unpublishedToast, product.name),
  });
  const { mutate } = publication;
  const columns = useMemo(
    () => productColumns(organization.slug, mayWrite ? mutate : null),
    [organization.slug, mayWrite, mutate],
  );
  const create = mayWrite && (
    <ButtonLink to="/p/$org/products/new" params={{ org: organization.slug }} look="primary">
      {t.provider.product.newTitle}
    </ButtonLink>
  );
  const rows = rowsOf(query.data);
  return (
    <Page title={t.provider.products} hint={t.provider.productsHint} actions={rows?.length ? create : null}>
      <ProblemNote error={publication.error} />
      <TablePanel query={query}>
        <DataTable
          caption={t.provider.products}
          columns={columns}
          rows={rows}
          rowKey={(product) => product.id}
          empty={
            <EmptyState title={t.provider.noProductsTitle} action={create}>
              {t.provider.noProducts}
            </EmptyState>
          }
        />
      </TablePanel>
    </Page>
  );
}

interface Publication {
  product: OwnProduct;
  publish: boolean;
}

const helper = columnsOf<OwnProduct>();

function productColumns(provider: string, onPublication: ((publication: Publication) => void) | null) {
  return helper.columns([
    helper.display({
      id: 'name',
      header: t.provider.name,
      meta: { lead: true },
      cell: ({ row: { original } }) => (
        <span className="grid gap-0.5">
          <TextLink to="/p/$org/products/$product" params={{ org: provider, product: original.id }}>
            {original.name}
          </TextLink>
          <span className="text-[0.8125rem] text-ink-muted">{original.summary}</span>
        </span>
      ),
    }),
    helper.accessor('state', {
      header: t.provider.state,
      cell: ({ getValue }) => <StateBadge state={getValue()} />,
    }),
    helper.accessor('created_at', {
      header: t.provider.created,
      meta: { from: 'md' },
      cell: ({ getValue }) => <When at={getValue()} />,
    }),
    helper.display({
      id: 'page',
      header: t.provider.publicPage,
      cell: ({ row: { original } }) =>
        original.state === 'published' ? (
          <TextLink to="/apis/$provider/$product" params={{ provider, product: original.slug }}>
            {t.actions.view}
          </TextLink>
        ) : (
          '–'
        ),
    }),
    helper.display({
      id: 'actions',
      header: () => <span className="sr-only">{t.actions.column}</span>,
      meta: { align: 'end' },
      cell: ({ row: { original } }) => {
        const publish = original.state !== 'published';
        return (
          onPublication && (
            <Button size="small" onClick={() => onPublication({ product: original, publish })}>
              {publish ? t.provider.publish : t.provider.unpublish}
              <span className="sr-only"> {original.name}</span>
            </Button>
          )
        );
      },
    }),
  ]);
}

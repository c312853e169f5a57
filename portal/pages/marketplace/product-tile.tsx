import { Link } from '@tanstack/react-router';
import type { ProductCard } from '../../api/marketplace.ts';
import { t } from '../../text/index.ts';
import { Badge } from '../../ui/badge.tsx';
import { formatMoney, isZero } from '../../ui/format/money.ts';
import { OrganizationMark } from '../../ui/organization-mark.tsx';
import { Skeleton } from '../../ui/states.tsx';

const TILE = 'grid content-start gap-3 rounded-lg border border-line bg-surface p-4.5 shadow-card';

export function ProductTile({ product }: { product: ProductCard }) {
  const { provider, from_price: from } = product;
  return (
    <article className={`${TILE} group relative transition-colors hover:border-brand`}>
      <div className="flex items-start gap-3">
        <OrganizationMark name={product.name} />
        <div className="min-w-0">
          <h3 className="leading-snug font-semibold wrap-anywhere">
            <Link
              to="/apis/$provider/$product"
              params={{ provider: provider.slug, product: product.slug }}
              className="after:absolute after:inset-0 after:rounded-lg group-hover:text-brand-ink focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-offset-2 focus-visible:after:outline-focus"
            >
              {product.name}
            </Link>
          </h3>
          <p className="text-[0.8125rem] text-ink-muted">{t.catalog.by(provider.name)}</p>
        </div>
      </div>
      <p className="line-clamp-3 min-h-10 text-sm text-ink-muted">{product.summary}</p>
      <div className="mt-auto flex flex-wrap items-center gap-2 border-t border-line pt-3">
        {from && <span className="numbers text-sm font-semibold">{priceWords(from)}</span>}
        <span className="ms-auto flex gap-1.5">
          {product.category && <Badge>{product.category}</Badge>}
          <Badge>{t.catalog.plans(product.plan_count)}</Badge>
        </span>
      </div>
    </article>
  );
}

function priceWords(from: NonNullable<ProductCard['from_price']>): string {
  return isZero(from.amount) ? t.catalog.fromFree : t.catalog.from(formatMoney(from.amount, from.currency));
}

export function TileGrid({ products }: { products: ProductCard[] | undefined }) {
  return (
    <div aria-busy={products === undefined} className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
      {products?.map((product) => <ProductTile key={product.id} product={product} />) ??
        ['a', 'b', 'c'].map((key) => <TileSkeleton key={key} />)}
    </div>
  );
}

function TileSkeleton() {
  return (
    <div className={TILE}>
      <Skeleton className="h-7 w-2/3" />
      <Skeleton />
      <Skeleton className="w-4/5" />
      <Skeleton className="mt-3 h-6 w-1/2" />
    </div>
  );
}

import { Link } from '@tanstack/react-router';
import type { ProductCard } from '../../api/marketplace.ts';
import { t } from '../../text/index.ts';
import { Badge } from '../../ui/badge.tsx';
import { formatMoney, isZero } from '../../ui/format/money.ts';
import { OrganizationMark } from '../../ui/organization-mark.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { referencesOf } from './compared.ts';

const TILE = 'grid content-start gap-3 rounded-lg border border-line bg-surface p-4.5 shadow-card';

/** Which products are marked to be compared, and how that changes. */
export interface Compared {
  chosen: string | undefined;
  onToggle(reference: string): void;
}

export function ProductTile({ product, compared }: { product: ProductCard; compared?: Compared }) {
  const { provider, from_price: from } = product;
  const reference = `${provider.slug}/${product.slug}`;
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
        {compared && (
          // Above the link that covers the tile.
          <label className="relative z-10 ms-auto flex min-h-6 cursor-pointer items-center gap-1.5 text-[0.8125rem] text-ink-muted">
            <input
              type="checkbox"
              checked={referencesOf(compared.chosen).includes(reference)}
              onChange={() => compared.onToggle(reference)}
              aria-label={t.comparison.choose(product.name)}
              className="size-4.5 accent-brand"
            />
            {t.comparison.mark}
          </label>
        )}
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

export interface TileGridProps {
  products: ProductCard[] | undefined;
  compared?: Compared;
}

export function TileGrid({ products, compared }: TileGridProps) {
  return (
    <div aria-busy={products === undefined} className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
      {products?.map((product) => (
        <ProductTile key={product.id} product={product} {...(compared && { compared })} />
      )) ?? ['a', 'b', 'c'].map((key) => <TileSkeleton key={key} />)}
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

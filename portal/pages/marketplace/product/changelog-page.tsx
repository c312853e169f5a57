import { useInfiniteQuery } from '@tanstack/react-query';
import { rowsOf } from '../../../api/pages.ts';
import { changelogQuery } from '../../../api/product-docs.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Panel } from '../../../ui/card.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { Markdown } from '../../../ui/markdown.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EmptyState, SkeletonLines } from '../../../ui/states.tsx';
import { When } from '../../../ui/values.tsx';
import { useProduct } from '../use-product.ts';

export function ChangelogPage() {
  const product = useProduct();
  const query = useInfiniteQuery(changelogQuery(product.id));
  const entries = rowsOf(query.data);
  if (query.isError && !entries)
    return <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />;
  if (!entries) return <SkeletonLines />;
  if (entries.length === 0) return <EmptyState title={t.productPage.noChangelog} />;
  return (
    <div className="grid gap-5">
      {entries.map((entry) => (
        <Panel
          key={entry.version}
          title={entry.title}
          hint={entry.published_at && <When at={entry.published_at} />}
          actions={<Badge>{entry.version}</Badge>}
        >
          <Markdown text={entry.markdown} />
        </Panel>
      ))}
      <LoadMore query={query} />
    </div>
  );
}

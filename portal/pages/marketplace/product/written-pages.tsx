import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { docsPageQuery, docsPagesQuery } from '../../../api/product-docs.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { Markdown } from '../../../ui/markdown.tsx';
import { QueryView } from '../../../ui/query-view.tsx';

/** The pages that the provider wrote, one at a time. Nothing when there is none. */
export function WrittenPages({ productId }: { productId: string }) {
  const pages = useQuery(docsPagesQuery(productId)).data ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const slug = chosen ?? pages[0]?.slug;
  if (slug === undefined) return null;
  return (
    <Panel
      title={t.productPage.guides}
      actions={pages.map((page) => (
        <Button
          key={page.slug}
          size="small"
          aria-pressed={page.slug === slug}
          onClick={() => setChosen(page.slug)}
        >
          {page.title}
        </Button>
      ))}
    >
      <WrittenPage key={slug} productId={productId} slug={slug} />
    </Panel>
  );
}

function WrittenPage({ productId, slug }: { productId: string; slug: string }) {
  const query = useQuery(docsPageQuery(productId, slug));
  return <QueryView query={query}>{(page) => <Markdown text={page.markdown} />}</QueryView>;
}

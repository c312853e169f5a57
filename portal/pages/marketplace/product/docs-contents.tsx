import { useId, useState } from 'react';
import type { ProductRoute } from '../../../api/marketplace.ts';
import { t } from '../../../text/index.ts';
import { MethodBadge } from '../../../ui/badge.tsx';
import { useMedia } from '../../../ui/use-media.ts';

/** From so many routes on, finding one takes more than looking. */
const FILTER_FROM = 10;

export interface Section {
  id: string;
  title: string;
}

/** Where one is and what else there is; folded away where there is no room beside the text. */
export function DocsContents({ sections, routes }: { sections: Section[]; routes: ProductRoute[] }) {
  const isWide = useMedia('(min-width: 64rem)');
  if (!isWide)
    return (
      <details className="rounded-lg border border-line bg-surface px-4 py-2.5">
        <summary className="min-h-6 cursor-pointer text-sm font-medium">{t.docs.contents}</summary>
        <div className="mt-2 max-h-96 overflow-y-auto">
          <Lists sections={sections} routes={routes} />
        </div>
      </details>
    );
  return (
    <div className="sticky top-20 max-h-[calc(100dvh-6rem)] overflow-y-auto pe-1">
      <p className="mb-2 text-xs font-medium text-ink-muted">{t.productPage.onThisPage}</p>
      <Lists sections={sections} routes={routes} />
    </div>
  );
}

function Lists({ sections, routes }: { sections: Section[]; routes: ProductRoute[] }) {
  const [text, setText] = useState('');
  const filterId = useId();
  const wanted = text.trim().toLowerCase();
  const shown = routes.filter((one) =>
    `${one.name} ${one.method} ${one.template}`.toLowerCase().includes(wanted),
  );
  return (
    <nav aria-label={t.productPage.onThisPage} className="grid gap-3 text-[0.8125rem]">
      <ul className="grid gap-0.5 border-s border-line">
        {sections.map(({ id, title }) => (
          <ContentsLink key={id} id={id} title={title} />
        ))}
      </ul>
      {routes.length >= FILTER_FROM && (
        <div className="p-0.5">
          <label htmlFor={filterId} className="sr-only">
            {t.docs.filter}
          </label>
          <input
            id={filterId}
            type="search"
            value={text}
            placeholder={t.docs.filter}
            onChange={(event) => setText(event.target.value)}
            className="h-8 w-full rounded-md border border-line-strong bg-surface px-2.5 text-ink placeholder:text-ink-faint"
          />
        </div>
      )}
      {shown.length === 0 && routes.length > 0 && <p className="text-ink-muted">{t.docs.noRoute}</p>}
      <ul className="grid gap-0.5 border-s border-line">
        {shown.map((route) => (
          <ContentsLink
            key={route.id}
            id={route.id}
            title={route.name || route.template}
            method={route.method}
          />
        ))}
      </ul>
    </nav>
  );
}

function ContentsLink({ id, title, method }: Section & { method?: string }) {
  return (
    <li>
      <a
        href={`#${id}`}
        className="flex min-w-0 items-center gap-2 rounded-e-sm py-1 ps-3 text-ink-muted hover:text-ink focus-visible:-outline-offset-2"
      >
        {method && <MethodBadge method={method} />}
        <span className="truncate">{title}</span>
      </a>
    </li>
  );
}

import { Link, type LinkProps } from '@tanstack/react-router';

export type TabLink = Pick<LinkProps, 'to' | 'params' | 'search'> & { label: string; exact?: boolean };

/** Tabs that are addresses: each can be linked, opened beside, and found with the browser's back. */
export function TabLinks({ label, tabs }: { label: string; tabs: TabLink[] }) {
  return (
    <nav aria-label={label} className="-mx-4 overflow-x-auto border-b border-line px-4 sm:mx-0 sm:px-0">
      <ul className="flex gap-1">
        {tabs.map(({ label: text, exact = false, ...link }) => (
          <li key={text}>
            <Link
              {...(link as LinkProps)}
              activeOptions={{ exact, includeSearch: false }}
              className="inline-flex h-10 items-center border-b-2 border-transparent px-2.5 text-sm font-medium whitespace-nowrap text-ink-muted hover:text-ink focus-visible:-outline-offset-2 aria-[current=page]:border-brand aria-[current=page]:text-ink"
            >
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

import { Link, type LinkProps } from '@tanstack/react-router';
import type { LucideIcon } from 'lucide-react';

export type NavItem = Pick<LinkProps, 'to' | 'params'> & { label: string; icon: LucideIcon; exact?: boolean };

const ITEM =
  'group relative flex h-9 items-center gap-2.5 rounded-md px-2.5 text-sm font-medium text-ink-muted hover:bg-hover hover:text-ink aria-[current=page]:bg-brand-soft aria-[current=page]:text-brand-ink';

export function SideNav({
  label,
  items,
  onNavigate,
}: {
  label: string;
  items: NavItem[];
  onNavigate?: () => void;
}) {
  return (
    <nav aria-label={label}>
      <ul className="grid gap-0.5">
        {items.map(({ label: text, icon: Icon, exact = false, ...link }) => (
          <li key={text}>
            <Link
              {...(link as LinkProps)}
              activeOptions={{ exact, includeSearch: false }}
              onClick={onNavigate}
              className={ITEM}
            >
              <span
                aria-hidden="true"
                className="absolute -start-1.5 hidden h-5 w-1 rounded-full bg-lane group-aria-[current=page]:block"
              />
              <Icon aria-hidden="true" className="size-4.5 shrink-0" />
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

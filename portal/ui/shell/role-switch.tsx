import { Link, type LinkProps } from '@tanstack/react-router';
import { t } from '../../text/index.ts';

export type RoleLink = Pick<LinkProps, 'to' | 'params'> & { label: string };

/** One account, several roles: what the organization buys, what it sells, and the installation itself. */
export function RoleSwitch({ roles }: { roles: RoleLink[] }) {
  return (
    <nav aria-label={t.shell.roleNavigation}>
      <ul className="flex gap-0.5 rounded-md bg-neutral-soft p-0.5">
        {roles.map(({ label, ...link }) => (
          <li key={label} className="flex-1">
            <Link
              {...(link as LinkProps)}
              activeOptions={{ exact: false, includeSearch: false }}
              className="block rounded-[0.3rem] px-3 py-1 text-center text-[0.8125rem] leading-5 font-medium text-ink-muted hover:text-ink aria-[current=page]:bg-surface aria-[current=page]:text-ink aria-[current=page]:shadow-card"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { t } from '../../text/index.ts';
import { ThemeToggle } from '../theme-toggle.tsx';
import { Logo } from './logo.tsx';
import { MAIN_ID, SkipLink } from './skip-link.tsx';

/** The frame of public pages: a bar, the page, a foot. */
export function SiteFrame({ account, children }: { account: ReactNode; children: ReactNode }) {
  return (
    <div className="grid min-h-dvh grid-rows-[auto_1fr_auto]">
      <SkipLink />
      <header className="sticky top-0 z-30 border-b border-line bg-surface/95 backdrop-blur-sm">
        <div className="mx-auto flex h-14 max-w-7xl items-center gap-2 px-4 sm:gap-5 sm:px-6 lg:px-8">
          <Link to="/" className="flex rounded-md" aria-label={t.product}>
            <Logo className="max-[26rem]:[&>span]:hidden" />
          </Link>
          <nav aria-label={t.shell.mainNavigation} className="flex items-center">
            <Link
              to="/apis"
              className="rounded-md px-2.5 py-1.5 text-sm font-medium text-ink-muted hover:bg-hover hover:text-ink aria-[current=page]:text-ink"
            >
              {t.catalog.title}
            </Link>
            <a
              href="/api/docs"
              className="hidden rounded-md px-2.5 py-1.5 text-sm font-medium text-ink-muted hover:bg-hover hover:text-ink sm:block"
            >
              {t.shell.apiReference}
            </a>
          </nav>
          <div className="ms-auto flex items-center gap-1 sm:gap-2">
            <ThemeToggle />
            {account}
          </div>
        </div>
      </header>
      <main id={MAIN_ID} className="grid min-w-0 content-start *:min-w-0">
        {children}
      </main>
      <footer className="mt-12">
        <div aria-hidden="true" className="lane-marking opacity-80" />
        <div className="mx-auto flex max-w-7xl flex-wrap items-center justify-between gap-3 px-4 py-6 text-[0.8125rem] text-ink-muted sm:px-6 lg:px-8">
          <p>{t.shell.footer}</p>
          <a href="/api/docs" className="rounded-sm underline underline-offset-3 hover:text-ink">
            {t.shell.apiReference}
          </a>
        </div>
      </footer>
    </div>
  );
}

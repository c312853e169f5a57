import type { ReactNode } from 'react';
import { Card } from './card.tsx';
import { PageHeading, usePageTitle } from './page.tsx';
import { LogoMark } from './shell/logo.tsx';

/** The frame of sign-in, sign-up and what else stands alone on a page. */
export function FormCard({
  title,
  lead,
  foot,
  children,
}: {
  title: string;
  lead: string;
  foot: ReactNode;
  children: ReactNode;
}) {
  usePageTitle(title);
  return (
    <div className="mx-auto grid w-full max-w-md gap-5 px-4 py-10 sm:py-16">
      <div className="grid justify-items-center gap-2 text-center">
        <LogoMark className="mb-2 size-11" />
        <PageHeading>{title}</PageHeading>
        <p className="text-ink-muted">{lead}</p>
      </div>
      <Card className="p-5 sm:p-6">{children}</Card>
      <p className="text-center text-sm text-ink-muted">{foot}</p>
    </div>
  );
}

import { Dialog } from '@base-ui/react/dialog';
import { Link } from '@tanstack/react-router';
import { Menu as MenuIcon, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { t } from '../../text/index.ts';
import { Button } from '../button.tsx';
import { ThemeToggle } from '../theme-toggle.tsx';
import { type Command, useCommands } from './commands.ts';
import { Logo, LogoMark } from './logo.tsx';
import { PaletteButton } from './palette-button.tsx';
import { type NavItem, SideNav } from './side-nav.tsx';
import { MAIN_ID, SkipLink } from './skip-link.tsx';

export interface AppFrameProps {
  navigationLabel: string;
  items: NavItem[];
  /** Organization switcher, above the navigation. */
  place: ReactNode;
  /** Consume | Provide | Operate. */
  roles: ReactNode;
  account: ReactNode;
  children: ReactNode;
}

/** The frame of signed-in pages: navigation at the side, or in a drawer on narrow screens. */
export function AppFrame(props: AppFrameProps) {
  const { navigationLabel, items } = props;
  useCommands({
    label: navigationLabel,
    commands: items.map(({ label, icon, to, params }) => ({
      label,
      icon,
      link: { to, params } as Command['link'] & {},
    })),
  });
  return (
    <div className="grid min-h-dvh lg:grid-cols-[15.5rem_minmax(0,1fr)]">
      <SkipLink />
      <aside className="sticky top-0 hidden h-dvh flex-col gap-4 overflow-y-auto border-e border-line bg-surface p-4 lg:flex">
        <Link to="/" aria-label={t.product} className="flex rounded-md px-1">
          <Logo />
        </Link>
        <Navigation {...props} />
      </aside>
      <div className="grid min-w-0 grid-rows-[auto_1fr]">
        <header className="sticky top-0 z-30 border-b border-line bg-surface/95 backdrop-blur-sm">
          <div className="flex h-14 items-center gap-2 px-3 sm:px-6 lg:px-8">
            <Drawer {...props} />
            <Link to="/" aria-label={t.product} className="flex rounded-md lg:hidden">
              <LogoMark />
            </Link>
            <div className="min-w-0 max-sm:hidden">{props.roles}</div>
            <div className="ms-auto flex items-center gap-1">
              <Link
                to="/apis"
                className="rounded-md px-2.5 py-1.5 text-sm font-medium text-ink-muted hover:bg-hover hover:text-ink"
              >
                {t.shell.marketplace}
              </Link>
              <PaletteButton />
              <ThemeToggle />
              {props.account}
            </div>
          </div>
        </header>
        <main id={MAIN_ID} className="grid min-w-0 content-start *:min-w-0">
          {props.children}
        </main>
      </div>
    </div>
  );
}

function Navigation({
  place,
  navigationLabel,
  items,
  onNavigate,
}: AppFrameProps & { onNavigate?: () => void }) {
  return (
    <>
      {place}
      <SideNav label={navigationLabel} items={items} {...(onNavigate ? { onNavigate } : {})} />
    </>
  );
}

function Drawer(props: AppFrameProps) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger
        render={<Button look="quiet" size="icon" className="lg:hidden" aria-label={t.shell.openMenu} />}
      >
        <MenuIcon aria-hidden="true" className="size-5" />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-overlay transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup className="fixed inset-y-0 start-0 z-50 flex w-72 max-w-[85vw] flex-col gap-4 overflow-y-auto border-e border-line bg-surface p-4 shadow-pop transition-[translate] duration-200 data-ending-style:-translate-x-full data-starting-style:-translate-x-full">
          <div className="flex items-center justify-between">
            <Dialog.Title className="text-base font-semibold">{props.navigationLabel}</Dialog.Title>
            <Dialog.Close render={<Button look="quiet" size="icon" aria-label={t.actions.close} />}>
              <X aria-hidden="true" className="size-4.5" />
            </Dialog.Close>
          </div>
          <div className="sm:hidden">{props.roles}</div>
          <Navigation {...props} onNavigate={() => setOpen(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

import { Menu as BaseMenu } from '@base-ui/react/menu';
import { Link, type LinkProps } from '@tanstack/react-router';
import { Check, type LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { cn } from '../class-names.ts';

const POPUP =
  'max-h-(--available-height) min-w-56 max-w-[calc(100vw-1.5rem)] origin-(--transform-origin) overflow-y-auto rounded-lg border border-line bg-surface p-1.5 text-sm shadow-pop outline-hidden transition-[scale,opacity] duration-100 data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0';
const ITEM =
  'flex min-h-9 w-full items-center gap-2.5 rounded-md px-2.5 py-1.5 text-start outline-hidden select-none data-highlighted:bg-hover data-highlighted:text-ink';

export function Menu({
  trigger,
  align = 'end',
  children,
}: {
  trigger: ReactElement;
  align?: 'start' | 'end';
  children: ReactNode;
}) {
  return (
    <BaseMenu.Root modal={false}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={6} align={align} className="z-50 outline-hidden">
          <BaseMenu.Popup className={POPUP}>{children}</BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <BaseMenu.Group>
      <BaseMenu.GroupLabel className="px-2.5 pt-1.5 pb-1 text-xs font-medium text-ink-muted">
        {label}
      </BaseMenu.GroupLabel>
      {children}
    </BaseMenu.Group>
  );
}

export type MenuLinkProps = Pick<LinkProps, 'to' | 'params' | 'search'> & {
  icon?: LucideIcon;
  current?: boolean;
  children: ReactNode;
};

export function MenuLink({ icon: Icon, current = false, children, ...link }: MenuLinkProps) {
  return (
    <BaseMenu.LinkItem closeOnClick className={ITEM} render={<Link {...(link as LinkProps)} />}>
      {Icon && <Icon aria-hidden="true" className="size-4 shrink-0 text-ink-muted" />}
      <span className={cn('min-w-0 flex-1 truncate', current && 'font-semibold')}>{children}</span>
      {current && <Check aria-hidden="true" className="size-4 text-brand-ink" />}
    </BaseMenu.LinkItem>
  );
}

export function MenuAction({
  icon: Icon,
  onClick,
  children,
}: {
  icon?: LucideIcon;
  onClick(): void;
  children: ReactNode;
}) {
  return (
    <BaseMenu.Item className={ITEM} onClick={onClick}>
      {Icon && <Icon aria-hidden="true" className="size-4 shrink-0 text-ink-muted" />}
      <span className="flex-1">{children}</span>
    </BaseMenu.Item>
  );
}

export function MenuLine() {
  return <BaseMenu.Separator className="-mx-1.5 my-1.5 h-px bg-line" />;
}

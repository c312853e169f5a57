import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../text/index.ts';
import { Button } from './button.tsx';
import { cn } from './class-names.ts';

export interface DialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  description?: ReactNode;
  footer?: ReactNode;
  /** False keeps the dialog open on Escape and outside presses: for what is shown only once. */
  dismissible?: boolean;
  /** For forms: a press beside the dialog would throw away what was typed. */
  keepsInput?: boolean;
  className?: string;
  children?: ReactNode;
}

const BACKDROP =
  'fixed inset-0 z-40 bg-overlay transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0';
const POPUP =
  'fixed start-1/2 top-1/2 z-50 grid max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 -translate-y-1/2 grid-rows-[auto_1fr_auto] rounded-xl border border-line bg-surface shadow-pop transition-[scale,opacity] duration-150 rtl:translate-x-1/2 data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0';

export function Dialog({
  open,
  onOpenChange,
  dismissible = true,
  keepsInput = false,
  ...props
}: DialogProps) {
  return (
    <BaseDialog.Root
      open={open}
      disablePointerDismissal={!dismissible || keepsInput}
      onOpenChange={(next, details) => {
        if (!dismissible && details.reason === 'escape-key') return;
        onOpenChange(next);
      }}
    >
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={BACKDROP} />
        <BaseDialog.Popup className={cn(POPUP, props.className)}>
          <div className="flex items-start justify-between gap-4 px-5 pt-4.5 pb-3">
            <div className="grid gap-1">
              <BaseDialog.Title className="text-lg leading-snug font-semibold">
                {props.title}
              </BaseDialog.Title>
              {props.description && (
                <BaseDialog.Description render={<div />} className="text-sm text-ink-muted">
                  {props.description}
                </BaseDialog.Description>
              )}
            </div>
            {dismissible && (
              <BaseDialog.Close
                render={
                  <Button
                    look="quiet"
                    size="icon"
                    className="-me-2 -mt-1 shrink-0"
                    aria-label={t.actions.close}
                  />
                }
              >
                <X aria-hidden="true" className="size-4.5" />
              </BaseDialog.Close>
            )}
          </div>
          <div className="min-h-0 overflow-y-auto px-5 pt-1 pb-5">{props.children}</div>
          {props.footer && (
            <div className="flex flex-wrap justify-end gap-2 rounded-b-xl border-t border-line bg-sunken px-5 py-3">
              {props.footer}
            </div>
          )}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  children: ReactNode;
  confirmLabel: string;
  danger?: boolean;
  busy?: boolean;
  onConfirm(): void;
}

export function ConfirmDialog({ open, onOpenChange, title, children, ...props }: ConfirmDialogProps) {
  const footer = (
    <>
      <Button onClick={() => onOpenChange(false)}>{t.actions.cancel}</Button>
      <Button look={props.danger ? 'danger' : 'primary'} busy={props.busy ?? false} onClick={props.onConfirm}>
        {props.confirmLabel}
      </Button>
    </>
  );
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title} footer={footer}>
      <div className="grid gap-3 text-sm">{children}</div>
    </Dialog>
  );
}

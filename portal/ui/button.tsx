import { createLink } from '@tanstack/react-router';
import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './class-names.ts';

const buttonClasses = cva(
  'inline-flex items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium transition-colors select-none disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:opacity-55',
  {
    variants: {
      look: {
        primary: 'bg-brand text-on-brand hover:bg-brand-hover',
        secondary: 'border border-line-strong bg-surface text-ink hover:bg-hover',
        quiet: 'text-ink-muted hover:bg-hover hover:text-ink',
        danger: 'bg-danger text-on-danger hover:bg-danger-hover',
        /** On a guide sign, where green would not be seen. */
        lane: 'bg-lane text-on-lane hover:opacity-90',
      },
      size: {
        small: 'h-8 px-2.5 text-[0.8125rem]',
        medium: 'h-9.5 px-3.5 text-sm',
        large: 'h-11 px-5 text-[0.9375rem]',
        icon: 'size-9.5',
      },
    },
    defaultVariants: { look: 'secondary', size: 'medium' },
  },
);

type ButtonLook = VariantProps<typeof buttonClasses>;
type ButtonProps = ComponentProps<'button'> & ButtonLook & { busy?: boolean };

/** `busy` keeps the label and the size, tells assistive technology, and refuses a second press. */
export function Button({ look, size, busy = false, className, children, disabled, ...props }: ButtonProps) {
  return (
    <button
      type="button"
      {...props}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={cn(buttonClasses({ look, size }), className)}
    >
      {busy && (
        <span
          aria-hidden="true"
          className="size-3.5 animate-spin rounded-full border-2 border-current border-r-transparent"
        />
      )}
      {children}
    </button>
  );
}

function Anchor({ look, size, className, ...props }: ComponentProps<'a'> & ButtonLook) {
  return <a {...props} className={cn(buttonClasses({ look, size }), className)} />;
}

/** A link to another page that looks like a button. */
export const ButtonLink = createLink(Anchor);

/** The same for addresses outside the router (downloads, documents of the server). */
export const ButtonAnchor = Anchor;

function TextAnchor({ className, ...props }: ComponentProps<'a'>) {
  return (
    <a
      {...props}
      className={cn(
        'rounded-sm font-medium text-brand-ink underline decoration-brand-ink/35 underline-offset-3 hover:decoration-current',
        className,
      )}
    />
  );
}

/** A link within text and tables. */
export const TextLink = createLink(TextAnchor);
export const ExternalLink = TextAnchor;

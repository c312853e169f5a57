import { cn } from './class-names.ts';
import { CopyButton } from './copy-button.tsx';

export interface CodeBlockProps {
  code: string;
  /** What the code is, for readers and for the copy button. */
  label: string;
  /** Breaks long lines instead of scrolling. */
  wrap?: boolean;
  className?: string;
}

export function CodeBlock({ code, label, wrap = false, className }: CodeBlockProps) {
  return (
    <figure className={cn('overflow-hidden rounded-lg border border-line bg-sunken', className)}>
      <figcaption className="flex items-center justify-between gap-2 border-b border-line py-1 ps-3.5 pe-1.5 text-xs text-ink-muted">
        {label}
        <CopyButton text={code} what={label} />
      </figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className={cn(
          'overflow-x-auto p-3.5 font-mono text-[0.8125rem] leading-5.5',
          wrap && 'wrap-anywhere whitespace-pre-wrap',
        )}
      >
        <code>{code}</code>
      </pre>
    </figure>
  );
}

export function InlineCode({ children, className }: { children: string; className?: string }) {
  return (
    <code
      className={cn(
        'rounded-sm bg-neutral-soft px-1.25 py-0.5 font-mono text-[0.85em] wrap-anywhere',
        className,
      )}
    >
      {children}
    </code>
  );
}

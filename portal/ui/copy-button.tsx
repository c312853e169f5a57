import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { t } from '../text/index.ts';
import { Button } from './button.tsx';
import { cn } from './class-names.ts';

const SHOWN_MS = 2000;

export interface CopyButtonProps {
  text: string;
  /** What is copied, for its name: "Copy API key". */
  what: string;
  /** Shows the words beside the icon. */
  labelled?: boolean;
  look?: 'primary' | 'secondary' | 'quiet';
  className?: string;
  onCopied?(): void;
}

export function CopyButton({
  text,
  what,
  labelled = false,
  look = 'quiet',
  className,
  onCopied,
}: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy() {
    await copyText(text);
    setCopied(true);
    onCopied?.();
  }

  const Icon = copied ? Check : Copy;
  return (
    <Button
      look={look}
      size="small"
      className={cn(!labelled && 'w-8 px-0', className)}
      aria-label={t.copy.label(what)}
      onClick={copy}
    >
      <Icon aria-hidden="true" className={cn('size-4', copied && look !== 'primary' && 'text-brand-ink')} />
      {labelled && <span>{copied ? t.copy.done : t.copy.action}</span>}
      <span role="status" className="sr-only">
        {copied ? t.copy.copied(what) : ''}
      </span>
    </Button>
  );
}

/** The clipboard of browsers exists only on https and localhost; an installation may well be plain http on a network. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('readonly', '');
  area.className = 'sr-only';
  // Inside the open dialog, where there is one: its focus trap would take the focus back from elsewhere.
  (document.activeElement?.closest('[role=dialog]') ?? document.body).append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

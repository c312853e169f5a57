import { useEffect, useRef, useState } from 'react';
import { t } from '../../../text/index.ts';
import { ExternalLink } from '../../../ui/button.tsx';
import { cn } from '../../../ui/class-names.ts';
import { EmptyState, SkeletonLines } from '../../../ui/states.tsx';
import { useTheme } from '../../../ui/theme.ts';
import { readFrameMessage } from './reference-message.ts';

/** Scalar's names for what our tokens are, so that the frame looks like the page around it. */
const COLORS = {
  '--scalar-background-1': '--surface',
  '--scalar-background-2': '--sunken',
  '--scalar-background-3': '--hover',
  '--scalar-color-1': '--ink',
  '--scalar-color-2': '--ink-muted',
  '--scalar-color-3': '--ink-faint',
  '--scalar-color-accent': '--brand-ink',
  '--scalar-color-red': '--danger-ink',
  '--scalar-color-yellow': '--warn-ink',
  '--scalar-color-orange': '--warn-ink',
  '--scalar-color-green': '--brand-ink',
  '--scalar-color-blue': '--info-ink',
  '--scalar-color-purple': '--info-ink',
  '--scalar-border-color': '--line',
};

function appearance(theme: string | undefined) {
  const style = getComputedStyle(document.documentElement);
  const colors = Object.entries(COLORS).map(([theirs, ours]) => [
    theirs,
    style.getPropertyValue(ours).trim(),
  ]);
  return { dark: theme === 'dark', colors: Object.fromEntries(colors) };
}

/**
 * Scalar runs apart from the portal, in an origin of its own that nothing belongs to: what providers write passes through
 * far more of other people's code there than we can answer for (docs/decisions/0062-reference-in-a-frame.md).
 */
export function ReferenceFrame({ openApi, name }: { openApi: Record<string, unknown>; name: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [loads, setLoads] = useState(0);
  const [state, setState] = useState<'loading' | 'drawn' | 'failed'>('loading');
  const [link, setLink] = useState<string | null>(null);
  const theme = useTheme();

  useEffect(() => {
    const listen = ({ source, data }: MessageEvent<unknown>) => {
      if (source === null || source !== frame.current?.contentWindow) return;
      const message = readFrameMessage(data);
      if (message?.kind === 'link') setLink(message.href);
      else if (message) setState(message.kind);
    };
    addEventListener('message', listen);
    return () => removeEventListener('message', listen);
  }, []);

  // An opaque origin has no name that could be asked for. What is sent is public, and only our own file listens.
  useEffect(() => {
    if (loads === 0) return;
    const shown = appearance(document.documentElement.dataset.theme);
    const message = { kind: 'document', document: openApi, theme: shown };
    frame.current?.contentWindow?.postMessage(message, '*');
  }, [loads, openApi]);
  useEffect(() => {
    if (state !== 'drawn') return;
    frame.current?.contentWindow?.postMessage({ kind: 'theme', theme: appearance(theme) }, '*');
  }, [state, theme]);

  if (state === 'failed') return <EmptyState title={t.reference.failed}>{t.reference.failedHint}</EmptyState>;
  return (
    <>
      <div className="relative h-[calc(100dvh-6rem)] min-h-[32rem]">
        {state === 'loading' && (
          <div className="absolute inset-0 p-4 sm:p-5">
            <SkeletonLines count={8} />
          </div>
        )}
        <iframe
          ref={frame}
          title={t.reference.frame(name)}
          src="/reference/frame.html"
          // Never allow-same-origin: with it, what runs there would have the session of whoever reads.
          sandbox="allow-scripts"
          allow="clipboard-write"
          referrerPolicy="no-referrer"
          onLoad={() => setLoads((before) => before + 1)}
          className={cn('relative size-full border-0', state === 'loading' && 'invisible')}
        />
      </div>
      <output
        className={cn(
          'sticky bottom-0 block text-sm',
          link && 'border-t border-line bg-info-soft px-4 py-2.5 sm:px-5',
        )}
      >
        {link && (
          <>
            {t.reference.leadsTo}{' '}
            <ExternalLink
              href={link}
              target="_blank"
              rel="noopener noreferrer nofollow"
              className="wrap-anywhere"
            >
              {link}
            </ExternalLink>
          </>
        )}
      </output>
    </>
  );
}

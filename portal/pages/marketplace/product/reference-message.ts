/** What the frame of the reference says. Whatever runs in it may have been written by anybody: it is taken for no more. */
export type FrameMessage = { kind: 'drawn' } | { kind: 'failed' } | { kind: 'link'; href: string };

const MOST_CHARACTERS = 2000;

/** Null for what is none of them; a link only if a browser may safely be asked to open it. */
export function readFrameMessage(data: unknown): FrameMessage | null {
  if (typeof data !== 'object' || data === null || !('kind' in data)) return null;
  if (data.kind === 'drawn' || data.kind === 'failed') return { kind: data.kind };
  if (data.kind !== 'link' || !('href' in data) || typeof data.href !== 'string') return null;
  if (data.href.length > MOST_CHARACTERS || !URL.canParse(data.href)) return null;
  const { href, protocol } = new URL(data.href);
  return ['http:', 'https:', 'mailto:'].includes(protocol) ? { kind: 'link', href } : null;
}

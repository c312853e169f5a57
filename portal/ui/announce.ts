/** What is to be said in a toast. The toasts themselves are loaded when there is a first one. */

export interface Announcement {
  title: string;
  description?: string;
}

let waiting: Announcement[] = [];
let hasAnnounced = false;
const listeners = new Set<() => void>();

/** Says briefly that something is done. Failures belong beside what failed. */
export function announce(title: string, description?: string): void {
  waiting.push(description ? { title, description } : { title });
  hasAnnounced = true;
  for (const listener of listeners) listener();
}

export function takeAnnouncements(): Announcement[] {
  const taken = waiting;
  waiting = [];
  return taken;
}

export function onAnnouncement(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether there ever was one: from then on the toasts stay. */
export function needsToasts(): boolean {
  return hasAnnounced;
}

import { t } from '../../text/index.ts';

export const MAIN_ID = 'main';

/** The first stop of the Tab key: past the bars, to the page. */
export function SkipLink() {
  return (
    <a
      href={`#${MAIN_ID}`}
      className="fixed start-3 top-3 z-50 -translate-y-20 rounded-md bg-ink px-4 py-2 text-sm font-medium text-canvas focus:translate-y-0"
    >
      {t.shell.skip}
    </a>
  );
}

import { t } from '../../../text/index.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { LEAST_COMPARED, MOST_COMPARED, referencesOf } from '../compared.ts';

/** What is chosen to be compared, in reach while the list is read. */
export function CompareBar({ chosen, onClear }: { chosen: string | undefined; onClear(): void }) {
  const references = referencesOf(chosen);
  if (references.length === 0) return null;
  const isEnough = references.length >= LEAST_COMPARED;
  return (
    <div className="sticky bottom-4 z-20 flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line-strong bg-surface px-4 py-3 shadow-pop">
      <p role="status" className="min-w-0 text-sm wrap-anywhere">
        {references.join(' · ')}
        {references.length === MOST_COMPARED && (
          <span className="text-ink-muted"> — {t.comparison.most}</span>
        )}
      </p>
      <span className="flex flex-wrap gap-2">
        <Button look="quiet" className="-ms-3.5 sm:ms-0" onClick={onClear}>
          {t.comparison.clear}
        </Button>
        {isEnough ? (
          <ButtonLink to="/compare" search={{ products: references.join(',') }} look="primary">
            {t.comparison.open(references.length)}
          </ButtonLink>
        ) : (
          <span className="self-center text-sm text-ink-muted">{t.comparison.oneMore}</span>
        )}
      </span>
    </div>
  );
}

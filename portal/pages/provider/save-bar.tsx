import { Button } from '../../ui/button.tsx';
import { ProblemNote } from '../../ui/problem-panel.tsx';

export interface SaveBarProps {
  failure: unknown;
  mayWrite: boolean;
  busy: boolean;
  label: string;
}

/** The end of a form that fills a page. */
export function SaveBar({ failure, mayWrite, busy, label }: SaveBarProps) {
  return (
    <div className="grid justify-items-start gap-4">
      <ProblemNote error={failure} />
      {mayWrite && (
        <Button type="submit" look="primary" busy={busy}>
          {label}
        </Button>
      )}
    </div>
  );
}

import { useRouter } from '@tanstack/react-router';
import { TriangleAlert, WifiOff } from 'lucide-react';
import { ApiProblem } from '../api/problem.ts';
import { t } from '../text/index.ts';
import { Button } from './button.tsx';
import { cn } from './class-names.ts';
import { CopyButton } from './copy-button.tsx';

export interface ProblemPanelProps {
  error: unknown;
  onRetry?: (() => void) | undefined;
  className?: string;
}

/** What failed, what to do, and the id under which the server's log knows it. */
export function ProblemPanel({ error, onRetry, className }: ProblemPanelProps) {
  const problem = error instanceof ApiProblem ? error : null;
  const Icon = problem?.status === 0 ? WifiOff : TriangleAlert;
  return (
    <div role="alert" className={cn('grid justify-items-center gap-2 px-4 py-10 text-center', className)}>
      <span className="mb-1 grid size-11 place-items-center rounded-full bg-danger-soft text-danger-ink">
        <Icon aria-hidden="true" className="size-5" />
      </span>
      <p className="font-semibold">{problemTitle(error)}</p>
      <p className="max-w-md text-sm text-ink-muted">{problemAdvice(error)}</p>
      {problem?.requestId && <RequestId id={problem.requestId} />}
      {onRetry && (
        <Button className="mt-2" onClick={onRetry}>
          {t.actions.retry}
        </Button>
      )}
    </div>
  );
}

/** The same within a page or a form; what is wrong with single parts stands in place of the general advice. */
export function ProblemNote({ error }: { error: unknown }) {
  if (!error) return null;
  const problem = error instanceof ApiProblem ? error : null;
  const parts = problem?.body.errors ?? [];
  return (
    <div
      role="alert"
      className="grid gap-1 rounded-md border border-danger/40 bg-danger-soft px-3.5 py-2.5 text-sm text-danger-ink"
    >
      <p className="font-medium">{problemTitle(error)}</p>
      {parts.length > 0 ? <ProblemParts parts={parts} /> : <p>{problemAdvice(error)}</p>}
      {problem?.requestId && problem.status >= 500 && <RequestId id={problem.requestId} />}
    </div>
  );
}

function ProblemParts({ parts }: { parts: { pointer: string; detail: string }[] }) {
  return (
    <ul className="list-disc ps-5">
      {parts.map(({ pointer, detail }) => (
        <li key={`${pointer} ${detail}`}>{detail}</li>
      ))}
    </ul>
  );
}

function RequestId({ id }: { id: string }) {
  return (
    <p className="flex flex-wrap items-center justify-center gap-1 text-[0.8125rem] text-ink-muted">
      {t.problem.requestId} <code className="font-mono wrap-anywhere">{id}</code>
      <CopyButton text={id} what={t.problem.requestId} />
    </p>
  );
}

export function problemTitle(error: unknown): string {
  if (!(error instanceof ApiProblem)) return t.problem.bug;
  if (error.status === 0) return t.problem.offline;
  return error.body.title || t.problem.status(error.status);
}

function problemAdvice(error: unknown): string {
  if (!(error instanceof ApiProblem)) return t.problem.bugAdvice;
  const { status, body } = error;
  if (status === 0) return t.problem.offlineAdvice;
  if (status === 403 && typeof body.permission === 'string')
    return t.problem.permissionAdvice(body.permission);
  if (status === 429 && error.retryAfterSeconds) return t.problem.waitAdvice(error.retryAfterSeconds);
  if (body.detail && body.detail !== body.title) return body.detail;
  if (status >= 500) return t.problem.serverAdvice;
  if (error.kind === 'stale-revision') return t.problem.staleAdvice;
  return t.problem.adviceByStatus[status] ?? t.problem.advice;
}

/** For the router: one failing page never takes the frame with it. */
export function PageProblem({ error, reset }: { error: unknown; reset?: () => void }) {
  const router = useRouter();
  const retry = () => {
    reset?.();
    void router.invalidate();
  };
  return <ProblemPanel error={error} onRetry={retry} className="min-h-96 content-center" />;
}

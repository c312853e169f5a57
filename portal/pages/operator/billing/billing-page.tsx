import { useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useRef, useState } from 'react';
import { newIdempotencyKey } from '../../../api/client.ts';
import { type BillingRun, planBillingRun, startBillingRun } from '../../../api/operator.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { Segments } from '../../../ui/segments.tsx';
import { RunPlan } from './run-plan.tsx';
import { RunProgress } from './run-progress.tsx';
import { RunsPanel } from './runs-panel.tsx';
import { SetAsidePanel } from './set-aside-panel.tsx';

type Scope = 'due' | 'early';

const route = getRouteApi('/admin/billing');

/** Look first, then bill. The run stands in the address, so that its progress survives a reload. */
export function BillingPage() {
  const { run: runId } = route.useSearch();
  const navigate = route.useNavigate();
  const [scope, setScope] = useState<Scope>('due');
  const [isAsking, setAsking] = useState(false);
  const [pages, setPages] = useState<BillingRun[]>([]);
  const intention = useRef('');
  const closeCurrentPeriod = scope === 'early';

  const preview = useMutation({
    mutationFn: (after: string | null) => planBillingRun(closeCurrentPeriod, after),
    onSuccess: (page, after) => setPages((before) => (after === null ? [page] : [...before, page])),
  });
  const start = useMutation({
    mutationFn: () => startBillingRun({ closeCurrentPeriod, idempotencyKey: intention.current }),
    onSuccess: (run) => {
      setAsking(false);
      setPages([]);
      void navigate({ search: { run: run.id ?? undefined } });
    },
  });

  function ask() {
    intention.current = newIdempotencyKey();
    start.reset();
    setAsking(true);
  }

  function choose(next: Scope) {
    setScope(next);
    setPages([]);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    preview.mutate(null);
  }

  return (
    <Page title={t.operator.runTitle} hint={t.operator.runHint}>
      <Panel title={t.operator.runNew}>
        <form onSubmit={submit} className="grid justify-items-start gap-4">
          <Segments
            label={t.operator.runTitle}
            value={scope}
            options={[
              { value: 'due', label: t.operator.runDue },
              { value: 'early', label: t.operator.runEarly },
            ]}
            onChange={choose}
          />
          <p className="text-sm text-ink-muted">
            {closeCurrentPeriod ? t.operator.runEarlyText : t.operator.runDueText}
          </p>
          <ProblemNote error={preview.error} />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" busy={preview.isPending}>
              {t.operator.dryRun}
            </Button>
            <Button look="primary" onClick={ask}>
              {t.operator.run}
            </Button>
          </div>
        </form>
      </Panel>
      {pages.length > 0 && (
        <RunPlan pages={pages} busy={preview.isPending} onMore={(after) => preview.mutate(after)} />
      )}
      {runId && <RunProgress key={runId} runId={runId} />}
      <SetAsidePanel />
      <RunsPanel />
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t.operator.runConfirm}
        confirmLabel={t.operator.run}
        busy={start.isPending}
        onConfirm={() => start.mutate()}
      >
        <p>{closeCurrentPeriod ? t.operator.runEarlyText : t.operator.runDueText}</p>
        <p className="text-ink-muted">{t.operator.runConfirmText}</p>
        <ProblemNote error={start.error} />
      </ConfirmDialog>
    </Page>
  );
}

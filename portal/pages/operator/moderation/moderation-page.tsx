import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import {
  judge,
  type ModeratedProduct,
  type ModeratedState,
  moderationQuery,
  moderationSettingQuery,
  setModeration,
} from '../../../api/moderation.ts';
import { rowsOf } from '../../../api/pages.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { StateBadge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { Checkbox } from '../../../ui/field.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemNote, ProblemPanel } from '../../../ui/problem-panel.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Segments } from '../../../ui/segments.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { HostsPanel } from './hosts-panel.tsx';
import { type Judged, VerdictDialog } from './verdict-dialog.tsx';

const STATES = ['pending_review', 'published', 'suspended'] as const;

export function ModerationPage() {
  const words = t.operator.moderation;
  return (
    <Page title={words.title} hint={words.hint}>
      <SettingPanel />
      <ProductsPanel />
      <HostsPanel />
    </Page>
  );
}

function SettingPanel() {
  const query = useQuery(moderationSettingQuery);
  const words = t.operator.moderation;
  const change = useMutation({
    mutationFn: setModeration,
    onSuccess: (_, moderation) => announce(moderation ? words.settingOn : words.settingOff),
  });
  return (
    <Panel title={words.setting}>
      <QueryView query={query}>
        {(isModerated) => (
          <Checkbox
            label={words.settingLabel}
            hint={words.settingHint}
            checked={change.isPending ? change.variables : isModerated}
            disabled={change.isPending}
            onChange={(event) => change.mutate(event.target.checked)}
          />
        )}
      </QueryView>
      <ProblemNote error={change.error} />
    </Panel>
  );
}

function ProductsPanel() {
  const [state, setState] = useState<(typeof STATES)[number]>('pending_review');
  const [judged, setJudged] = useState<Judged | null>(null);
  const query = useInfiniteQuery(moderationQuery(state));
  const words = t.operator.moderation;
  const letIn = useMutation({
    mutationFn: (product: ModeratedProduct) =>
      judge(product.id, { does: product.state === 'suspended' ? 'reinstate' : 'approve' }),
    onSuccess: (_, product) => announce(words.letIn, product.name),
  });
  const { mutate } = letIn;
  const columns = useMemo(() => productColumns(mutate, setJudged), [mutate]);
  const rows = rowsOf(query.data);
  const choice = (
    <Segments<(typeof STATES)[number]>
      label={t.provider.state}
      value={state}
      options={STATES.map((value) => ({ value, label: t.states[value] }))}
      onChange={setState}
    />
  );
  return (
    <Panel title={words.products} actions={choice} flush>
      {letIn.error && (
        <div className="p-4">
          <ProblemNote error={letIn.error} />
        </div>
      )}
      {query.isError && !rows ? (
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          caption={words.products}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          empty={<EmptyState title={words.noneTitle[state]} />}
        />
      )}
      <LoadMore query={query} />
      <VerdictDialog judged={judged} onClose={() => setJudged(null)} />
    </Panel>
  );
}

const helper = columnsOf<ModeratedProduct>();

function productColumns(onLetIn: (product: ModeratedProduct) => void, onJudge: (judged: Judged) => void) {
  const words = t.operator.moderation;
  const refusals: Partial<Record<ModeratedState, 'refuse' | 'suspend'>> = {
    pending_review: 'refuse',
    published: 'suspend',
  };
  return helper.columns([
    helper.accessor('name', {
      header: t.provider.name,
      meta: { lead: true },
      cell: ({ row: { original } }) => (
        <span className="grid gap-0.5">
          <span className="font-medium">{original.name}</span>
          <span className="text-ink-muted">{original.summary}</span>
          {original.state_reason && <span className="text-warn-ink">{original.state_reason}</span>}
        </span>
      ),
    }),
    helper.accessor('upstream_url', {
      header: t.provider.product.upstreamUrl,
      meta: { from: 'lg', className: 'font-mono text-[0.8125rem] wrap-anywhere' },
    }),
    helper.accessor('state', {
      header: t.provider.state,
      cell: ({ getValue }) => <StateBadge state={getValue()} />,
    }),
    helper.display({
      id: 'actions',
      header: () => <span className="sr-only">{t.actions.column}</span>,
      meta: { align: 'end' },
      cell: ({ row: { original } }) => {
        const name = <span className="sr-only"> {original.name}</span>;
        const refusal = refusals[original.state];
        return (
          <span className="inline-flex gap-2">
            {original.state !== 'published' && (
              <Button size="small" onClick={() => onLetIn(original)}>
                {original.state === 'suspended' ? words.reinstate : words.approve}
                {name}
              </Button>
            )}
            {refusal && (
              <Button size="small" look="quiet" onClick={() => onJudge({ product: original, does: refusal })}>
                {words[refusal]}
                {name}
              </Button>
            )}
          </span>
        );
      },
    }),
  ]);
}

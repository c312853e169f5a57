import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  defaultTaxRatesQuery,
  importEuropeanRates,
  rotateKeys,
  type SealingKey,
  sealingKeysQuery,
  type TaxRate,
} from '../../../api/operations.ts';
import { rowsOf } from '../../../api/pages.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { columnsOf } from '../../../ui/data-table.tsx';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { formatQuantity } from '../../../ui/format/money.ts';
import { ListPanel } from '../../../ui/list-panel.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { Quantity, When } from '../../../ui/values.tsx';

export function OperatorSettingsPage() {
  return (
    <Page title={t.operatorSettings.title} hint={t.operatorSettings.hint}>
      <TaxRates />
      <SealingKeys />
    </Page>
  );
}

const rates = columnsOf<TaxRate>();
const rateColumns = rates.columns([
  rates.accessor('country', {
    header: t.operatorSettings.place,
    meta: { lead: true },
    cell: ({ row: { original } }) => [original.country, original.region].filter(Boolean).join(' · '),
  }),
  rates.accessor('name', { header: t.operatorSettings.tax }),
  rates.accessor('category', {
    header: t.operatorSettings.category,
    cell: ({ getValue }) => t.operatorSettings.categories[getValue()],
  }),
  rates.accessor('percent', {
    header: t.operatorSettings.rate,
    meta: { align: 'end' },
    cell: ({ getValue }) => t.operatorSettings.percent(formatQuantity(getValue())),
  }),
  rates.accessor('valid_from', { header: t.operatorSettings.validFrom, meta: { align: 'end', from: 'md' } }),
]);

function TaxRates() {
  const query = useInfiniteQuery(defaultTaxRatesQuery);
  const words = t.operatorSettings;
  const load = useMutation({
    mutationFn: importEuropeanRates,
    onSuccess: (count) => announce(words.imported(count)),
  });
  return (
    <ListPanel
      title={words.taxRates}
      hint={words.taxRatesHint}
      actions={
        <Button size="small" busy={load.isPending} onClick={() => load.mutate()}>
          {words.importEuropean}
        </Button>
      }
      query={query}
      columns={rateColumns}
      rows={rowsOf(query.data)}
      rowKey={(row) => row.id}
      none={words.noTaxRates}
      problem={load.error}
    />
  );
}

const keys = columnsOf<SealingKey>();
const keyColumns = keys.columns([
  keys.accessor('id', {
    header: t.operatorSettings.key,
    meta: { lead: true, className: 'font-mono text-xs' },
  }),
  keys.accessor('current', {
    header: t.provider.state,
    cell: ({ getValue }) => (
      <Badge tone={getValue() ? 'good' : 'neutral'}>
        {getValue() ? t.operatorSettings.current : t.operatorSettings.former}
      </Badge>
    ),
  }),
  keys.accessor('values', {
    header: t.operatorSettings.values,
    meta: { align: 'end' },
    cell: ({ getValue }) => <Quantity value={getValue()} />,
  }),
  keys.accessor('active_from', {
    header: t.operatorSettings.activeFrom,
    meta: { align: 'end' },
    cell: ({ getValue }) => <When at={getValue()} as="date-time" />,
  }),
]);

/** All rows come at once. */
const WHOLE = { hasNextPage: false, isFetchingNextPage: false, fetchNextPage: async () => {} };

function SealingKeys() {
  const query = useQuery(sealingKeysQuery);
  const [asking, setAsking] = useState(false);
  const words = t.operatorSettings;
  const rotation = useMutation({
    mutationFn: rotateKeys,
    onSuccess: () => {
      announce(words.rotated);
      setAsking(false);
    },
  });
  return (
    <>
      <ListPanel
        title={words.keys}
        hint={words.keysHint}
        actions={
          <Button size="small" onClick={() => setAsking(true)}>
            {words.rotate}
          </Button>
        }
        query={{ ...WHOLE, ...query }}
        columns={keyColumns}
        rows={query.data?.sealing_keys}
        rowKey={(row) => row.id}
        none={words.noKeys}
      />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={words.rotateTitle}
        confirmLabel={words.rotate}
        busy={rotation.isPending}
        onConfirm={() => rotation.mutate()}
      >
        <p>{words.rotateText}</p>
        <ProblemNote error={rotation.error} />
      </ConfirmDialog>
    </>
  );
}

import type { KeysImport } from '../../../api/issued-keys.ts';
import { t } from '../../../text/index.ts';
import { Badge, type Tone } from '../../../ui/badge.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import type { KeyRow } from './key-rows.ts';

type Result = KeysImport['results'][number] & { name: string };

const TONES: Record<Result['status'], Tone> = { imported: 'good', unchanged: 'neutral', refused: 'bad' };

const helper = columnsOf<Result>();
const columns = helper.columns([
  helper.accessor('index', {
    header: t.provider.issuedKeys.row,
    cell: ({ getValue }) => getValue() + 1,
  }),
  helper.accessor('name', { header: t.keys.name, meta: { lead: true, className: 'wrap-anywhere' } }),
  helper.accessor('status', {
    header: t.operator.result,
    cell: ({ getValue }) => (
      <Badge tone={TONES[getValue()]}>{t.provider.issuedKeys.statuses[getValue()]}</Badge>
    ),
  }),
  helper.display({
    id: 'reason',
    header: t.operator.detail,
    cell: ({ row: { original } }) => {
      const reason = original.reason && t.provider.issuedKeys.reasons[original.reason];
      return original.detail ?? reason ?? '–';
    },
  }),
]);

/** What became of each row, the refused ones first: they are what is left to do. */
export function ImportResults({ rows, said }: { rows: KeyRow[]; said: KeysImport }) {
  const results = said.results
    .map((result) => ({ ...result, name: String(rows[result.index]?.name ?? '') }))
    .sort((a, b) => Number(b.status === 'refused') - Number(a.status === 'refused') || a.index - b.index);
  const words = t.provider.issuedKeys;
  return (
    <div className="grid gap-3">
      <p role="status" className="font-medium">
        {words.summary(said.imported, said.unchanged, said.refused)}
      </p>
      <div className="overflow-clip rounded-md border border-line">
        <DataTable
          caption={words.results}
          columns={columns}
          rows={results}
          rowKey={(row) => String(row.index)}
        />
      </div>
    </div>
  );
}

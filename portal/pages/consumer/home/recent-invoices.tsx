import { useInfiniteQuery } from '@tanstack/react-query';
import { invoicesQuery } from '../../../api/invoices.ts';
import { rowsOf } from '../../../api/pages.ts';
import { t } from '../../../text/index.ts';
import { TextLink } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { invoiceColumns } from '../invoice-columns.tsx';
import { useOrganization } from '../organization.ts';

const MOST_ROWS = 5;

export function RecentInvoices() {
  const organization = useOrganization();
  const query = useInfiniteQuery(invoicesQuery(organization.slug));
  const rows = rowsOf(query.data)?.slice(0, MOST_ROWS);
  const all = (
    <TextLink to="/o/$org/invoices" params={{ org: organization.slug }} className="text-sm">
      {t.home.allInvoices}
    </TextLink>
  );
  return (
    <Panel title={t.home.recentInvoices} actions={all} flush>
      {query.isError && !rows ? (
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          caption={t.home.recentInvoices}
          columns={invoiceColumns}
          rows={rows}
          rowKey={(invoice) => invoice.id}
          empty={
            <EmptyState title={t.invoices.noneTitle} className="py-8">
              {t.invoices.none}
            </EmptyState>
          }
        />
      )}
    </Panel>
  );
}

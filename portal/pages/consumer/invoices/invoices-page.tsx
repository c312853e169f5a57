import { useInfiniteQuery } from '@tanstack/react-query';
import { invoicesQuery } from '../../../api/invoices.ts';
import { rowsOf } from '../../../api/pages.ts';
import { t } from '../../../text/index.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { Page } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TablePanel } from '../../../ui/table-panel.tsx';
import { invoiceColumns } from '../invoice-columns.tsx';
import { useOrganization } from '../organization.ts';

export function InvoicesPage() {
  const organization = useOrganization();
  const query = useInfiniteQuery(invoicesQuery(organization.slug));
  return (
    <Page title={t.invoices.title} hint={t.invoices.hint}>
      <TablePanel query={query}>
        <DataTable
          caption={t.invoices.title}
          columns={invoiceColumns}
          rows={rowsOf(query.data)}
          rowKey={(invoice) => invoice.id}
          empty={<EmptyState title={t.invoices.noneTitle}>{t.invoices.none}</EmptyState>}
        />
      </TablePanel>
    </Page>
  );
}

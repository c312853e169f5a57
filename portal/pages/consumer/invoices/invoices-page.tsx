import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type InvoiceRole, invoicesQuery } from '../../../api/invoices.ts';
import { rowsOf } from '../../../api/pages.ts';
import { t } from '../../../text/index.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { Page } from '../../../ui/page.tsx';
import { Segments } from '../../../ui/segments.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TablePanel } from '../../../ui/table-panel.tsx';
import { invoiceColumns } from '../invoice-columns.tsx';
import { useOrganization } from '../organization.ts';

/** Who provides, too, finds what it has issued beside what it has received. */
export function InvoicesPage() {
  const organization = useOrganization();
  const [role, setRole] = useState<InvoiceRole>('buyer');
  const query = useInfiniteQuery(invoicesQuery(organization.slug, role));
  const roles = organization.provider && (
    <Segments<InvoiceRole>
      label={t.invoices.roles}
      value={role}
      options={[
        { value: 'buyer', label: t.invoices.received },
        { value: 'seller', label: t.invoices.issued },
      ]}
      onChange={setRole}
    />
  );
  return (
    <Page title={t.invoices.title} hint={t.invoices.hint} actions={roles}>
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

import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import {
  INVOICE_STATES,
  type InvoiceFilter,
  type InvoiceRole,
  invoicesQuery,
} from '../../../api/invoices.ts';
import { rowsOf } from '../../../api/pages.ts';
import { t } from '../../../text/index.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { Select } from '../../../ui/field.tsx';
import { Page } from '../../../ui/page.tsx';
import { Segments } from '../../../ui/segments.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TablePanel } from '../../../ui/table-panel.tsx';
import { invoiceColumns } from '../invoice-columns.tsx';
import { useOrganization } from '../organization.ts';

const route = getRouteApi('/o/$org/invoices');

/** Who provides, too, finds what it has issued beside what it has received. */
export function InvoicesPage() {
  const organization = useOrganization();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(invoicesQuery(organization.slug, search));
  const filter = (change: InvoiceFilter) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true });
  const roles = organization.provider && (
    <Segments<InvoiceRole>
      label={t.invoices.roles}
      value={search.role ?? 'buyer'}
      options={[
        { value: 'buyer', label: t.invoices.received },
        { value: 'seller', label: t.invoices.issued },
      ]}
      onChange={(role) => filter({ role: role === 'seller' ? role : undefined })}
    />
  );
  return (
    <Page title={t.invoices.title} hint={t.invoices.hint} actions={roles}>
      <Select
        aria-label={t.invoices.state}
        className="w-full sm:w-52"
        value={search.state ?? ''}
        onChange={(event) => filter({ state: INVOICE_STATES.find((one) => one === event.target.value) })}
      >
        <option value="">{t.invoices.allStates}</option>
        {INVOICE_STATES.map((state) => (
          <option key={state} value={state}>
            {t.states[state]}
          </option>
        ))}
      </Select>
      <TablePanel query={query}>
        <DataTable
          caption={t.invoices.title}
          columns={invoiceColumns}
          rows={rowsOf(query.data)}
          rowKey={(invoice) => invoice.id}
          empty={
            <EmptyState
              kind={search.state ? 'filtered' : 'none'}
              title={search.state ? t.invoices.noMatchTitle : t.invoices.noneTitle}
            >
              {t.invoices.none}
            </EmptyState>
          }
        />
      </TablePanel>
    </Page>
  );
}

import { useInfiniteQuery } from '@tanstack/react-query';
import { invoicesQuery } from '../../../api/invoices.ts';
import { rowsOf } from '../../../api/pages.ts';
import { t } from '../../../text/index.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { formatMoney } from '../../../ui/format/money.ts';
import { useOrganization } from '../organization.ts';

const MOST_SHOWN = 3;

/** What waits for a person: invoices that are not paid. Nothing is shown when nothing waits. */
export function DueCard() {
  const organization = useOrganization();
  const query = useInfiniteQuery(invoicesQuery(organization.slug));
  const due = rowsOf(query.data)?.filter(({ state }) => state === 'open' || state === 'partially_paid') ?? [];
  if (due.length === 0) return null;
  return (
    <Card className="border-lane bg-warn-soft text-warn-ink">
      <h2 className="px-4 pt-3.5 text-sm font-semibold sm:px-5">{t.home.action}</h2>
      <ul className="grid gap-2 px-4 pt-2 pb-3.5 text-sm sm:px-5">
        {due.slice(0, MOST_SHOWN).map((invoice) => (
          <li key={invoice.id} className="flex flex-wrap items-center justify-between gap-2">
            {t.home.payInvoice(invoice.number ?? '', formatMoney(invoice.amount_due, invoice.currency))}
            <ButtonLink
              to="/o/$org/invoices/$invoice"
              params={{ org: organization.slug, invoice: invoice.id }}
              size="small"
            >
              {t.home.toInvoice}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}

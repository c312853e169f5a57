import { useQuery } from '@tanstack/react-query';
import { creditsQuery } from '../../../api/invoices.ts';
import { documentSettingsQuery, organizationQuery } from '../../../api/organization.ts';
import { t } from '../../../text/index.ts';
import { Panel } from '../../../ui/card.tsx';
import { Page } from '../../../ui/page.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Money, When } from '../../../ui/values.tsx';
import { useOrganization } from '../organization.ts';
import { DetailsForm } from './details-form.tsx';
import { InvoiceWishesForm } from './invoice-wishes-form.tsx';
import { PaymentMethodsPanel } from './payment-methods-panel.tsx';

/** How invoices are paid, whom they are made out to, and what stands on them. */
export function BillingPage() {
  const organization = useOrganization();
  const details = useQuery(organizationQuery(organization.id));
  const wishes = useQuery(documentSettingsQuery(organization.slug));
  return (
    <Page title={t.billing.title} hint={t.billing.hint} width="narrow">
      <PaymentMethodsPanel />
      <CreditPanel />
      <Panel title={t.billing.details} hint={t.billing.detailsHint}>
        <QueryView query={details}>{(data) => <DetailsForm organization={data} />}</QueryView>
      </Panel>
      <Panel title={t.billing.wishes} hint={t.billing.wishesHint}>
        <QueryView query={wishes}>{(data) => <InvoiceWishesForm settings={data} />}</QueryView>
      </Panel>
    </Page>
  );
}

/** Of credit notes and of what was paid too much; nothing where there is none. */
function CreditPanel() {
  const organization = useOrganization();
  const { data = [] } = useQuery(creditsQuery(organization.slug));
  if (data.length === 0) return null;
  return (
    <Panel title={t.billing.credit} hint={t.billing.creditHint}>
      <ul className="grid gap-2 text-sm">
        {data.map((credit) => (
          <li key={credit.id} className="flex flex-wrap justify-between gap-3">
            <span>
              {t.billing.creditOrigins[credit.origin]} · <When at={credit.created_at} />
            </span>
            <Money amount={credit.remaining} currency={credit.currency} className="font-medium" />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { type InvoiceDetail, invoicePdf, invoiceQuery } from '../../../api/invoices.ts';
import { t } from '../../../text/index.ts';
import { StateBadge } from '../../../ui/badge.tsx';
import { Button, TextLink } from '../../../ui/button.tsx';
import { Facts, Panel } from '../../../ui/card.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { saveFile } from '../../../ui/save-file.ts';
import { SkeletonPage } from '../../../ui/skeleton-page.tsx';
import { Money, Period, When } from '../../../ui/values.tsx';
import { useOrganization, usePermission } from '../organization.ts';
import { GivenBackPanel } from './given-back-panel.tsx';
import { InvoiceLines } from './invoice-lines.tsx';
import { PaymentPanel } from './payment-panel.tsx';
import { PaymentsPanel } from './payments-panel.tsx';
import { SellerPanel } from './seller-panel.tsx';

const route = getRouteApi('/o/$org/invoices/$invoice');

export function InvoicePage() {
  const organization = useOrganization();
  const { invoice: id } = route.useParams();
  const query = useQuery(invoiceQuery(organization.slug, id));
  return (
    <QueryView query={query} skeleton={<SkeletonPage />}>
      {(invoice) => <InvoiceSheet invoice={invoice} />}
    </QueryView>
  );
}

function InvoiceSheet({ invoice }: { invoice: InvoiceDetail }) {
  const organization = useOrganization();
  const mayWrite = usePermission('billing:write');
  const isBuyer = invoice.organization_id === organization.id;
  const isSeller = invoice.provider_id === organization.id;
  const pdf = useMutation({
    mutationFn: () => invoicePdf(organization.slug, invoice.id),
    onSuccess: (file) => saveFile(file, `${invoice.number ?? invoice.id}.pdf`),
  });
  const lead = (
    <TextLink to="/o/$org/invoices" params={{ org: organization.slug }}>
      {t.invoices.title}
    </TextLink>
  );
  const download = invoice.number && (
    <Button busy={pdf.isPending} onClick={() => pdf.mutate()}>
      <Download aria-hidden="true" className="size-4" />
      {t.invoices.pdf}
    </Button>
  );
  const title = invoice.number ? t.invoices.titleOf(invoice.number) : t.invoices.draftTitle;
  return (
    <Page
      title={title}
      lead={lead}
      hint={<StateBadge state={invoice.overdue ? 'overdue' : invoice.state} />}
      actions={download}
    >
      <ProblemNote error={pdf.error} />
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <Panel title={t.invoices.lines} hint={invoice.product_name} flush>
          <InvoiceLines invoice={invoice} />
        </Panel>
        <div className="grid gap-5">
          {mayWrite && isBuyer && (invoice.state === 'open' || invoice.state === 'partially_paid') && (
            <PaymentPanel invoice={invoice} />
          )}
          {mayWrite && isSeller && invoice.number && <SellerPanel invoice={invoice} />}
          <PaymentsPanel invoice={invoice} />
          <GivenBackPanel invoice={invoice} />
          <Panel title={t.invoices.about}>
            <Facts facts={invoiceFacts(invoice)} />
          </Panel>
        </div>
      </div>
    </Page>
  );
}

function invoiceFacts(invoice: InvoiceDetail) {
  const zone = { timeZone: invoice.time_zone, withZone: true };
  const date = (at: string | null) => (at ? <When key={at} at={at} {...zone} /> : '–');
  const facts: Parameters<typeof Facts>[0]['facts'] = [
    [
      t.invoices.period,
      <Period key="period" startAt={invoice.period_start_at} endAt={invoice.period_end_at} {...zone} />,
    ],
    [t.invoices.date, date(invoice.issued_at)],
    [t.invoices.due, date(invoice.due_at)],
    [t.invoices.seller, <Party key="seller" party={invoice.seller} />],
    [t.invoices.buyer, <Party key="buyer" party={invoice.buyer} />],
  ];
  if (invoice.paid_at) facts.push([t.invoices.paidOn, date(invoice.paid_at)]);
  if (invoice.platform_fee !== null) {
    facts.push([
      t.provider.fee,
      <Money key="fee" amount={invoice.platform_fee} currency={invoice.currency} />,
    ]);
  }
  return facts;
}

function Party({ party }: { party: InvoiceDetail['seller'] }) {
  const lines = [...party.address, party.country, party.tax_id].filter((line) => line !== null);
  return (
    <span className="grid">
      <span className="font-medium">{party.name}</span>
      {lines.map((line) => (
        <span key={line} className="text-ink-muted">
          {line}
        </span>
      ))}
    </span>
  );
}

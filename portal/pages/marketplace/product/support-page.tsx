import { useQuery } from '@tanstack/react-query';
import { type ProductSupport, supportQuery } from '../../../api/product-docs.ts';
import { t } from '../../../text/index.ts';
import { ExternalLink } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { Markdown } from '../../../ui/markdown.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { useProduct } from '../use-product.ts';

type Support = Pick<ProductSupport, 'contacts' | 'faq'>;

export function SupportPage() {
  const product = useProduct();
  const query = useQuery(supportQuery(product.id));
  return (
    <QueryView query={query}>
      {(support) => {
        const ofPlans = support.plans.flatMap((own) => {
          const plan = product.plans.find((one) => one.id === own.plan_id);
          return plan ? [{ ...own, name: plan.name }] : [];
        });
        const isEmpty = [support, ...ofPlans].every(
          ({ contacts, faq }) => contacts.length + faq.length === 0,
        );
        if (isEmpty) return <EmptyState title={t.productPage.noSupport} />;
        return (
          <div className="grid gap-5">
            <SupportPanels title={t.productPage.support} support={support} />
            {ofPlans.map((own) => (
              <SupportPanels key={own.plan_id} title={t.productPage.supportOf(own.name)} support={own} />
            ))}
          </div>
        );
      }}
    </QueryView>
  );
}

function SupportPanels({ title, support: { contacts, faq } }: { title: string; support: Support }) {
  if (contacts.length + faq.length === 0) return null;
  return (
    <Panel title={title}>
      <div className="grid gap-5">
        {contacts.length > 0 && (
          <ul className="grid gap-3">
            {contacts.map((contact) => (
              <li key={contact.label} className="grid gap-0.5 text-sm">
                <span className="font-medium">{contact.label}</span>
                {contact.email && (
                  <ExternalLink href={`mailto:${contact.email}`}>{contact.email}</ExternalLink>
                )}
                {contact.url && (
                  <ExternalLink href={contact.url} rel="noopener noreferrer nofollow ugc">
                    {contact.url}
                  </ExternalLink>
                )}
                {contact.phone && <span>{contact.phone}</span>}
                <span className="text-ink-muted">
                  {[contact.hours, contact.response_time].filter(Boolean).join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        )}
        {faq.map(({ question, answer }) => (
          <details key={question} open>
            <summary className="cursor-pointer font-medium">{question}</summary>
            <Markdown text={answer} className="mt-2" />
          </details>
        ))}
      </div>
    </Panel>
  );
}

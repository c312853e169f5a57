import type { Offer, ProductPage } from '../../../api/marketplace.ts';
import type { SessionOrganization } from '../../../api/session.ts';
import { t } from '../../../text/index.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { SecretKey } from '../../../ui/secret-key.tsx';
import { useFirstCall } from '../../first-call.ts';

export interface NewSubscription {
  subscriptionId: string;
  /** The key's text and signing secret; null when it could not be created. */
  secret: { key: string; signing_secret: string } | null;
  failure: unknown;
}

export interface KeyStepProps {
  made: NewSubscription;
  product: ProductPage;
  offer: Offer;
  organization: SessionOrganization;
}

export function KeyStep({ made, product, offer, organization }: KeyStepProps) {
  const params = { org: organization.slug };
  const call = useFirstCall(product, offer, made.secret?.key ?? '');
  return (
    <Panel title={t.key.label}>
      {made.secret ? (
        <SecretKey secret={made.secret.key} signingSecret={made.secret.signing_secret} call={call} />
      ) : (
        <div className="grid gap-3">
          <p className="text-sm">{t.subscribe.later}</p>
          <ProblemNote error={made.failure} />
        </div>
      )}
      <div className="mt-5 flex flex-wrap gap-2 border-t border-line pt-4">
        <ButtonLink to="/o/$org/usage" params={params} look="primary">
          {t.key.toUsage}
        </ButtonLink>
        <ButtonLink
          to="/apis/$provider/$product/try"
          params={{ provider: product.provider.slug, product: product.slug }}
        >
          {t.tryIt.title}
        </ButtonLink>
        <ButtonLink to="/o/$org/keys" params={params} search={{ subscription: made.subscriptionId }}>
          {t.subscriptions.manageKeys}
        </ButtonLink>
      </div>
    </Panel>
  );
}

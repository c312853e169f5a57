import { useQuery } from '@tanstack/react-query';
import type { CreatedKey } from '../../../api/keys.ts';
import { type ProductRoute, productByIdQuery } from '../../../api/marketplace.ts';
import type { Subscription } from '../../../api/subscriptions.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { curlCommand, firstRoute } from '../../../ui/plan/first-call.ts';
import { isIncluded, tierLookup } from '../../../ui/plan/plan-cards.tsx';
import { SecretKey } from '../../../ui/secret-key.tsx';

export interface MadeKeyDialogProps {
  made: CreatedKey | null;
  title: string;
  subscriptions: Subscription[];
  onClose(): void;
}

/** A new key, whose text is nowhere else and goes when this closes. */
export function MadeKeyDialog({ made, title, subscriptions, onClose }: MadeKeyDialogProps) {
  const footer = (
    <Button look="primary" onClick={onClose}>
      {t.key.saved}
    </Button>
  );
  return (
    <Dialog
      open={made !== null}
      onOpenChange={onClose}
      title={title}
      dismissible={false}
      footer={footer}
      className="max-w-3xl"
    >
      {made && (
        <MadeKey made={made} subscription={subscriptions.find((one) => one.id === made.subscription_id)} />
      )}
    </Dialog>
  );
}

/** With a first call where the product's page tells one. */
function MadeKey({ made, subscription }: { made: CreatedKey; subscription: Subscription | undefined }) {
  const { data: product } = useQuery({
    ...productByIdQuery(subscription?.product_id ?? ''),
    enabled: subscription !== undefined,
  });
  const tierOf = tierLookup(product?.plans ?? []);
  const isAllowed = (route: ProductRoute) =>
    subscription !== undefined && isIncluded(route, subscription.plan, tierOf);
  const route = product && firstRoute(product.routes, isAllowed);
  return (
    <SecretKey
      secret={made.key}
      signingSecret={made.signing_secret}
      curl={route ? curlCommand(product.address, route, made.key) : null}
    />
  );
}

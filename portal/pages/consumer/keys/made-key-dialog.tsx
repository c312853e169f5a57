import { useQuery } from '@tanstack/react-query';
import type { CreatedKey } from '../../../api/keys.ts';
import { productByIdQuery } from '../../../api/marketplace.ts';
import type { Subscription } from '../../../api/subscriptions.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { SecretKey } from '../../../ui/secret-key.tsx';
import { useFirstCall } from '../../first-call.ts';

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
  const call = useFirstCall(product, subscription?.plan, made.key);
  return <SecretKey secret={made.key} signingSecret={made.signing_secret} call={call} />;
}

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { revokeCancellation, type Subscription } from '../../../api/subscriptions.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { formatDate } from '../../../ui/format/time.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { QuoteDialog } from '../../../ui/quote-dialog.tsx';
import { useOrganization } from '../organization.ts';

/** Cancel at the end of the period, and take it back until then. */
export function Cancellation({ subscription }: { subscription: Subscription }) {
  const endsOn = formatDate(subscription.current_period_end_at, {
    timeZone: subscription.time_zone,
    withZone: true,
  });
  return subscription.cancel_at_period_end ? (
    <PendingCancellation subscription={subscription} endsOn={endsOn} />
  ) : (
    <CancelCard subscription={subscription} endsOn={endsOn} />
  );
}

interface CancellationProps {
  subscription: Subscription;
  endsOn: string;
}

function PendingCancellation({ subscription, endsOn }: CancellationProps) {
  const organization = useOrganization();
  const undo = useMutation({
    mutationFn: () => revokeCancellation(organization, subscription.id),
    onSuccess: () => announce(t.subscriptions.undoneToast),
  });
  return (
    <Card className="flex flex-wrap items-center justify-between gap-3 border-lane bg-warn-soft p-4 sm:px-5">
      <p className="text-sm font-medium text-warn-ink">{t.subscriptions.pendingCancel(endsOn)}</p>
      <Button busy={undo.isPending} onClick={() => undo.mutate()}>
        {t.subscriptions.undoCancel}
      </Button>
      <ProblemNote error={undo.error} />
    </Card>
  );
}

/** What it comes to is asked of the server first: nothing ends that was not shown. */
function CancelCard({ subscription }: CancellationProps) {
  const organization = useOrganization();
  const [isOpen, setOpen] = useState(false);
  const change = { kind: 'cancel', when: 'period_end' } as const;
  return (
    <div>
      <Button look="quiet" className="text-danger-ink" onClick={() => setOpen(true)}>
        {t.subscriptions.cancel}
      </Button>
      <QuoteDialog
        organization={organization.slug}
        order={isOpen ? { subscriptionId: subscription.id, change } : null}
        title={t.subscriptions.cancelTitle(subscription.product.name)}
        confirmLabel={t.subscriptions.cancel}
        danger
        onClose={() => setOpen(false)}
      />
    </div>
  );
}

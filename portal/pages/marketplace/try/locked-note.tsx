import { useLocation } from '@tanstack/react-router';
import { Lock as LockIcon } from 'lucide-react';
import type { ProductPage } from '../../../api/marketplace.ts';
import { t } from '../../../text/index.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import type { CallerChoice, Lock } from '../callers.ts';

export interface LockedNoteProps {
  lock: Lock;
  product: ProductPage;
  caller: CallerChoice | undefined;
}

/** Why nothing can be sent, and the way out. */
export function LockedNote({ lock, product, caller }: LockedNoteProps) {
  return (
    <div className="grid justify-items-start gap-3 rounded-lg border border-line bg-sunken p-4 text-sm">
      <p className="flex gap-2 font-medium">
        <LockIcon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
        {t.tryIt.locked.title}
      </p>
      <p>{lock.reason}</p>
      <WayOut lock={lock} product={product} caller={caller} />
    </div>
  );
}

function WayOut({ lock, product, caller }: LockedNoteProps) {
  const { href } = useLocation();
  const params = { provider: product.provider.slug, product: product.slug };
  if (lock.way === 'sign-in')
    return (
      <div className="flex flex-wrap gap-2">
        <ButtonLink to="/login" search={{ next: href }} look="primary">
          {t.shell.signIn}
        </ButtonLink>
        <ButtonLink to="/signup" search={{ next: href }}>
          {t.auth.signUp}
        </ButtonLink>
      </div>
    );
  if (lock.way === 'subscribe')
    return (
      <ButtonLink to="/apis/$provider/$product/subscribe" params={params} look="primary">
        {t.productPage.subscribe}
      </ButtonLink>
    );
  if (lock.way === 'change-plan' && caller)
    return (
      <ButtonLink
        to="/o/$org/subscriptions/$subscription"
        params={{ org: caller.organization.slug, subscription: caller.subscription.id }}
        look="primary"
      >
        {t.tryIt.locked.changePlan}
      </ButtonLink>
    );
  return <p className="text-ink-muted">{t.tryIt.locked.otherRoutes}</p>;
}

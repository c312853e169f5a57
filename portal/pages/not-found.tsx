import { t } from '../text/index.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { SiteFrame } from '../ui/shell/site-frame.tsx';
import { EmptyState } from '../ui/states.tsx';
import { AccountCorner } from './account-corner.tsx';

export function NotFoundPage() {
  return (
    <Page title={t.problem.notFoundTitle} width="narrow">
      <EmptyState
        kind="filtered"
        title={t.problem.notFound}
        action={
          <ButtonLink to="/apis" look="primary">
            {t.problem.toMarketplace}
          </ButtonLink>
        }
      />
    </Page>
  );
}

/** For addresses that lie in no frame of their own. */
export function FramedNotFoundPage() {
  return (
    <SiteFrame account={<AccountCorner />}>
      <NotFoundPage />
    </SiteFrame>
  );
}

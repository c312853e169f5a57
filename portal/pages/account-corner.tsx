import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { actingOrganization } from '../api/acting.ts';
import { sessionQuery, signOut } from '../api/session.ts';
import { t } from '../text/index.ts';
import { announce } from '../ui/announce.ts';
import { ButtonLink } from '../ui/button.tsx';
import { ActingSelect } from './acting-select.tsx';

/** Visitors of the marketplace do not load the menu. */
const SessionMenu = lazy(async () => ({
  default: (await import('../ui/shell/session-menu.tsx')).SessionMenu,
}));

const PasswordDialog = lazy(async () => ({
  default: (await import('./password-dialog.tsx')).PasswordDialog,
}));

/** The right end of the bar: sign in, or who is signed in. `compact` leaves out the way to where one already is. */
export function AccountCorner({ compact = false }: { compact?: boolean }) {
  const session = useQuery(sessionQuery);
  const navigate = useNavigate();
  const [isChanging, setChanging] = useState(false);

  async function leave() {
    await navigate({ to: '/' });
    await signOut();
    announce(t.auth.signedOut);
  }

  if (session.data) {
    const home = actingOrganization(session.data);
    return (
      <>
        {home && !compact && session.data.organizations.length > 1 && (
          <ActingSelect session={session.data} acting={home} />
        )}
        {home && !compact && (
          <ButtonLink to="/o/$org" params={{ org: home.slug }} size="small" className="max-sm:hidden">
            {t.shell.dashboard}
          </ButtonLink>
        )}
        <Suspense fallback={<span className="size-9.5" />}>
          <SessionMenu
            session={session.data}
            onChangePassword={() => setChanging(true)}
            onSignOut={() => void leave()}
          />
          <PasswordDialog open={isChanging} onOpenChange={setChanging} />
        </Suspense>
      </>
    );
  }
  if (session.isPending) return <span className="h-8 w-24" />;
  return (
    <>
      <ButtonLink to="/login" look="quiet" size="small">
        {t.shell.signIn}
      </ButtonLink>
      <ButtonLink to="/signup" look="primary" size="small" className="max-[30rem]:hidden">
        {t.shell.signUp}
      </ButtonLink>
    </>
  );
}

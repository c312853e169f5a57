import { Building2, CircleGauge, KeyRound, LogOut, ShieldCheck, UserRound } from 'lucide-react';
import type { Session } from '../../api/session.ts';
import { t } from '../../text/index.ts';
import { Button } from '../button.tsx';
import { Menu, MenuAction, MenuGroup, MenuLine, MenuLink } from './menu.tsx';

export interface SessionMenuProps {
  session: Session;
  onChangePassword(): void;
  onSignOut(): void;
}

/** Who is signed in, and every place that they may go. */
export function SessionMenu({ session, onChangePassword, onSignOut }: SessionMenuProps) {
  const trigger = (
    <Button look="quiet" size="icon" aria-label={t.shell.account} title={session.user.email}>
      <UserRound aria-hidden="true" className="size-4.5" />
    </Button>
  );
  return (
    <Menu trigger={trigger}>
      <p className="px-2.5 pt-1 pb-2">
        <span className="block font-semibold">{session.user.name}</span>
        <span className="block text-[0.8125rem] wrap-anywhere text-ink-muted">{session.user.email}</span>
      </p>
      <MenuLine />
      <MenuGroup label={t.shell.consume}>
        {session.organizations.map((organization) => (
          <MenuLink key={organization.id} to="/o/$org" params={{ org: organization.slug }} icon={Building2}>
            {organization.name}
          </MenuLink>
        ))}
      </MenuGroup>
      {session.organizations.some((organization) => organization.provider) && (
        <MenuGroup label={t.shell.provide}>
          {session.organizations
            .filter((organization) => organization.provider)
            .map((organization) => (
              <MenuLink
                key={organization.id}
                to="/p/$org"
                params={{ org: organization.slug }}
                icon={CircleGauge}
              >
                {organization.name}
              </MenuLink>
            ))}
        </MenuGroup>
      )}
      {session.operator && (
        <MenuGroup label={t.shell.operate}>
          <MenuLink to="/admin" icon={ShieldCheck}>
            {t.operator.system}
          </MenuLink>
        </MenuGroup>
      )}
      <MenuLine />
      <MenuLink to="/account" icon={UserRound}>
        {t.account.link}
      </MenuLink>
      <MenuAction icon={KeyRound} onClick={onChangePassword}>
        {t.auth.changePassword}
      </MenuAction>
      <MenuAction icon={LogOut} onClick={onSignOut}>
        {t.shell.signOut}
      </MenuAction>
    </Menu>
  );
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import {
  changeRole,
  type Invitation,
  invitationsQuery,
  type Member,
  membersQuery,
  type Role,
  removeMember,
  resendInvitation,
  revokeInvitation,
} from '../../../api/team.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { Select } from '../../../ui/field.tsx';
import { formatDate } from '../../../ui/format/time.ts';
import { Page } from '../../../ui/page.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { InviteForm, ROLES } from './invite-form.tsx';

const route = getRouteApi('/o/$org');

export function TeamPage() {
  const { session, organization } = route.useRouteContext();
  const mayChange = organization.permissions.includes('members:write');
  const members = useQuery(membersQuery(organization.id));
  const invitations = useQuery(invitationsQuery(organization.id));
  return (
    <Page title={t.team.title} hint={t.team.hint} width="narrow">
      {mayChange && (
        <Panel title={t.team.invite} hint={t.team.inviteHint}>
          <InviteForm organization={organization.id} />
        </Panel>
      )}
      <Panel title={t.team.members}>
        <QueryView query={members}>
          {(data) => (
            <ul aria-label={t.team.members} className="grid gap-4">
              {data.map((member) => (
                <MemberLine
                  key={member.user_id}
                  member={member}
                  organization={organization.id}
                  mayChange={mayChange && member.user_id !== session.user.id}
                />
              ))}
            </ul>
          )}
        </QueryView>
      </Panel>
      <Panel title={t.team.invitations}>
        <QueryView query={invitations}>
          {(data) => (
            <ul aria-label={t.team.invitations} className="grid gap-4 text-sm">
              {data.length === 0 && <li className="text-ink-muted">{t.team.noInvitations}</li>}
              {data.map((invitation) => (
                <InvitationLine
                  key={invitation.id}
                  invitation={invitation}
                  organization={organization.id}
                  mayChange={mayChange}
                />
              ))}
            </ul>
          )}
        </QueryView>
      </Panel>
    </Page>
  );
}

interface LineProps {
  organization: string;
  mayChange: boolean;
}

function MemberLine({ member, organization, mayChange }: LineProps & { member: Member }) {
  const change = useMutation({
    mutationFn: (role: Role) => changeRole(organization, member.user_id, role),
    onSuccess: () => announce(t.team.roleChanged),
  });
  const remove = useMutation({
    mutationFn: () => removeMember(organization, member.user_id),
    onSuccess: () => announce(t.team.removed),
  });
  return (
    <li className="grid gap-2">
      <div className="flex flex-wrap items-center gap-3 text-sm">
        <span className="grid min-w-0 flex-1">
          <span className="font-medium">{member.name}</span>
          <span className="wrap-anywhere text-ink-muted">{member.email}</span>
        </span>
        {mayChange ? (
          <Select
            aria-label={t.team.roleOf(member.name)}
            className="w-36"
            value={member.role}
            onChange={(event) => change.mutate(event.target.value as Role)}
          >
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {t.team.roles[role]}
              </option>
            ))}
          </Select>
        ) : (
          <span>{t.team.roles[member.role]}</span>
        )}
        {mayChange && (
          <Button
            size="small"
            busy={remove.isPending}
            aria-label={t.team.removeOne(member.name)}
            onClick={() => remove.mutate()}
          >
            {t.team.remove}
          </Button>
        )}
      </div>
      <ProblemNote error={change.error ?? remove.error} />
    </li>
  );
}

function InvitationLine({ invitation, organization, mayChange }: LineProps & { invitation: Invitation }) {
  const resend = useMutation({
    mutationFn: () => resendInvitation(organization, invitation.id),
    onSuccess: () => announce(t.team.invited),
  });
  const revoke = useMutation({
    mutationFn: () => revokeInvitation(organization, invitation.id),
    onSuccess: () => announce(t.team.revoked),
  });
  const { email, role } = invitation;
  return (
    <li className="grid gap-2">
      <div className="flex flex-wrap items-center gap-3">
        <span className="grid min-w-0 flex-1">
          <span className="wrap-anywhere">{email}</span>
          <span className="text-ink-muted">
            {t.team.roles[role]} · {t.team.expires} {formatDate(invitation.expires_at)}
          </span>
        </span>
        {mayChange && (
          <>
            <Button
              size="small"
              busy={resend.isPending}
              aria-label={t.team.resendTo(email)}
              onClick={() => resend.mutate()}
            >
              {t.team.resend}
            </Button>
            <Button
              size="small"
              busy={revoke.isPending}
              aria-label={t.team.revokeTo(email)}
              onClick={() => revoke.mutate()}
            >
              {t.team.revoke}
            </Button>
          </>
        )}
      </div>
      <ProblemNote error={resend.error ?? revoke.error} />
    </li>
  );
}

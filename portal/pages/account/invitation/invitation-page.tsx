import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { acceptInvitation } from '../../../api/account.ts';
import { queryClient } from '../../../api/query.ts';
import { sessionQuery } from '../../../api/session.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button, ButtonLink, TextLink } from '../../../ui/button.tsx';
import { FormCard } from '../../../ui/form-card.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { mailToken } from '../mail-token.ts';

export function InvitationPage() {
  const [token] = useState(mailToken);
  const session = useQuery(sessionQuery);
  const navigate = useNavigate();
  const accept = useMutation({
    mutationFn: acceptInvitation,
    async onSuccess(id) {
      announce(t.auth.accepted);
      const { organizations = [] } = queryClient.getQueryData(sessionQuery.queryKey) ?? {};
      const joined = organizations.find((one) => one.id === id);
      if (joined) await navigate({ to: '/o/$org', params: { org: joined.slug } });
    },
  });
  // Signing in leads back here with the secret; it stays in the browser.
  const next = `/invitation#token=${token ?? ''}`;
  const foot = <TextLink to="/">{t.product}</TextLink>;
  return (
    <FormCard
      title={t.auth.invitationTitle}
      lead={token === null ? t.auth.noToken : t.auth.invitationLead}
      foot={foot}
    >
      <div className="grid gap-3">
        {session.data ? (
          <Button
            look="primary"
            size="large"
            busy={accept.isPending}
            disabled={token === null}
            onClick={() => accept.mutate(token ?? '')}
          >
            {t.auth.accept}
          </Button>
        ) : (
          <>
            <ButtonLink to="/login" search={{ next }} look="primary" size="large">
              {t.auth.signIn}
            </ButtonLink>
            <ButtonLink to="/signup" search={{ next }} size="large">
              {t.auth.signUp}
            </ButtonLink>
          </>
        )}
        <ProblemNote error={accept.error} />
      </div>
    </FormCard>
  );
}

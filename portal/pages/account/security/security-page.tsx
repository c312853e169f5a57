import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { EXPORT_ADDRESS, eraseAccount, resendVerification } from '../../../api/account.ts';
import { queryClient } from '../../../api/query.ts';
import { sessionQuery } from '../../../api/session.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, ExternalLink } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { ConfirmForm } from './confirm-form.tsx';
import { LoginsPanel } from './logins-panel.tsx';
import { SecondFactorPanel } from './second-factor-panel.tsx';
import { SessionsPanel } from './sessions-panel.tsx';

export function SecurityPage() {
  return (
    <Page title={t.account.title} hint={t.account.hint} width="narrow">
      <EmailPanel />
      <SecondFactorPanel />
      <LoginsPanel />
      <SessionsPanel />
      <DataPanel />
    </Page>
  );
}

function EmailPanel() {
  const { data: session } = useQuery(sessionQuery);
  const resend = useMutation({
    mutationFn: resendVerification,
    onSuccess: () => announce(t.account.sentAgain),
  });
  if (!session) return null;
  const { email, email_verified: isVerified } = session.user;
  return (
    <Panel title={t.account.email}>
      <div className="flex flex-wrap items-center gap-3 text-sm">
        <span className="wrap-anywhere">{email}</span>
        <Badge tone={isVerified ? 'good' : 'warn'}>
          {isVerified ? t.account.confirmed : t.account.unconfirmed}
        </Badge>
        {!isVerified && (
          <Button className="ms-auto" busy={resend.isPending} onClick={() => resend.mutate()}>
            {t.account.sendAgain}
          </Button>
        )}
      </div>
      <ProblemNote error={resend.error} />
    </Panel>
  );
}

function DataPanel() {
  const [isErasing, setErasing] = useState(false);
  const navigate = useNavigate();
  return (
    <Panel title={t.account.data} hint={t.account.dataHint}>
      <div className="flex flex-wrap items-center justify-between gap-3 text-sm">
        <ExternalLink href={EXPORT_ADDRESS} download="my-data.json">
          {t.account.export}
        </ExternalLink>
        <Button look="danger" onClick={() => setErasing(true)}>
          {t.account.erase}
        </Button>
      </div>
      <Dialog
        open={isErasing}
        onOpenChange={setErasing}
        title={t.account.erase}
        description={t.account.eraseHint}
        keepsInput
      >
        <ConfirmForm
          action={t.account.erase}
          danger
          asksCode
          onConfirm={async (proof) => {
            await eraseAccount(proof);
            await navigate({ to: '/' });
            queryClient.clear();
            queryClient.setQueryData(sessionQuery.queryKey, null);
            announce(t.account.erased);
          }}
        />
      </Dialog>
    </Panel>
  );
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { linkedLoginsQuery, linkProvider, providersQuery, unlinkLogin } from '../../../api/account.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { ConfirmForm } from './confirm-form.tsx';

/** Nothing where the operator has set up no provider and none is linked. */
export function LoginsPanel() {
  const providers = useQuery(providersQuery);
  const logins = useQuery(linkedLoginsQuery);
  const [linking, setLinking] = useState<string | null>(null);
  const unlink = useMutation({ mutationFn: unlinkLogin, onSuccess: () => announce(t.account.unlinked) });
  if (!providers.data?.length && !logins.data?.length) return null;
  const labelOf = (name: string) => providers.data?.find((one) => one.name === name)?.label ?? name;
  const actions = providers.data?.map(({ name, label }) => (
    <Button key={name} size="small" onClick={() => setLinking(name)}>
      {t.account.linkLogin(label)}
    </Button>
  ));
  return (
    <Panel title={t.account.logins} hint={t.account.loginsHint} actions={actions}>
      <QueryView query={logins}>
        {(data) => (
          <ul className="grid gap-2 text-sm">
            {data.length === 0 && <li className="text-ink-muted">{t.account.noLogins}</li>}
            {data.map((login) => (
              <li key={login.id} className="flex flex-wrap items-center gap-3">
                <span className="font-medium">{labelOf(login.provider)}</span>
                <span className="text-ink-muted">{login.label}</span>
                <Button
                  size="small"
                  className="ms-auto"
                  busy={unlink.isPending}
                  aria-label={t.account.unlinkOne(labelOf(login.provider))}
                  onClick={() => unlink.mutate(login.id)}
                >
                  {t.account.unlink}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </QueryView>
      <ProblemNote error={unlink.error} />
      <Dialog
        open={linking !== null}
        onOpenChange={() => setLinking(null)}
        title={t.account.linkLogin(labelOf(linking ?? ''))}
        description={t.account.confirmHint}
      >
        <ConfirmForm
          action={t.account.linkLogin(labelOf(linking ?? ''))}
          asksCode
          onConfirm={async (proof) => window.location.assign(await linkProvider(linking ?? '', proof))}
        />
      </Dialog>
    </Panel>
  );
}

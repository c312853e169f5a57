import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { revokeServiceToken, type ServiceToken, serviceTokensQuery } from '../../../api/organization.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { Ago, When } from '../../../ui/values.tsx';
import { useOrganization, usePermission } from '../organization.ts';
import { CreateTokenDialog } from './create-token-dialog.tsx';

/** What machines call our own API with; consumers' API keys are another thing. */
export function ServiceTokensPanel() {
  const organization = useOrganization();
  const isAllowed = usePermission('settings:write');
  const query = useQuery({ ...serviceTokensQuery(organization.id), enabled: isAllowed });
  const [isCreating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ServiceToken | null>(null);
  const revoke = useMutation({
    mutationFn: (token: ServiceToken) => revokeServiceToken(organization.id, token.id),
    onSuccess: () => {
      announce(t.settings.tokenRevoked);
      setRevoking(null);
    },
  });
  if (!isAllowed) return null;
  const create = (
    <Button size="small" onClick={() => setCreating(true)}>
      {t.settings.createToken}
    </Button>
  );
  return (
    <Panel title={t.settings.tokens} hint={t.settings.tokensHint} actions={create} flush>
      <QueryView query={query} skeleton={<div className="h-24" />}>
        {(tokens) => {
          const live = tokens.filter(({ revoked_at }) => revoked_at === null);
          if (live.length === 0) return <EmptyState title={t.settings.noTokens} className="py-8" />;
          return (
            <ul className="divide-y divide-line">
              {live.map((token) => (
                <TokenRow key={token.id} token={token} onRevoke={() => setRevoking(token)} />
              ))}
            </ul>
          );
        }}
      </QueryView>
      <CreateTokenDialog open={isCreating} onOpenChange={setCreating} />
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={() => setRevoking(null)}
        title={t.settings.revokeTitle(revoking?.name ?? '')}
        confirmLabel={t.settings.revokeToken}
        danger
        busy={revoke.isPending}
        onConfirm={() => revoking && revoke.mutate(revoking)}
      >
        <p>{t.settings.revokeText}</p>
        <ProblemNote error={revoke.error} />
      </ConfirmDialog>
    </Panel>
  );
}

function TokenRow({ token, onRevoke }: { token: ServiceToken; onRevoke(): void }) {
  return (
    <li className="flex flex-wrap items-center gap-3 px-4 py-3 text-sm sm:px-5">
      <span className="grid min-w-0 flex-1 basis-56 gap-1">
        <span className="flex flex-wrap items-center gap-2">
          <span className="font-medium wrap-anywhere">{token.name}</span>
          <code className="font-mono text-xs text-ink-muted">
            {token.prefix}…{token.last_four}
          </code>
        </span>
        <span className="flex flex-wrap gap-1">
          {token.permissions.map((permission) => (
            <Badge key={permission}>{permission}</Badge>
          ))}
        </span>
        <span className="text-[0.8125rem] text-ink-muted">
          {token.last_used_at ? (
            <>
              {t.settings.lastUsed} <Ago at={token.last_used_at} />
            </>
          ) : (
            t.keys.neverUsed
          )}
          {token.expires_at && (
            <>
              {' '}
              · {t.keys.expires} <When at={token.expires_at} />
            </>
          )}
        </span>
      </span>
      <Button size="small" aria-label={t.settings.revokeOne(token.name)} onClick={onRevoke}>
        {t.settings.revokeToken}
      </Button>
    </li>
  );
}

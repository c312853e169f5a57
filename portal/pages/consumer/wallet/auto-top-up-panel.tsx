import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type AutoTopUp, autoTopUpsQuery, removeAutoTopUp } from '../../../api/wallets.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Facts, Panel } from '../../../ui/card.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Money } from '../../../ui/values.tsx';
import { useOrganization, usePermission } from '../organization.ts';
import { AutoTopUpForm } from './auto-top-up-form.tsx';
import type { Place } from './places.ts';

/** Whether credit is bought by itself here, and when. */
export function AutoTopUpPanel({ place }: { place: Place }) {
  const organization = useOrganization();
  const query = useQuery(autoTopUpsQuery(organization.slug));
  const mayWrite = usePermission('billing:write');
  const [isEditing, setEditing] = useState(false);
  const words = t.wallet.auto;
  const own = query.data?.find(
    ({ provider_id, currency }) => provider_id === place.providerId && currency === place.currency,
  );
  const remove = useMutation({
    mutationFn: () => removeAutoTopUp(organization.slug, place),
    onSuccess: () => announce(words.removed),
  });
  const actions = mayWrite && query.data && !isEditing && (
    <>
      {own && (
        <Button size="small" busy={remove.isPending} onClick={() => remove.mutate()}>
          {words.turnOff}
        </Button>
      )}
      <Button size="small" onClick={() => setEditing(true)}>
        {own ? t.provider.product.edit : words.turnOn}
      </Button>
    </>
  );
  return (
    <Panel title={words.title} hint={words.hint} actions={actions}>
      <QueryView query={query}>
        {() =>
          isEditing ? (
            <AutoTopUpForm place={place} own={own ?? null} onDone={() => setEditing(false)} />
          ) : (
            <AutoTopUpView own={own ?? null} />
          )
        }
      </QueryView>
      <ProblemNote error={remove.error} />
    </Panel>
  );
}

function AutoTopUpView({ own }: { own: AutoTopUp | null }) {
  const words = t.wallet.auto;
  if (!own) return <p className="text-sm text-ink-muted">{words.off}</p>;
  const money = (amount: string) => <Money key={amount} amount={amount} currency={own.currency} />;
  return (
    <div className="grid gap-3">
      {own.suspended_reason === null ? (
        <Badge tone="good" className="justify-self-start">
          {words.on}
        </Badge>
      ) : (
        <p className="text-sm font-medium text-danger-ink">{words.suspended(own.suspended_reason)}</p>
      )}
      <Facts
        facts={[
          [words.threshold, money(own.threshold)],
          [words.amount, money(own.amount)],
          [words.monthly, own.monthly_maximum === null ? '–' : money(own.monthly_maximum)],
          [words.coolOff, own.cool_off_minutes],
        ]}
      />
    </div>
  );
}

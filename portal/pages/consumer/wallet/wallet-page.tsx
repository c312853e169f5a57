import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { subscriptionsQuery } from '../../../api/subscriptions.ts';
import { type Wallet, walletsQuery } from '../../../api/wallets.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Figure, Figures } from '../../../ui/card.tsx';
import { Select } from '../../../ui/field.tsx';
import { formatMoney } from '../../../ui/format/money.ts';
import { Page } from '../../../ui/page.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { Money } from '../../../ui/values.tsx';
import { useOrganization, usePermission } from '../organization.ts';
import { AutoTopUpPanel } from './auto-top-up-panel.tsx';
import { GrantsPanel } from './grants-panel.tsx';
import { MovementsPanel } from './movements-panel.tsx';
import { type Place, placesOf } from './places.ts';
import { TopUpDialog } from './top-up-dialog.tsx';
import { TopUpsPanel } from './top-ups-panel.tsx';

const route = getRouteApi('/o/$org/wallet');

/** Credit with one provider in one currency; the address says which, when there are several. */
export function WalletPage() {
  const organization = useOrganization();
  const { of } = route.useSearch();
  const navigate = route.useNavigate();
  const wallets = useQuery(walletsQuery(organization.slug));
  const subscriptions = useQuery(subscriptionsQuery(organization));
  const places = placesOf(organization.id, wallets.data ?? [], subscriptions.data ?? []);
  const place = places.find(({ key }) => key === of) ?? places[0];
  const mayBuy = usePermission('billing:write');
  const [isBuying, setBuying] = useState(false);
  const choose = places.length > 1 && (
    <Select
      aria-label={t.wallet.choose}
      className="w-56"
      value={place?.key ?? ''}
      onChange={(event) => void navigate({ search: { of: event.target.value } })}
    >
      {places.map(({ key, providerName, currency }) => (
        <option key={key} value={key}>{`${providerName} · ${currency}`}</option>
      ))}
    </Select>
  );
  const actions = (
    <>
      {choose}
      {place && mayBuy && (
        <Button look="primary" onClick={() => setBuying(true)}>
          {t.wallet.topUp.action}
        </Button>
      )}
    </>
  );
  return (
    <Page title={t.wallet.title} hint={t.wallet.hint} actions={actions}>
      <QueryView query={wallets}>
        {() => (
          <QueryView query={subscriptions}>
            {() =>
              place ? (
                <PlaceView key={place.key} place={place} />
              ) : (
                <EmptyState title={t.wallet.noneTitle}>{t.wallet.none}</EmptyState>
              )
            }
          </QueryView>
        )}
      </QueryView>
      {place && <TopUpDialog place={place} open={isBuying} onClose={() => setBuying(false)} />}
    </Page>
  );
}

function PlaceView({ place }: { place: Place }) {
  return (
    <div className="grid gap-5 *:min-w-0">
      <WalletFigures place={place} wallet={place.wallet} />
      <AutoTopUpPanel place={place} />
      <TopUpsPanel place={place} />
      {place.wallet && <GrantsPanel walletId={place.wallet.id} />}
      {place.wallet && <MovementsPanel walletId={place.wallet.id} />}
    </div>
  );
}

function WalletFigures({ place: { currency }, wallet }: { place: Place; wallet: Wallet | null }) {
  const money = (amount: string | undefined) => <Money amount={amount ?? '0'} currency={currency} />;
  return (
    <Figures count={3}>
      <Figure label={t.wallet.available} value={money(wallet?.available)} />
      <Figure
        label={t.wallet.balance}
        value={money(wallet?.balance)}
        hint={
          wallet &&
          t.wallet.balanceHint(formatMoney(wallet.paid, currency), formatMoney(wallet.promotional, currency))
        }
      />
      <Figure label={t.wallet.unsettled} value={money(wallet?.unsettled)} />
    </Figures>
  );
}

import { useQuery } from '@tanstack/react-query';
import { type Balance, balancesQuery } from '../../api/payouts.ts';
import { t } from '../../text/index.ts';
import { Figure, Figures } from '../../ui/card.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { Money } from '../../ui/values.tsx';
import { useProvider } from './organization.ts';

/** One row of figures for each currency that money came in. */
export function Balances() {
  const organization = useProvider();
  const query = useQuery(balancesQuery(organization.slug));
  return (
    <QueryView query={query} skeleton={<Skeleton className="h-22" />}>
      {({ data }) =>
        data.length === 0 ? (
          <p className="text-sm text-ink-muted">{t.provider.noMoney}</p>
        ) : (
          data.map((balance) => <BalanceFigures key={balance.currency} balance={balance} />)
        )
      }
    </QueryView>
  );
}

function BalanceFigures({ balance: { currency, unsettled, payable, in_transit } }: { balance: Balance }) {
  return (
    <Figures count={3}>
      <Figure label={t.provider.available} value={<Money amount={payable} currency={currency} />} />
      <Figure label={t.provider.pending} value={<Money amount={unsettled} currency={currency} />} />
      <Figure label={t.provider.inTransit} value={<Money amount={in_transit} currency={currency} />} />
    </Figures>
  );
}

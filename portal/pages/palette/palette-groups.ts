import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import {
  Building2,
  CircleGauge,
  CreditCard,
  LogOut,
  Package,
  ShieldCheck,
  Store,
  SunMoon,
  UserRound,
} from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { productsQuery } from '../../api/marketplace.ts';
import { rowsOf } from '../../api/pages.ts';
import { type Session, sessionQuery, signOut } from '../../api/session.ts';
import { subscriptionsQuery } from '../../api/subscriptions.ts';
import { t } from '../../text/index.ts';
import { announce } from '../../ui/announce.ts';
import { type Command, type CommandGroup, shownCommands } from '../../ui/shell/commands.ts';
import { chooseTheme } from '../../ui/theme.ts';

const SHORTEST_SEARCH = 2;
const MOST_PRODUCTS = 6;

/** What the screen offers, what belongs to the person, and what the marketplace has. */
export function usePaletteGroups(query: string): { groups: CommandGroup[]; isSearching: boolean } {
  // Of the moment when it was opened: what is behind it does not change.
  const [shown] = useState(shownCommands);
  const session = useQuery(sessionQuery).data ?? null;
  const products = useProducts(query);
  const subscriptions = useSubscriptions(session);
  return {
    isSearching: products.isSearching,
    groups: [
      ...shown,
      { label: t.palette.subscriptions, commands: subscriptions },
      { label: t.palette.organizations, commands: placesOf(session) },
      { label: t.palette.products, commands: products.commands },
      { label: t.palette.actions, commands: useActions(session) },
    ],
  };
}

/** Searched by the server, which is why they are found by more than their name. */
function useProducts(query: string): { commands: Command[]; isSearching: boolean } {
  const wanted = useDeferredValue(query.trim());
  const isLong = wanted.length >= SHORTEST_SEARCH;
  const search = useInfiniteQuery({ ...productsQuery({ q: wanted }), enabled: isLong });
  const found = isLong ? (rowsOf(search.data) ?? []) : [];
  const commands = found.slice(0, MOST_PRODUCTS).map(
    (product): Command => ({
      label: product.name,
      hint: product.provider.name,
      icon: Package,
      link: {
        to: '/apis/$provider/$product',
        params: { provider: product.provider.slug, product: product.slug },
      },
    }),
  );
  return { commands, isSearching: isLong && search.isFetching };
}

/** Of the organization that one is in. */
function useSubscriptions(session: Session | null): Command[] {
  const { org } = useParams({ strict: false });
  const organization = session?.organizations.find(({ slug }) => slug === org);
  const subscriptions = useQuery({
    ...subscriptionsQuery(organization ?? { id: '', slug: '' }),
    enabled: organization !== undefined,
  });
  if (!organization) return [];
  return (subscriptions.data ?? []).map((one) => ({
    label: one.product.name,
    hint: one.plan.name,
    icon: CreditCard,
    link: {
      to: '/o/$org/subscriptions/$subscription',
      params: { org: organization.slug, subscription: one.id },
    },
  }));
}

function placesOf(session: Session | null): Command[] {
  const organizations = (session?.organizations ?? []).flatMap(({ name, slug, provider }): Command[] => {
    const params = { org: slug };
    const consuming: Command = { label: name, icon: Building2, link: { to: '/o/$org', params } };
    if (!provider) return [consuming];
    const label = t.palette.providing(name);
    return [consuming, { label, icon: CircleGauge, link: { to: '/p/$org', params } }];
  });
  if (!session?.operator) return organizations;
  return [...organizations, { label: t.shell.operate, icon: ShieldCheck, link: { to: '/admin' } }];
}

function useActions(session: Session | null): Command[] {
  const navigate = useNavigate();
  const themes = (['system', 'light', 'dark'] as const).map(
    (theme): Command => ({
      label: t.palette.theme(t.theme[theme]),
      icon: SunMoon,
      run: () => chooseTheme(theme),
    }),
  );
  const everybody: Command[] = [
    { label: t.shell.marketplace, icon: Store, link: { to: '/apis' } },
    ...themes,
  ];
  if (!session) return [{ label: t.shell.signIn, icon: UserRound, link: { to: '/login' } }, ...everybody];
  return [
    { label: t.account.link, icon: UserRound, link: { to: '/account' } },
    ...everybody,
    {
      label: t.shell.signOut,
      icon: LogOut,
      async run() {
        await navigate({ to: '/' });
        await signOut();
        announce(t.auth.signedOut);
      },
    },
  ];
}

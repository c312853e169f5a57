import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { keysQuery } from '../../../api/keys.ts';
import { type ProductPage, type ProductRoute, productByIdQuery } from '../../../api/marketplace.ts';
import { rowsOf } from '../../../api/pages.ts';
import { subscriptionsQuery } from '../../../api/subscriptions.ts';
import type { CallGroup } from '../../../api/usage.ts';
import { t } from '../../../text/index.ts';
import { Badge, MethodBadge, StatusBadge } from '../../../ui/badge.tsx';
import { useOrganization } from '../organization.ts';
import { subscriptionName } from '../subscription-filter.tsx';

/** What people call the routes, keys, statuses and subscriptions that usage names by id. */
export function useGroupNames(): (by: CallGroup, id: string) => ReactNode {
  const organization = useOrganization();
  const subscriptions = useQuery(subscriptionsQuery(organization)).data;
  const keys = rowsOf(useInfiniteQuery(keysQuery(organization.slug)).data);
  const productIds = [...new Set(subscriptions?.map((one) => one.product_id))];
  const routes = useQueries({ queries: productIds.map(productByIdQuery), combine: routesById });
  return (by, id) => {
    if (by === 'status') return id ? <StatusBadge status={Number(id)} /> : t.usage.noStatus;
    if (by === 'subscription') {
      const known = subscriptions?.find((one) => one.id === id);
      return known ? subscriptionName(known) : id;
    }
    if (by === 'key') {
      const known = keys?.find((one) => one.id === id);
      if (!known) return id || '–';
      return (
        <span className="flex flex-wrap items-center gap-2">
          {known.name}
          {known.environment === 'test' && <Badge tone="info">{t.environments.test}</Badge>}
        </span>
      );
    }
    return <RouteName route={routes.get(id)} id={id} />;
  };
}

export function RouteName({ route, id }: { route: ProductRoute | undefined; id: string }) {
  if (!route) return id || t.usage.unknownRoute;
  return (
    <span className="flex flex-wrap items-center gap-2.5">
      <MethodBadge method={route.method} />
      <code className="font-mono text-[0.8125rem] wrap-anywhere">{route.template}</code>
    </span>
  );
}

function routesById(queries: { data: ProductPage | null | undefined }[]): Map<string, ProductRoute> {
  return new Map(queries.flatMap(({ data }) => data?.routes.map((route) => [route.id, route]) ?? []));
}

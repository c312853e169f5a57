import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ProductPage, ProductRoute } from '../../../api/marketplace.ts';
import { routeDocsQuery } from '../../../api/product-docs.ts';
import { t } from '../../../text/index.ts';
import { MinimumPlanBadge } from '../../../ui/badge.tsx';
import { Card } from '../../../ui/card.tsx';
import { Field, Select } from '../../../ui/field.tsx';
import { planNameOf } from '../../../ui/plan/minimum-plan.ts';
import { QueryView } from '../../../ui/query-view.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { useCallers } from '../callers.ts';
import { useProduct } from '../use-product.ts';
import { Console } from './console.tsx';

const page = getRouteApi('/site/apis/$provider/$product/try');

/** A form that makes real calls. The route stands in the address, what is filled in does not. */
export function TryPage() {
  const product = useProduct();
  const { route: wanted } = page.useSearch();
  const callers = useCallers(product);
  const navigate = page.useNavigate();
  const route = product.routes.find(({ id }) => id === wanted) ?? firstOpen(product);
  if (!route) return <EmptyState title={t.tryIt.locked.noRoutes} />;
  const choose = (id: string) => void navigate({ search: { route: id }, replace: true });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <h2 className="sr-only">{t.tryIt.title}</h2>
      <Card className="grid gap-3 p-4 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-end sm:p-5">
        <Field label={t.tryIt.route}>
          <Select value={route.id} onChange={(event) => choose(event.target.value)}>
            {product.routes.map((one) => (
              <option key={one.id} value={one.id}>
                {[`${one.method} ${one.template}`, one.name].filter(Boolean).join(' — ')}
              </option>
            ))}
          </Select>
        </Field>
        <p className="sm:pb-2">
          <MinimumPlanBadge planName={planNameOf(product, route)} />
        </p>
      </Card>
      <RouteConsole key={route.id} product={product} route={route} callers={callers} />
    </div>
  );
}

/** The first route of the lowest plan: what most who come here may call. */
function firstOpen(product: ProductPage): ProductRoute | undefined {
  const http = product.routes.filter(({ protocol }) => protocol !== 'grpc');
  const [lowest] = product.plans;
  return (
    http.find((one) => one.minimum_plan_id === null || one.minimum_plan_id === lowest?.id) ??
    http[0] ??
    product.routes[0]
  );
}

interface RouteConsoleProps {
  product: ProductPage;
  route: ProductRoute;
  callers: ReturnType<typeof useCallers>;
}

function RouteConsole({ product, route, callers }: RouteConsoleProps) {
  const query = useQuery(routeDocsQuery(product.id, route.id));
  return (
    <QueryView query={query}>
      {(docs) => <Console product={product} route={route} docs={docs} callers={callers} />}
    </QueryView>
  );
}

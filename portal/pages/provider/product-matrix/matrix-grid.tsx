import { Check, Minus } from 'lucide-react';
import type { OwnPlan, OwnRoute } from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { MethodBadge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { cn } from '../../../ui/class-names.ts';
import { Input } from '../../../ui/field.tsx';
import { flatPrice, rateLimitWords } from '../../../ui/plan/terms.ts';
import { Sideways } from '../../../ui/sideways.tsx';
import { type Edits, firstPlan, minimumAt, type RouteEdit } from './matrix-edits.ts';

interface MatrixGridProps {
  routes: OwnRoute[];
  plans: OwnPlan[];
  edits: Edits;
  /** Null for who may only look. */
  onEdit: ((routeIds: string[], edit: RouteEdit) => void) | null;
}

/**
 * A row is a group of radio buttons: the plan from which on the route may be called. So arrow keys move it, and what a
 * reader hears is what it means.
 */
export function MatrixGrid({ routes, plans, edits, onEdit }: MatrixGridProps) {
  const words = t.matrix;
  return (
    <Sideways label={words.title}>
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{words.hint}</caption>
        <thead>
          <tr className="border-b border-line bg-sunken/60">
            <th
              scope="col"
              className="min-w-40 sm:min-w-56 px-4 py-2 text-start text-xs font-medium text-ink-muted sm:px-5"
            >
              {t.usage.route}
            </th>
            {plans.map((plan, column) => (
              <th
                key={plan.id}
                scope="col"
                className="min-w-22 px-2 py-2 sm:min-w-28 text-center align-bottom"
              >
                <span className="grid justify-items-center gap-0.5">
                  <span className="font-semibold">{plan.name}</span>
                  <span className="numbers text-xs font-normal text-ink-muted">
                    {plan.current_version ? flatPrice(plan.current_version.terms) : t.states.draft}
                  </span>
                  {onEdit && (
                    <Button
                      look="quiet"
                      size="small"
                      onClick={() =>
                        onEdit(
                          routes.map((route) => route.id),
                          { minimumPlan: minimumAt(plans, column) },
                        )
                      }
                    >
                      {words.all}
                      <span className="sr-only"> {words.allFrom(plan.name)}</span>
                    </Button>
                  )}
                </span>
              </th>
            ))}
            <th
              scope="col"
              className="min-w-28 px-4 py-2 text-end text-xs font-medium text-ink-muted sm:px-5"
            >
              {t.productPage.weightHeading}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {routes.map((route) => (
            <MatrixRow
              key={route.id}
              route={route}
              plans={plans}
              edit={edits[route.id] ?? {}}
              onEdit={onEdit && ((edit) => onEdit([route.id], edit))}
            />
          ))}
        </tbody>
      </table>
    </Sideways>
  );
}

interface MatrixRowProps {
  route: OwnRoute;
  plans: OwnPlan[];
  edit: RouteEdit;
  onEdit: ((edit: RouteEdit) => void) | null;
}

function MatrixRow({ route, plans, edit, onEdit }: MatrixRowProps) {
  const before = firstPlan(plans, route.minimum_plan_id);
  const first = edit.minimumPlan === undefined ? before : firstPlan(plans, edit.minimumPlan);
  const name = `${route.method} ${route.template}`;
  const words = t.matrix;
  return (
    <tr className={cn(first !== before && 'bg-warn-soft/40')}>
      <th scope="row" className="px-4 py-2.5 text-start font-normal sm:px-5">
        <span className="flex flex-wrap items-center gap-2">
          <MethodBadge method={route.method} />
          <code className="font-mono text-[0.8125rem] wrap-anywhere">{route.template}</code>
        </span>
      </th>
      {plans.map((plan, column) => (
        <td key={plan.id} className="p-1 text-center">
          <label
            className={cn(
              'relative grid min-h-10 place-items-center rounded-md px-1 py-1.5 has-focus-visible:outline-2 has-focus-visible:outline-focus',
              column >= first ? 'bg-brand-soft text-brand-ink' : 'text-ink-faint',
              onEdit && 'cursor-pointer hover:ring-1 hover:ring-line-strong',
            )}
          >
            <input
              type="radio"
              className="sr-only"
              name={route.id}
              checked={column === first}
              disabled={!onEdit}
              aria-label={words.from(name, plan.name)}
              onChange={() => onEdit?.({ minimumPlan: minimumAt(plans, column) })}
            />
            {column >= first ? (
              <Check aria-hidden="true" className="size-4" />
            ) : (
              <Minus aria-hidden="true" className="size-4" />
            )}
            <span className="sr-only">{column >= first ? words.included : words.excluded}</span>
            <OwnLimits plan={plan} route={route} />
          </label>
        </td>
      ))}
      <td className="px-4 py-1.5 sm:px-5">
        <Input
          inputMode="decimal"
          aria-label={words.weightOf(name)}
          className="ms-auto block w-20 text-end"
          disabled={!onEdit}
          value={edit.weight ?? route.weight}
          onChange={(event) => onEdit?.({ weight: event.target.value })}
        />
      </td>
    </tr>
  );
}

/** Rate limits that the plan has for this very route. */
function OwnLimits({ plan, route }: { plan: OwnPlan; route: OwnRoute }) {
  const own = plan.current_version?.terms.route_rate_limits.find(
    (one) => one.method === route.method && one.template === route.template,
  );
  if (!own) return null;
  return <span className="text-xs">{own.rate_limits.map((limit) => rateLimitWords(limit)).join(', ')}</span>;
}

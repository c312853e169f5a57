import type { OwnPlan, OwnRoute } from '../../../api/products.ts';

/** What was changed in the matrix and is not saved yet, by route. */

export interface RouteEdit {
  /** The lowest plan that has the route; null: whoever subscribes, also to plans that come later. */
  minimumPlan?: string | null;
  weight?: string;
}
export type Edits = Readonly<Record<string, RouteEdit>>;

export interface RouteChange {
  route: OwnRoute;
  minimumPlan?: { before: string | null; after: string | null; id: string | null };
  weight?: { before: string; after: string };
}

/** Position of the lowest plan that may call the route. Without a minimum, or with an unknown one, it is the lowest of all. */
export function firstPlan(plans: readonly OwnPlan[], minimumPlan: string | null): number {
  return Math.max(
    0,
    plans.findIndex((plan) => plan.id === minimumPlan),
  );
}

/** What a cell stands for: the first column is for everybody. */
export function minimumAt(plans: readonly OwnPlan[], column: number): string | null {
  return column === 0 ? null : plans[column]!.id;
}

/** Only what differs: choosing the lowest plan where everybody may call changes nothing. */
export function changesOf(
  routes: readonly OwnRoute[],
  plans: readonly OwnPlan[],
  edits: Edits,
): RouteChange[] {
  return routes.flatMap((route) => {
    const edit = edits[route.id];
    if (!edit) return [];
    const change: RouteChange = { route };
    const name = (column: number) => plans[column]?.name ?? null;
    if (edit.minimumPlan !== undefined) {
      const [before, after] = [firstPlan(plans, route.minimum_plan_id), firstPlan(plans, edit.minimumPlan)];
      if (before !== after) {
        change.minimumPlan = { before: name(before), after: name(after), id: edit.minimumPlan };
      }
    }
    const weight = edit.weight?.trim();
    if (weight && Number(weight) !== Number(route.weight)) {
      change.weight = { before: route.weight, after: weight };
    }
    return change.minimumPlan || change.weight ? [change] : [];
  });
}

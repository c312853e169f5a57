import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type OwnPlan, type OwnRoute, ownPlansQuery, ownRoutesQuery } from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { EmptyState, SkeletonLines } from '../../../ui/states.tsx';
import { useProvider } from '../organization.ts';
import { useOwnProduct } from '../product-layout.tsx';
import { changesOf, type Edits } from './matrix-edits.ts';
import { MatrixGrid } from './matrix-grid.tsx';
import { ReviewDialog } from './review-dialog.tsx';

/** Which route belongs to which plans: changed as a whole, looked at, then saved. */
export function ProductMatrixPage() {
  const organization = useProvider();
  const { product } = useOwnProduct();
  const routes = useQuery(ownRoutesQuery(organization.slug, product.id));
  const plans = useQuery(ownPlansQuery(organization.slug, product.id));
  return (
    <QueryView query={routes} skeleton={<SkeletonLines count={8} />}>
      {(allRoutes) => (
        <QueryView query={plans} skeleton={<SkeletonLines count={8} />}>
          {(allPlans) => <Matrix routes={allRoutes} plans={allPlans} />}
        </QueryView>
      )}
    </QueryView>
  );
}

function Matrix({ routes, plans }: { routes: OwnRoute[]; plans: OwnPlan[] }) {
  const { product, mayWrite } = useOwnProduct();
  const [edits, setEdits] = useState<Edits>({});
  const [reviewing, setReviewing] = useState(false);
  const changes = changesOf(routes, plans, edits);
  const words = t.matrix;
  if (routes.length === 0 || plans.length === 0) {
    return (
      <Panel title={words.title}>
        <EmptyState title={words.noneTitle}>{words.none}</EmptyState>
      </Panel>
    );
  }
  const bar = mayWrite && (
    <>
      <span role="status" className="text-[0.8125rem] text-ink-muted">
        {changes.length > 0 && words.changed(changes.length)}
      </span>
      <Button disabled={changes.length === 0} onClick={() => setEdits({})}>
        {words.undo}
      </Button>
      <Button look="primary" disabled={changes.length === 0} onClick={() => setReviewing(true)}>
        {words.review}
      </Button>
    </>
  );
  return (
    <Panel title={words.title} hint={words.hint} actions={bar} flush>
      <MatrixGrid
        routes={routes}
        plans={plans}
        edits={edits}
        onEdit={
          mayWrite
            ? (ids, edit) =>
                setEdits((before) => ({
                  ...before,
                  ...Object.fromEntries(ids.map((id) => [id, { ...before[id], ...edit }])),
                }))
            : null
        }
      />
      <ReviewDialog
        product={product}
        changes={reviewing ? changes : null}
        onSaved={() => {
          setEdits({});
          setReviewing(false);
        }}
        onClose={() => setReviewing(false)}
      />
    </Panel>
  );
}

import { useMutation } from '@tanstack/react-query';
import { changeRouteTerms, type OwnProduct } from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { formatQuantity } from '../../../ui/format/money.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useProvider } from '../organization.ts';
import type { RouteChange } from './matrix-edits.ts';

interface ReviewDialogProps {
  product: OwnProduct;
  changes: RouteChange[] | null;
  onSaved(): void;
  onClose(): void;
}

/** What the matrix would change, before it does. */
export function ReviewDialog({ product, changes, onSaved, onClose }: ReviewDialogProps) {
  const organization = useProvider();
  const words = t.matrix;
  const save = useMutation({
    mutationFn: (wanted: RouteChange[]) =>
      changeRouteTerms(
        organization.slug,
        product.id,
        wanted.map(({ route, minimumPlan, weight }) => ({
          id: route.id,
          ...(minimumPlan ? { minimum_plan: minimumPlan.id } : {}),
          ...(weight ? { weight: weight.after } : {}),
        })),
      ),
    onSuccess: () => {
      announce(words.saved);
      onSaved();
    },
  });
  return (
    <ConfirmDialog
      open={changes !== null}
      onOpenChange={onClose}
      title={words.reviewTitle}
      confirmLabel={words.save}
      busy={save.isPending}
      onConfirm={() => changes && save.mutate(changes)}
    >
      <p>{words.reviewText}</p>
      <ul className="divide-y divide-line rounded-md border border-line">
        {changes?.map(({ route, minimumPlan, weight }) => (
          <li key={route.id} className="grid gap-0.5 px-3 py-2">
            <code className="font-mono text-[0.8125rem] wrap-anywhere">{`${route.method} ${route.template}`}</code>
            {minimumPlan && (
              <span>{words.planChange(minimumPlan.before ?? '–', minimumPlan.after ?? '–')}</span>
            )}
            {weight && (
              <span>{words.weightChange(formatQuantity(weight.before), formatQuantity(weight.after))}</span>
            )}
          </li>
        ))}
      </ul>
      <ProblemNote error={save.error} />
    </ConfirmDialog>
  );
}

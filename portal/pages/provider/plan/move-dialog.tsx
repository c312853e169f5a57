import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import { newIdempotencyKey } from '../../../api/client.ts';
import { rowsOf } from '../../../api/pages.ts';
import {
  type MoveOrder,
  type MovePreview,
  movePreviewQuery,
  orderMove,
  type PlanVersion,
} from '../../../api/plans.ts';
import type { OwnPlan } from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Checkbox, Field, Select, Textarea } from '../../../ui/field.tsx';
import { formatMoney, isZero } from '../../../ui/format/money.ts';
import { LoadMore } from '../../../ui/load-more.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { SkeletonLines } from '../../../ui/states.tsx';
import { useProvider } from '../organization.ts';
import { needed } from '../rules.ts';

interface MoveDialogProps {
  plan: OwnPlan;
  target: PlanVersion | null;
  versions: PlanVersion[];
  /** By version; undefined while they are on their way. */
  counts: ReadonlyMap<string, number> | undefined;
  onClose(): void;
}

/** Whom to move to a version and when; then what it comes to for each of them; then it is done in the background. */
export function MoveDialog({ target, counts, onClose, ...props }: MoveDialogProps) {
  const [order, setOrder] = useState<MoveOrder | null>(null);
  const words = t.planBuilder.moves;
  const close = () => {
    setOrder(null);
    onClose();
  };
  return (
    <Dialog
      open={target !== null}
      onOpenChange={close}
      title={words.title(target?.number ?? 0)}
      description={order ? words.previewHint : words.hint}
      className="max-w-2xl"
      keepsInput
    >
      {target &&
        (order ? (
          <Preview plan={props.plan} order={order} onBack={() => setOrder(null)} onDone={close} />
        ) : counts ? (
          <Whom {...props} counts={counts} target={target} onAsk={setOrder} onClose={close} />
        ) : (
          <SkeletonLines />
        ))}
    </Dialog>
  );
}

type WhomProps = Omit<MoveDialogProps, 'target' | 'plan' | 'counts'> & {
  target: PlanVersion;
  counts: ReadonlyMap<string, number>;
  onAsk(order: MoveOrder): void;
};

interface Wanted {
  from: string[];
  when: 'now' | 'period_end';
  reason: string;
}

function Whom({ target, versions, counts, onAsk, onClose }: WhomProps) {
  const others = versions.filter((version) => version.id !== target.id && (counts.get(version.id) ?? 0) > 0);
  const form = useForm<Wanted>({
    defaultValues: { from: others.map((version) => version.id), when: 'period_end', reason: '' },
  });
  const { errors } = form.formState;
  const words = t.planBuilder.moves;
  if (others.length === 0) return <p className="text-sm text-ink-muted">{words.nobody}</p>;
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={form.handleSubmit(({ from, when, reason }) =>
        onAsk({ ...{ from_versions: from, to_version: target.id, when, reason }, dry_run: true, limit: 10 }),
      )}
    >
      <fieldset className="grid gap-2">
        <legend className="mb-1.5 text-sm font-medium">{words.from}</legend>
        {others.map((version) => (
          <Checkbox
            key={version.id}
            value={version.id}
            label={words.fromVersion(version.number, counts.get(version.id) ?? 0)}
            {...form.register('from', { validate: (from) => from.length > 0 || words.fromNeeded })}
          />
        ))}
        {errors.from?.message && <p className="text-[0.8125rem] text-danger-ink">{errors.from.message}</p>}
      </fieldset>
      <Field label={t.changes.when}>
        <Select {...form.register('when')}>
          <option value="period_end">{t.changes.periodEnd}</option>
          <option value="now">{t.changes.now}</option>
        </Select>
      </Field>
      <Field label={t.changes.reason} error={errors.reason?.message}>
        <Textarea maxLength={1000} {...form.register('reason', needed(t.changes.reason))} />
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t.actions.cancel}</Button>
        <Button type="submit" look="primary">
          {t.changes.preview}
        </Button>
      </div>
    </form>
  );
}

interface PreviewProps {
  plan: OwnPlan;
  order: MoveOrder;
  onBack(): void;
  onDone(): void;
}

function Preview({ plan, order, onBack, onDone }: PreviewProps) {
  const organization = useProvider();
  const query = useInfiniteQuery(movePreviewQuery(organization.slug, plan.id, order));
  const rows = rowsOf(query.data);
  const words = t.planBuilder.moves;
  // One intention, one key: pressing again after a lost answer does not move twice.
  const intention = useRef(newIdempotencyKey());
  const move = useMutation({
    mutationFn: () => orderMove(organization.slug, plan.id, order, intention.current),
    onSuccess: () => {
      announce(words.begun);
      onDone();
    },
  });
  return (
    <div className="grid gap-4">
      {!rows && !query.isError && <SkeletonLines />}
      {rows?.length === 0 && <p className="text-sm text-ink-muted">{words.nobody}</p>}
      <ul className="divide-y divide-line rounded-md border border-line text-sm empty:hidden">
        {rows?.map((row) => (
          <PreviewRow key={row.subscription_id} row={row} />
        ))}
      </ul>
      <LoadMore query={query} />
      <ProblemNote error={move.error ?? query.error} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onBack}>{t.actions.back}</Button>
        <Button
          look="primary"
          busy={move.isPending}
          disabled={!rows || rows.length === 0}
          onClick={() => move.mutate()}
        >
          {words.action}
        </Button>
      </div>
    </div>
  );
}

function PreviewRow({ row: { organization_name: name, preview, reason } }: { row: MovePreview }) {
  const words = t.planBuilder.moves;
  return (
    <li className="grid gap-1 px-3.5 py-2.5">
      <span className="flex flex-wrap justify-between gap-x-4">
        <span className="font-medium wrap-anywhere">{name}</span>
        {preview && !isZero(preview.due_now) && (
          <span className="numbers">
            {t.changes.dueNow}: {formatMoney(preview.due_now, preview.currency)}
          </span>
        )}
      </span>
      {preview ? (
        <span className="text-[0.8125rem] text-ink-muted">{preview.explanation.join(' ')}</span>
      ) : (
        <span className="text-[0.8125rem] text-warn-ink">{words.cannot(reason ?? '')}</span>
      )}
    </li>
  );
}

import { type FormEvent, useState } from 'react';
import type { ChangeRequest } from '../../../api/changes.ts';
import type { Offer } from '../../../api/marketplace.ts';
import type { Subscription } from '../../../api/subscriptions.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, Panel } from '../../../ui/card.tsx';
import { Field, Input, Select } from '../../../ui/field.tsx';
import { formatDate } from '../../../ui/format/time.ts';
import { flatPrice } from '../../../ui/plan/terms.ts';
import { QuoteDialog } from '../../../ui/quote-dialog.tsx';
import { useOrganization } from '../organization.ts';

interface Asked {
  change: ChangeRequest;
  title: string;
  confirmLabel: string;
  danger?: boolean;
}

/** Another plan or quantity, a pause, an end at once, a new beginning: each shows what it comes to first. */
export function Changes({ subscription, offers }: { subscription: Subscription; offers: Offer[] }) {
  const organization = useOrganization();
  const [asked, setAsked] = useState<Asked | null>(null);
  const { state, product } = subscription;
  const quick = quickChanges(subscription);
  return (
    <>
      <Waiting subscription={subscription} onAsk={setAsked} />
      {state !== 'canceled' && state !== 'paused' && (
        <Panel title={t.changes.title} hint={t.changes.hint}>
          <PlanForm
            subscription={subscription}
            offers={offers}
            onAsk={(change) =>
              setAsked({ change, title: t.changes.planTitle(product.name), confirmLabel: t.changes.confirm })
            }
          />
        </Panel>
      )}
      <div className="flex flex-wrap gap-2">
        {quick.map((one) => (
          <Button
            key={one.confirmLabel}
            look="quiet"
            className={one.danger ? 'text-danger-ink' : ''}
            onClick={() => setAsked(one)}
          >
            {one.confirmLabel}
          </Button>
        ))}
      </div>
      <QuoteDialog
        organization={organization.slug}
        order={asked && { subscriptionId: subscription.id, change: asked.change }}
        title={asked?.title ?? ''}
        confirmLabel={asked?.confirmLabel ?? ''}
        danger={asked?.danger ?? false}
        onClose={() => setAsked(null)}
      />
    </>
  );
}

function quickChanges({ state, product, cancel_at_period_end }: Subscription): Asked[] {
  const { name } = product;
  const endNow: Asked = {
    change: { kind: 'cancel', when: 'now' },
    ...{ title: t.changes.endTitle(name), confirmLabel: t.changes.endNow, danger: true },
  };
  if (state === 'canceled') {
    return [
      {
        change: { kind: 'reactivate' },
        ...{ title: t.changes.reactivateTitle(name), confirmLabel: t.changes.reactivate },
      },
    ];
  }
  if (state === 'paused') {
    const resume = { title: t.changes.resumeTitle(name), confirmLabel: t.changes.resume };
    return [{ change: { kind: 'resume' }, ...resume }, endNow];
  }
  const pause = { title: t.changes.pauseTitle(name), confirmLabel: t.changes.pause };
  const mayPause = state === 'active' && !cancel_at_period_end;
  return [...(mayPause ? [{ change: { kind: 'pause' } as const, ...pause }] : []), endNow];
}

/** A change that waits for the end of the period, and a pause. */
function Waiting({ subscription, onAsk }: { subscription: Subscription; onAsk(asked: Asked): void }) {
  const { scheduled, pause, time_zone: timeZone, product } = subscription;
  const date = (at: string) => formatDate(at, { timeZone, withZone: true });
  if (pause) {
    const { resumes_at } = pause;
    return (
      <Card className="bg-warn-soft p-4 text-sm font-medium text-warn-ink sm:px-5">
        {resumes_at ? t.changes.pausedUntil(date(resumes_at)) : t.changes.paused}
      </Card>
    );
  }
  if (!scheduled) return null;
  const keep = { title: t.changes.keepTitle(product.name), confirmLabel: t.changes.keep };
  return (
    <Card className="flex flex-wrap items-center justify-between gap-3 border-lane bg-warn-soft p-4 sm:px-5">
      <p className="text-sm font-medium text-warn-ink">
        {t.changes.scheduled(
          scheduled.plan_name,
          date(scheduled.effective_at ?? subscription.current_period_end_at),
        )}
      </p>
      <Button onClick={() => onAsk({ change: { kind: 'keep' }, ...keep })}>{t.changes.keep}</Button>
    </Card>
  );
}

interface PlanFormProps {
  subscription: Subscription;
  offers: Offer[];
  onAsk(change: ChangeRequest): void;
}

function PlanForm({ subscription, offers, onAsk }: PlanFormProps) {
  const [plan, setPlan] = useState(subscription.plan.id);
  const [quantity, setQuantity] = useState(String(subscription.quantity));
  const isKnown = offers.some((offer) => offer.id === subscription.plan.id);
  const isOther = plan !== subscription.plan.id || Number(quantity) !== subscription.quantity;
  const ask = (event: FormEvent) => {
    event.preventDefault();
    const other = plan === subscription.plan.id ? {} : { plan };
    onAsk({ kind: 'terms', ...other, quantity: Number(quantity) });
  };
  return (
    <form className="grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_8rem_auto]" onSubmit={ask}>
      <Field label={t.subscriptions.plan}>
        <Select value={plan} onChange={(event) => setPlan(event.target.value)}>
          {!isKnown && <option value={subscription.plan.id}>{subscription.plan.name}</option>}
          {offers.map((offer) => (
            <option key={offer.id} value={offer.id}>
              {`${offer.name} · ${flatPrice(offer.version.terms)}`}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t.changes.quantity}>
        <Input
          type="number"
          min={1}
          max={1_000_000}
          required
          value={quantity}
          onChange={(event) => setQuantity(event.target.value)}
        />
      </Field>
      <Button look="primary" type="submit" disabled={!isOther}>
        {t.changes.preview}
      </Button>
    </form>
  );
}

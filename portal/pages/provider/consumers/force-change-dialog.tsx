import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import type { QuoteOrder } from '../../../api/changes.ts';
import { productByIdQuery } from '../../../api/marketplace.ts';
import type { Subscriber } from '../../../api/provider.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field, Input, Select, Textarea } from '../../../ui/field.tsx';
import { QuoteDialog } from '../../../ui/quote-dialog.tsx';
import { useProvider } from '../organization.ts';

interface ForceChangeDialogProps {
  subscriber: Subscriber | null;
  onClose(): void;
}

interface Wanted {
  plan: string;
  quantity: number;
  when: 'now' | 'period_end';
  reason: string;
}

/** Another plan or quantity for a consumer: what it comes to is shown before it is done, and the reason is kept. */
export function ForceChangeDialog({ subscriber, onClose }: ForceChangeDialogProps) {
  const organization = useProvider();
  const [order, setOrder] = useState<QuoteOrder | null>(null);
  const title = t.changes.forceTitle(subscriber?.organization.name ?? '');
  const close = () => {
    setOrder(null);
    onClose();
  };
  return (
    <>
      <Dialog
        open={subscriber !== null && order === null}
        onOpenChange={close}
        title={title}
        description={t.changes.forceHint}
        keepsInput
      >
        {subscriber && <ForceForm subscriber={subscriber} onAsk={setOrder} onClose={close} />}
      </Dialog>
      <QuoteDialog
        organization={organization.slug}
        order={order}
        title={title}
        confirmLabel={t.changes.confirm}
        onClose={close}
      />
    </>
  );
}

interface ForceFormProps {
  subscriber: Subscriber;
  onAsk(order: QuoteOrder): void;
  onClose(): void;
}

function ForceForm({ subscriber: { subscription }, onAsk, onClose }: ForceFormProps) {
  const offers = useQuery(productByIdQuery(subscription.product.id)).data?.plans ?? [];
  const others = offers.filter((offer) => offer.id !== subscription.plan.id);
  const form = useForm<Wanted>({
    defaultValues: { plan: '', quantity: subscription.quantity, when: 'now', reason: '' },
  });
  const { errors } = form.formState;
  const submit = ({ plan, quantity, when, reason }: Wanted) =>
    onAsk({
      subscriptionId: subscription.id,
      change: { kind: 'terms', ...(plan === '' ? {} : { plan }), quantity, when },
      reason,
    });
  return (
    <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
      <Field label={t.subscriptions.plan}>
        <Select {...form.register('plan')}>
          <option value="">{subscription.plan.name}</option>
          {others.map((offer) => (
            <option key={offer.id} value={offer.id}>
              {offer.name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t.changes.quantity} error={errors.quantity?.message}>
        <Input
          type="number"
          min={1}
          {...form.register('quantity', {
            valueAsNumber: true,
            required: t.auth.required(t.changes.quantity),
          })}
        />
      </Field>
      <Field label={t.changes.when}>
        <Select {...form.register('when')}>
          <option value="now">{t.changes.now}</option>
          <option value="period_end">{t.changes.periodEnd}</option>
        </Select>
      </Field>
      <Field label={t.changes.reason} error={errors.reason?.message}>
        <Textarea
          maxLength={1000}
          {...form.register('reason', { required: t.auth.required(t.changes.reason) })}
        />
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

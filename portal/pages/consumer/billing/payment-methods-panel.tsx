import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  addPaymentMethod,
  makeDefaultMethod,
  type PaymentMethod,
  paymentMethodsQuery,
  removePaymentMethod,
} from '../../../api/invoices.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { ConfirmDialog, Dialog } from '../../../ui/dialog.tsx';
import { Checkbox, Field, Select } from '../../../ui/field.tsx';
import { formatDate } from '../../../ui/format/time.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { useOrganization, usePermission } from '../organization.ts';

/** The cards of the built-in processor, by what becomes of a payment with them. No real money moves. */
const TEST_CARDS = ['pm_test_ok', 'pm_test_requires_action', 'pm_test_no_funds', 'pm_test_declined'] as const;
type TestCard = (typeof TEST_CARDS)[number];

export function PaymentMethodsPanel() {
  const organization = useOrganization();
  const mayWrite = usePermission('billing:write');
  const query = useQuery(paymentMethodsQuery(organization.slug));
  const [isAdding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<PaymentMethod | null>(null);
  const add = mayWrite && (
    <Button size="small" onClick={() => setAdding(true)}>
      {t.billing.addMethod}
    </Button>
  );
  return (
    <Panel title={t.billing.methods} hint={t.billing.methodsHint} actions={add} flush>
      <QueryView query={query} skeleton={<div className="h-24" />}>
        {(methods) =>
          methods.length === 0 ? (
            <EmptyState title={t.billing.noMethodsTitle} className="py-8">
              {t.billing.noMethods}
            </EmptyState>
          ) : (
            <ul className="divide-y divide-line">
              {methods.map((method) => (
                <MethodRow
                  key={method.id}
                  method={method}
                  mayWrite={mayWrite}
                  onRemove={() => setRemoving(method)}
                />
              ))}
            </ul>
          )
        }
      </QueryView>
      <AddMethodDialog open={isAdding} onOpenChange={setAdding} />
      <RemoveMethodDialog method={removing} onClose={() => setRemoving(null)} />
    </Panel>
  );
}

interface MethodRowProps {
  method: PaymentMethod;
  mayWrite: boolean;
  onRemove(): void;
}

function MethodRow({ method, mayWrite, onRemove }: MethodRowProps) {
  const { slug } = useOrganization();
  const choose = useMutation({
    mutationFn: () => makeDefaultMethod(slug, method.id),
    onSuccess: () => announce(t.billing.defaultToast(method.label)),
  });
  return (
    <li className="grid gap-2 px-4 py-3 text-sm sm:px-5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span className="grid min-w-0 flex-1 basis-48">
          <span className="flex flex-wrap items-center gap-2 font-medium">
            {method.label}
            {method.default && <Badge tone="good">{t.billing.default}</Badge>}
          </span>
          <span className="text-[0.8125rem] text-ink-muted">
            {t.billing.addedOn(formatDate(method.created_at))}
          </span>
        </span>
        {mayWrite && (
          <span className="flex gap-2">
            {!method.default && (
              <Button
                size="small"
                busy={choose.isPending}
                aria-label={t.billing.makeDefaultOne(method.label)}
                onClick={() => choose.mutate()}
              >
                {t.billing.makeDefault}
              </Button>
            )}
            <Button size="small" aria-label={t.billing.removeOne(method.label)} onClick={onRemove}>
              {t.billing.remove}
            </Button>
          </span>
        )}
      </div>
      <ProblemNote error={choose.error} />
    </li>
  );
}

function AddMethodDialog({ open, onOpenChange }: { open: boolean; onOpenChange(open: boolean): void }) {
  const { slug } = useOrganization();
  const [token, setToken] = useState<TestCard>('pm_test_ok');
  const [isDefault, setDefault] = useState(true);
  const add = useMutation({
    mutationFn: () => addPaymentMethod(slug, { processor: 'test', token, default: isDefault }),
    onSuccess: ({ label }) => {
      onOpenChange(false);
      announce(t.billing.addedToast(label));
    },
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t.billing.addMethod}
      confirmLabel={t.billing.addMethod}
      busy={add.isPending}
      onConfirm={() => add.mutate()}
    >
      <Field label={t.billing.card} hint={t.billing.cardHint}>
        <Select value={token} onChange={(event) => setToken(event.target.value as TestCard)}>
          {TEST_CARDS.map((card) => (
            <option key={card} value={card}>
              {t.billing.testCards[card]}
            </option>
          ))}
        </Select>
      </Field>
      <Checkbox
        label={t.billing.useAsDefault}
        checked={isDefault}
        onChange={(event) => setDefault(event.target.checked)}
      />
      <ProblemNote error={add.error} />
    </ConfirmDialog>
  );
}

function RemoveMethodDialog({ method, onClose }: { method: PaymentMethod | null; onClose(): void }) {
  const { slug } = useOrganization();
  const remove = useMutation({
    mutationFn: (id: string) => removePaymentMethod(slug, id),
    onSuccess: () => {
      announce(t.billing.removedToast);
      onClose();
    },
  });
  const footer = (
    <>
      <Button onClick={onClose}>{t.actions.cancel}</Button>
      <Button look="danger" busy={remove.isPending} onClick={() => method && remove.mutate(method.id)}>
        {t.billing.remove}
      </Button>
    </>
  );
  return (
    <Dialog
      open={method !== null}
      onOpenChange={onClose}
      title={t.billing.removeTitle(method?.label ?? '')}
      footer={footer}
    >
      <div className="grid gap-3 text-sm">
        <p>{method?.default ? t.billing.removeDefault : t.billing.removeText}</p>
        <ProblemNote error={remove.error} />
      </div>
    </Dialog>
  );
}

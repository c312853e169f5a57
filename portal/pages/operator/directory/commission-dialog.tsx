import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import type { ListedOrganization } from '../../../api/directory.ts';
import { commissionQuery, setCommission } from '../../../api/operations.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { formatQuantity } from '../../../ui/format/money.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';

interface CommissionDialogProps {
  provider: ListedOrganization | null;
  onClose(): void;
}

/** The platform's share of what a provider invoices from now on. */
export function CommissionDialog({ provider, onClose }: CommissionDialogProps) {
  const words = t.commission;
  return (
    <Dialog
      open={provider !== null}
      onOpenChange={onClose}
      title={words.title(provider?.name ?? '')}
      description={words.text}
      keepsInput
    >
      {provider && <CommissionForm provider={provider} onClose={onClose} />}
    </Dialog>
  );
}

/** At most two digits after the point, because the server counts in hundredths of a percent. */
const PERCENT = /^\s*(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)\s*$/;

function CommissionForm({ provider, onClose }: { provider: ListedOrganization; onClose: () => void }) {
  const present = useQuery(commissionQuery(provider.slug)).data;
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm({ defaultValues: { percent: '' } });
  const { errors, isSubmitting } = form.formState;
  const words = t.commission;

  async function submit({ percent }: { percent: string }) {
    setFailure(null);
    const text = percent.trim();
    try {
      await setCommission(provider.id, text === '' ? null : Math.round(Number(text) * 100));
      announce(words.done, provider.name);
      onClose();
    } catch (error) {
      setFailure(error);
    }
  }

  return (
    <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
      {present !== undefined && <p className="text-sm">{words.now(formatQuantity(present / 100))}</p>}
      <Field label={words.percent} optional hint={words.percentHint} error={errors.percent?.message}>
        <Input
          inputMode="decimal"
          autoComplete="off"
          {...form.register('percent', {
            validate: (text) => text.trim() === '' || PERCENT.test(text) || words.percentRule,
          })}
        />
      </Field>
      <ProblemNote error={failure} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t.actions.cancel}</Button>
        <Button type="submit" look="primary" busy={isSubmitting}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}

import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { voidInvoice, writeOffInvoice } from '../../../api/credit-notes.ts';
import type { InvoiceDetail } from '../../../api/invoices.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field, Textarea } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useOrganization } from '../organization.ts';

export type GivingUp = 'void' | 'writeOff';

interface GiveUpDialogProps {
  invoice: InvoiceDetail;
  giving: GivingUp | null;
  onClose(): void;
}

/** Voids an invoice that nobody has paid, or writes off what is open; the reason is kept. */
export function GiveUpDialog({ invoice, giving, onClose }: GiveUpDialogProps) {
  const words = giving && t.invoices.giveUp[giving];
  return (
    <Dialog
      open={giving !== null}
      onOpenChange={onClose}
      title={words?.title(invoice.number ?? '') ?? ''}
      description={words?.text}
      keepsInput
    >
      {giving && <GiveUpForm invoice={invoice} giving={giving} onClose={onClose} />}
    </Dialog>
  );
}

function GiveUpForm({ invoice, giving, onClose }: GiveUpDialogProps & { giving: GivingUp }) {
  const organization = useOrganization();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm({ defaultValues: { reason: '' } });
  const { errors, isSubmitting } = form.formState;
  const words = t.invoices.giveUp;

  async function submit({ reason }: { reason: string }) {
    setFailure(null);
    const send = giving === 'void' ? voidInvoice : writeOffInvoice;
    try {
      await send(organization.slug, invoice.id, reason.trim());
      announce(words[giving].done, invoice.number ?? '');
      onClose();
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, { '/reason': 'reason', '/note': 'reason' }));
    }
  }

  return (
    <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
      <Field label={words.reason} error={errors.reason?.message}>
        <Textarea maxLength={500} {...form.register('reason', { required: t.auth.required(words.reason) })} />
      </Field>
      <ProblemNote error={failure} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t.actions.cancel}</Button>
        <Button type="submit" look="danger" busy={isSubmitting}>
          {words[giving].action}
        </Button>
      </div>
    </form>
  );
}

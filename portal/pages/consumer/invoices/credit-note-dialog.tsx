import { useState } from 'react';
import { useForm } from 'react-hook-form';
import {
  type Credit,
  type CreditNote,
  type CreditPreview,
  issueCreditNote,
  previewCredit,
} from '../../../api/credit-notes.ts';
import type { InvoiceDetail } from '../../../api/invoices.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Facts } from '../../../ui/card.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field, Input, Select, Textarea } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { Money } from '../../../ui/values.tsx';
import { useOrganization } from '../organization.ts';

interface CreditNoteDialogProps {
  invoice: InvoiceDetail;
  open: boolean;
  onClose(): void;
}

export function CreditNoteDialog({ invoice, open, onClose }: CreditNoteDialogProps) {
  const words = t.invoices.credit;
  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      title={words.title(invoice.number ?? '')}
      description={words.text}
      keepsInput
    >
      {open && <CreditNoteForm invoice={invoice} onClose={onClose} />}
    </Dialog>
  );
}

interface Values {
  amount: string;
  reason: CreditNote['reason'];
  note: string;
  remainder: CreditNote['remainder'];
}

/** Empty: all that is left. */
function creditOf({ amount }: Values): Credit {
  const text = amount.trim();
  return text === '' ? { kind: 'whole' } : { kind: 'amount', amount: text };
}

/** First a preview, then the credit note: what was shown is what is issued, or the form asks again. */
function CreditNoteForm({ invoice, onClose }: Omit<CreditNoteDialogProps, 'open'>) {
  const organization = useOrganization();
  const [failure, setFailure] = useState<unknown>(null);
  const [preview, setPreview] = useState<CreditPreview | null>(null);
  const form = useForm<Values>({
    defaultValues: { amount: '', reason: 'goodwill', note: '', remainder: 'credit' },
  });
  const { errors, isSubmitting } = form.formState;
  const words = t.invoices.credit;

  async function submit(values: Values) {
    setFailure(null);
    const credit = creditOf(values);
    try {
      if (!preview) return setPreview(await previewCredit(organization.slug, invoice.id, credit));
      const { reason, note, remainder } = values;
      const order = { credit, reason, note: note.trim() || null, remainder };
      await issueCreditNote(organization.slug, invoice.id, order);
      announce(words.done, invoice.number ?? '');
      onClose();
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, { '/credit/amount': 'amount', '/note': 'note' }));
    }
  }

  return (
    <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
      <Field
        label={words.amount(invoice.currency)}
        optional
        hint={words.amountHint}
        error={errors.amount?.message}
      >
        <Input inputMode="decimal" {...form.register('amount', { onChange: () => setPreview(null) })} />
      </Field>
      <Field label={words.reason}>
        <Select {...form.register('reason')}>
          {Object.entries(t.invoices.creditReasons).map(([reason, text]) => (
            <option key={reason} value={reason}>
              {text}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={words.remainder}>
        <Select {...form.register('remainder')}>
          <option value="credit">{words.keep}</option>
          <option value="refund">{words.refund}</option>
        </Select>
      </Field>
      <Field label={words.note} optional hint={words.noteHint} error={errors.note?.message}>
        <Textarea maxLength={500} {...form.register('note')} />
      </Field>
      {preview && <PreviewFacts preview={preview} />}
      <ProblemNote error={failure} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t.actions.cancel}</Button>
        <Button type="submit" look={preview ? 'danger' : 'primary'} busy={isSubmitting}>
          {preview ? words.action : words.preview}
        </Button>
      </div>
    </form>
  );
}

function PreviewFacts({ preview }: { preview: CreditPreview }) {
  const words = t.invoices.credit;
  const money = (amount: string) => <Money key={amount} amount={amount} currency={preview.currency} />;
  return (
    <Facts
      facts={[
        [words.net, money(preview.net)],
        [words.tax, money(preview.tax)],
        [t.invoices.total, money(preview.total)],
        [words.offset, money(preview.offset)],
        [words.surplus, money(preview.surplus)],
      ]}
    />
  );
}

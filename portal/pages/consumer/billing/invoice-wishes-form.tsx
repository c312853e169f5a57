import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { changeDocumentSettings, type DocumentSettings } from '../../../api/organization.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useOrganization, usePermission } from '../organization.ts';

interface Values {
  buyerReference: string;
  contactName: string;
  locale: string;
}

const POINTERS = {
  '/buyer_reference': 'buyerReference',
  '/contact_name': 'contactName',
  '/locale': 'locale',
} as const;

/** What the organization wants to find on the invoices that it gets. */
export function InvoiceWishesForm({ settings }: { settings: DocumentSettings }) {
  const organization = useOrganization();
  const mayWrite = usePermission('billing:write');
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<Values>({
    values: {
      buyerReference: settings.buyer_reference ?? '',
      contactName: settings.contact_name ?? '',
      locale: settings.locale ?? '',
    },
    resetOptions: { keepDirtyValues: true },
  });
  const { errors, isSubmitting } = form.formState;

  async function submit({ buyerReference, contactName, locale }: Values) {
    setFailure(null);
    try {
      await changeDocumentSettings(organization.slug, settings, {
        buyer_reference: buyerReference.trim() || null,
        contact_name: contactName.trim() || null,
        locale: locale.trim() || null,
      });
      announce(t.billing.wishesSaved);
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, POINTERS));
    }
  }

  return (
    <form noValidate className="grid gap-4 sm:grid-cols-3" onSubmit={form.handleSubmit(submit)}>
      <Field
        label={t.billing.reference}
        hint={t.billing.referenceHint}
        optional
        error={errors.buyerReference?.message}
      >
        <Input disabled={!mayWrite} {...form.register('buyerReference')} />
      </Field>
      <Field label={t.billing.contact} optional error={errors.contactName?.message}>
        <Input autoComplete="name" disabled={!mayWrite} {...form.register('contactName')} />
      </Field>
      <Field label={t.billing.locale} hint={t.billing.localeHint} optional error={errors.locale?.message}>
        <Input autoComplete="off" disabled={!mayWrite} {...form.register('locale')} />
      </Field>
      <div className="grid justify-items-start gap-4 sm:col-span-3">
        <ProblemNote error={failure} />
        {mayWrite && (
          <Button type="submit" look="primary" busy={isSubmitting}>
            {t.billing.saveWishes}
          </Button>
        )}
      </div>
    </form>
  );
}

import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { becomeProvider } from '../../../api/provider.ts';
import type { SessionOrganization } from '../../../api/session.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { Page } from '../../../ui/page.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { CountrySelect } from '../../country-select.tsx';

interface Values {
  legalName: string;
  line1: string;
  postalCode: string;
  city: string;
  country: string;
  taxId: string;
  billingEmail: string;
}

const POINTERS = {
  '/legal/name': 'legalName',
  '/legal/address/line1': 'line1',
  '/legal/address/postal_code': 'postalCode',
  '/legal/address/city': 'city',
  '/legal/country': 'country',
  '/legal/tax_id': 'taxId',
  '/billing_email': 'billingEmail',
} as const;

/** Who sells must be named on invoices: that is all it takes to become a provider. */
export function BecomeProviderPage({ organization }: { organization: SessionOrganization }) {
  const router = useRouter();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<Values>({ defaultValues: { legalName: organization.name } });
  const { errors, isSubmitting } = form.formState;
  const needed = (what: string) => ({ required: t.auth.required(what) });
  const words = t.provider.profile;

  async function submit(values: Values) {
    setFailure(null);
    try {
      await becomeProvider(organization, profileOf(values));
      announce(t.provider.becameToast);
      await router.invalidate();
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, POINTERS));
    }
  }

  if (!organization.permissions.includes('settings:write')) {
    return (
      <Page title={t.provider.notYetTitle} width="narrow">
        <EmptyState kind="locked" title={t.provider.notYetTitle}>
          {t.problem.permissionAdvice('settings:write')}
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page title={t.provider.become} hint={t.provider.notYet} width="narrow">
      <Panel title={words.title} hint={words.hint}>
        <form noValidate className="grid gap-4 sm:grid-cols-2" onSubmit={form.handleSubmit(submit)}>
          <Field className="sm:col-span-2" label={words.legalName} error={errors.legalName?.message}>
            <Input autoComplete="organization" {...form.register('legalName', needed(words.legalName))} />
          </Field>
          <Field className="sm:col-span-2" label={words.line1} error={errors.line1?.message}>
            <Input autoComplete="street-address" {...form.register('line1', needed(words.line1))} />
          </Field>
          <Field label={words.postalCode} optional error={errors.postalCode?.message}>
            <Input autoComplete="postal-code" {...form.register('postalCode')} />
          </Field>
          <Field label={words.city} error={errors.city?.message}>
            <Input autoComplete="address-level2" {...form.register('city', needed(words.city))} />
          </Field>
          <Field label={words.country} error={errors.country?.message}>
            <CountrySelect {...form.register('country', needed(words.country))} />
          </Field>
          <Field label={words.taxId} optional error={errors.taxId?.message}>
            <Input autoComplete="off" {...form.register('taxId')} />
          </Field>
          <Field
            className="sm:col-span-2"
            label={words.billingEmail}
            optional
            error={errors.billingEmail?.message}
          >
            <Input type="email" autoComplete="email" {...form.register('billingEmail')} />
          </Field>
          <div className="grid gap-4 sm:col-span-2">
            <ProblemNote error={failure} />
            <Button
              type="submit"
              look="primary"
              size="large"
              busy={isSubmitting}
              className="sm:justify-self-start"
            >
              {t.provider.become}
            </Button>
          </div>
        </form>
      </Panel>
    </Page>
  );
}

/** What was left empty is left out. */
function profileOf(values: Values) {
  const { legalName, line1, postalCode, city, country, taxId, billingEmail } = values;
  const address = { line1, city, ...(postalCode && { postal_code: postalCode }) };
  const legal = { name: legalName, address, country, ...(taxId && { tax_id: taxId }) };
  return { legal, ...(billingEmail && { billing_email: billingEmail }) };
}

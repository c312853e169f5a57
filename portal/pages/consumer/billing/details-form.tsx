import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { changeOrganization, type Organization, type OrganizationChange } from '../../../api/organization.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { CountrySelect } from '../../country-select.tsx';
import { usePermission } from '../organization.ts';

interface Values {
  legalName: string;
  line1: string;
  line2: string;
  postalCode: string;
  city: string;
  region: string;
  country: string;
  taxId: string;
  billingEmail: string;
}

const POINTERS = {
  '/legal/name': 'legalName',
  '/legal/address': 'line1',
  '/legal/address/line1': 'line1',
  '/legal/address/line2': 'line2',
  '/legal/address/postal_code': 'postalCode',
  '/legal/address/city': 'city',
  '/legal/address/region': 'region',
  '/legal/country': 'country',
  '/legal/tax_id': 'taxId',
  '/billing_email': 'billingEmail',
} as const;

/** Whom invoices are made out to. What was issued before stays as it is. */
export function DetailsForm({ organization }: { organization: Organization }) {
  const mayWrite = usePermission('settings:write');
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<Values>({ values: valuesOf(organization), resetOptions: { keepDirtyValues: true } });
  const { errors, isSubmitting } = form.formState;
  const words = t.billing;

  async function submit(values: Values) {
    setFailure(null);
    try {
      await changeOrganization(organization.id, changeOf(values));
      announce(words.detailsSaved);
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, POINTERS));
    }
  }

  const text = (name: keyof Values, label: string, more: Partial<Parameters<typeof Input>[0]> = {}) => (
    <Field label={label} optional error={errors[name]?.message}>
      <Input disabled={!mayWrite} {...more} {...form.register(name)} />
    </Field>
  );
  return (
    <form noValidate className="grid gap-4 sm:grid-cols-2" onSubmit={form.handleSubmit(submit)}>
      {text('legalName', words.legalName, { autoComplete: 'organization' })}
      {text('billingEmail', words.billingEmail, { type: 'email', autoComplete: 'email' })}
      {text('line1', words.line1, { autoComplete: 'address-line1' })}
      {text('line2', words.line2, { autoComplete: 'address-line2' })}
      {text('postalCode', words.postalCode, { autoComplete: 'postal-code' })}
      {text('city', words.city, { autoComplete: 'address-level2' })}
      {text('region', words.region, { autoComplete: 'address-level1' })}
      <Field label={words.country} optional error={errors.country?.message}>
        <CountrySelect disabled={!mayWrite} {...form.register('country')} />
      </Field>
      <Field label={words.taxId} hint={words.taxIdHint} optional error={errors.taxId?.message}>
        <Input autoComplete="off" disabled={!mayWrite} {...form.register('taxId')} />
      </Field>
      <div className="grid justify-items-start gap-4 sm:col-span-2">
        <ProblemNote error={failure} />
        {mayWrite ? (
          <Button type="submit" look="primary" busy={isSubmitting}>
            {words.saveDetails}
          </Button>
        ) : (
          <p className="text-sm text-ink-muted">{t.problem.permissionAdvice('settings:write')}</p>
        )}
      </div>
    </form>
  );
}

function valuesOf({ legal, billing_email }: Organization): Values {
  const { address } = legal;
  return {
    legalName: legal.name ?? '',
    line1: address?.line1 ?? '',
    line2: address?.line2 ?? '',
    postalCode: address?.postal_code ?? '',
    city: address?.city ?? '',
    region: address?.region ?? '',
    country: legal.country ?? '',
    taxId: legal.tax_id ?? '',
    billingEmail: billing_email ?? '',
  };
}

/** An address is whole or none: of one that was begun the server names what is missing. */
function changeOf(values: Values): OrganizationChange {
  const said = (text: string) => text.trim() || null;
  const lines = [values.line1, values.line2, values.postalCode, values.city, values.region];
  const address = lines.some((line) => line.trim() !== '')
    ? {
        line1: values.line1,
        line2: said(values.line2),
        city: values.city,
        region: said(values.region),
        postal_code: said(values.postalCode),
      }
    : null;
  return {
    billing_email: said(values.billingEmail),
    legal: {
      name: said(values.legalName),
      address,
      country: said(values.country),
      tax_id: said(values.taxId),
    },
  };
}

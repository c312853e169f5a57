import { useNavigate, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { type Organization, renameOrganization } from '../../../api/organization.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Input, Select } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { usePermission } from '../organization.ts';

interface Values {
  name: string;
  slug: string;
  timeZone: string;
  currency: string;
}

const POINTERS = {
  '/name': 'name',
  '/slug': 'slug',
  '/billing_time_zone': 'timeZone',
  '/default_currency': 'currency',
} as const;

/** The zone's own name is kept in the list, whatever the browser knows. */
const zonesWith = (known: string) => [...new Set([known, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
const currenciesWith = (known: string) => [...new Set([known, ...Intl.supportedValuesOf('currency')])];

export function GeneralForm({ organization }: { organization: Organization }) {
  const mayWrite = usePermission('settings:write');
  const navigate = useNavigate();
  const router = useRouter();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<Values>({
    values: {
      name: organization.name,
      slug: organization.slug,
      timeZone: organization.billing_time_zone,
      currency: organization.default_currency,
    },
    resetOptions: { keepDirtyValues: true },
  });
  const { errors, isSubmitting } = form.formState;
  const required = (what: string) => ({ required: t.auth.required(what) });

  async function submit({ name, slug, timeZone, currency }: Values) {
    setFailure(null);
    try {
      const isMoving = !organization.provider && slug !== organization.slug;
      await renameOrganization(organization.id, {
        name,
        ...(isMoving && { slug }),
        billing_time_zone: timeZone,
        default_currency: currency,
      });
      // The frame around the page names the organization, too.
      await router.invalidate();
      if (isMoving) await navigate({ to: '/o/$org/settings', params: { org: slug } });
      announce(t.settings.saved);
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, POINTERS));
    }
  }

  return (
    <form noValidate className="grid gap-4 sm:grid-cols-2" onSubmit={form.handleSubmit(submit)}>
      <Field label={t.settings.name} error={errors.name?.message}>
        <Input disabled={!mayWrite} {...form.register('name', required(t.settings.name))} />
      </Field>
      <Field
        label={t.settings.slug}
        hint={organization.provider ? t.settings.slugFixed : t.settings.slugHint(organization.slug)}
        error={errors.slug?.message}
      >
        <Input
          disabled={!mayWrite || organization.provider}
          {...form.register('slug', organization.provider ? {} : required(t.settings.slug))}
        />
      </Field>
      <Field label={t.settings.timeZone} hint={t.settings.timeZoneHint} error={errors.timeZone?.message}>
        <Select disabled={!mayWrite} {...form.register('timeZone')}>
          {zonesWith(organization.billing_time_zone).map((zone) => (
            <option key={zone}>{zone}</option>
          ))}
        </Select>
      </Field>
      <Field label={t.settings.currency} hint={t.settings.currencyHint} error={errors.currency?.message}>
        <Select disabled={!mayWrite} {...form.register('currency')}>
          {currenciesWith(organization.default_currency).map((code) => (
            <option key={code}>{code}</option>
          ))}
        </Select>
      </Field>
      <div className="grid justify-items-start gap-4 sm:col-span-2">
        <ProblemNote error={failure} />
        {mayWrite ? (
          <Button type="submit" look="primary" busy={isSubmitting}>
            {t.settings.save}
          </Button>
        ) : (
          <p className="text-sm text-ink-muted">{t.problem.permissionAdvice('settings:write')}</p>
        )}
      </div>
    </form>
  );
}

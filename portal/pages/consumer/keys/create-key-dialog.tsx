import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { type CreatedKey, createKey } from '../../../api/keys.ts';
import { type ProductRoute, productByIdQuery } from '../../../api/marketplace.ts';
import type { Subscription } from '../../../api/subscriptions.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field, Input, Select } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { curlCommand, firstRoute } from '../../../ui/plan/first-call.ts';
import { isIncluded, tierLookup } from '../../../ui/plan/plan-cards.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { SecretKey } from '../../../ui/secret-key.tsx';
import { useOrganization } from '../organization.ts';
import { subscriptionName } from '../subscription-filter.tsx';
import { EXPIRY_DAYS, expiryAt } from './expiry.ts';

export interface CreateKeyDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  subscriptions: Subscription[];
  preferred: string | undefined;
}

/** The form, then a dialog with the key, whose text is nowhere else and goes when that dialog closes. */
export function CreateKeyDialog({ open, onOpenChange, subscriptions, preferred }: CreateKeyDialogProps) {
  const [made, setMade] = useState<CreatedKey | null>(null);

  function onMade(key: CreatedKey) {
    setMade(key);
    onOpenChange(false);
  }

  const footer = (
    <Button look="primary" onClick={() => setMade(null)}>
      {t.key.saved}
    </Button>
  );
  return (
    <>
      <Dialog open={open} onOpenChange={onOpenChange} title={t.keys.createTitle}>
        <KeyForm
          subscriptions={subscriptions}
          preferred={preferred}
          onMade={onMade}
          onCancel={() => onOpenChange(false)}
        />
      </Dialog>
      <Dialog
        open={made !== null}
        onOpenChange={() => setMade(null)}
        title={t.keys.createdTitle}
        dismissible={false}
        footer={footer}
        className="max-w-3xl"
      >
        {made && (
          <MadeKey made={made} subscription={subscriptions.find((one) => one.id === made.subscription_id)} />
        )}
      </Dialog>
    </>
  );
}

/** With a first call where the product's page tells one. */
function MadeKey({ made, subscription }: { made: CreatedKey; subscription: Subscription | undefined }) {
  const { data: product } = useQuery({
    ...productByIdQuery(subscription?.product_id ?? ''),
    enabled: subscription !== undefined,
  });
  const tierOf = tierLookup(product?.plans ?? []);
  const isAllowed = (route: ProductRoute) =>
    subscription !== undefined && isIncluded(route, subscription.plan, tierOf);
  const route = product && firstRoute(product.routes, isAllowed);
  return (
    <SecretKey
      secret={made.key}
      signingSecret={made.signing_secret}
      curl={route ? curlCommand(product.address, route, made.key) : null}
    />
  );
}

interface Values {
  subscription: string;
  name: string;
  environment: 'live' | 'test';
  expiry: string;
}

interface KeyFormProps {
  subscriptions: Subscription[];
  preferred: string | undefined;
  onMade(key: CreatedKey): void;
  onCancel(): void;
}

function KeyForm({ subscriptions, preferred, onMade, onCancel }: KeyFormProps) {
  const organization = useOrganization();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<Values>({
    defaultValues: {
      subscription: preferred ?? subscriptions[0]?.id ?? '',
      name: '',
      environment: 'live',
      expiry: '',
    },
  });
  const { errors, isSubmitting } = form.formState;

  async function submit({ subscription, name, environment, expiry }: Values) {
    setFailure(null);
    const expires_at = expiryAt(expiry, Date.now());
    try {
      onMade(
        await createKey(organization.slug, { subscription_id: subscription, name, environment, expires_at }),
      );
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, { '/name': 'name', '/expires_at': 'expiry' }));
    }
  }

  return (
    <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
      <Field label={t.keys.subscription}>
        <Select {...form.register('subscription')}>
          {subscriptions.map((subscription) => (
            <option key={subscription.id} value={subscription.id}>
              {subscriptionName(subscription)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t.keys.name} hint={t.keys.nameHint} error={errors.name?.message}>
        <Input
          autoComplete="off"
          placeholder={t.keys.namePlaceholder}
          maxLength={100}
          {...form.register('name', { required: t.auth.required(t.keys.name) })}
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t.keys.environment} hint={t.keys.environmentHint}>
          <Select {...form.register('environment')}>
            <option value="live">{t.environments.live}</option>
            <option value="test">{t.environments.test}</option>
          </Select>
        </Field>
        <Field label={t.keys.expires} error={errors.expiry?.message}>
          <Select {...form.register('expiry')}>
            <option value="">{t.keys.never}</option>
            {EXPIRY_DAYS.map((days) => (
              <option key={days} value={days}>
                {t.keys.expiresIn(days)}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <ProblemNote error={failure} />
      <div className="flex flex-wrap justify-end gap-2 pt-1">
        <Button onClick={onCancel}>{t.actions.cancel}</Button>
        <Button type="submit" look="primary" busy={isSubmitting}>
          {t.keys.create}
        </Button>
      </div>
    </form>
  );
}

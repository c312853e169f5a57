import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { createCoupon, type NewCoupon } from '../../../api/coupons.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Checkbox, Field, Input, Select } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useProvider } from '../organization.ts';

interface CouponDialogProps {
  open: boolean;
  onClose(): void;
}

export function CouponDialog({ open, onClose }: CouponDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      title={t.provider.coupons.create}
      description={t.provider.coupons.createText}
      keepsInput
    >
      {open && <CouponForm onClose={onClose} />}
    </Dialog>
  );
}

interface Values {
  code: string;
  name: string;
  kind: 'percent' | 'amount';
  value: string;
  currency: string;
  periods: string;
  most: string;
  expires: string;
  newOnly: boolean;
}

const POINTERS = {
  '/code': 'code',
  '/name': 'name',
  '/discount': 'value',
  '/discount/percent': 'value',
  '/discount/amount': 'value',
  '/discount/currency': 'currency',
  '/periods': 'periods',
  '/max_redemptions': 'most',
  '/expires_at': 'expires',
} as const;

const wholeOrNull = (text: string) => (text.trim() === '' ? null : Number(text));

function couponOf(values: Values): NewCoupon {
  const value = values.value.trim();
  return {
    code: values.code.trim(),
    name: values.name.trim(),
    discount:
      values.kind === 'percent'
        ? { kind: 'percent', percent: value }
        : { kind: 'amount', amount: value, currency: values.currency.trim().toUpperCase() },
    periods: wholeOrNull(values.periods),
    max_redemptions: wholeOrNull(values.most),
    expires_at: values.expires === '' ? null : `${values.expires}T23:59:59Z`,
    once_per_customer: true,
    new_customers_only: values.newOnly,
    products: null,
    plans: null,
  };
}

function CouponForm({ onClose }: { onClose(): void }) {
  const organization = useProvider();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<Values>({
    defaultValues: {
      ...{ code: '', name: '', kind: 'percent', value: '', currency: '' },
      ...{ periods: '', most: '', expires: '', newOnly: false },
    },
  });
  const { errors, isSubmitting } = form.formState;
  const isAmount = form.watch('kind') === 'amount';
  const words = t.provider.coupons;
  const needed = (what: string) => ({ required: t.auth.required(what) });

  async function submit(values: Values) {
    setFailure(null);
    try {
      await createCoupon(organization.slug, couponOf(values));
      announce(words.created, values.code.trim());
      onClose();
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, POINTERS));
    }
  }

  return (
    <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label={words.code} error={errors.code?.message}>
          <Input autoComplete="off" className="font-mono" {...form.register('code', needed(words.code))} />
        </Field>
        <Field label={words.name} error={errors.name?.message}>
          <Input autoComplete="off" maxLength={100} {...form.register('name', needed(words.name))} />
        </Field>
        <Field label={words.kind}>
          <Select {...form.register('kind')}>
            <option value="percent">{words.kinds.percent}</option>
            <option value="amount">{words.kinds.amount}</option>
          </Select>
        </Field>
        <Field label={isAmount ? words.amount : words.percent} error={errors.value?.message}>
          <Input
            inputMode="decimal"
            autoComplete="off"
            {...form.register('value', needed(isAmount ? words.amount : words.percent))}
          />
        </Field>
        {isAmount && (
          <Field label={words.currency} error={errors.currency?.message}>
            <Input
              autoComplete="off"
              maxLength={3}
              placeholder="USD"
              {...form.register('currency', needed(words.currency))}
            />
          </Field>
        )}
        <Field label={words.periods} optional hint={words.periodsHint} error={errors.periods?.message}>
          <Input type="number" min={1} {...form.register('periods')} />
        </Field>
        <Field label={words.most} optional error={errors.most?.message}>
          <Input type="number" min={1} {...form.register('most')} />
        </Field>
        <Field label={words.until} optional error={errors.expires?.message}>
          <Input type="date" {...form.register('expires')} />
        </Field>
      </div>
      <Checkbox label={words.newOnly} {...form.register('newOnly')} />
      <ProblemNote error={failure} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t.actions.cancel}</Button>
        <Button type="submit" look="primary" busy={isSubmitting}>
          {words.create}
        </Button>
      </div>
    </form>
  );
}

import { useQuery } from '@tanstack/react-query';
import type { ComponentProps } from 'react';
import { paymentMethodsQuery } from '../../../api/invoices.ts';
import { t } from '../../../text/index.ts';
import { Select } from '../../../ui/field.tsx';
import { useOrganization } from '../organization.ts';

/** The stored ways to pay. Nothing chosen is the default one, and a transfer only where there is none. */
export function PaymentMethodSelect(props: ComponentProps<'select'>) {
  const organization = useOrganization();
  const methods = useQuery(paymentMethodsQuery(organization.slug)).data ?? [];
  const usual = methods.find((method) => method.default);
  const others = methods.filter((method) => method !== usual);
  return (
    <Select {...props}>
      <option value="">{usual ? usual.label : t.wallet.noMethod}</option>
      {others.map((method) => (
        <option key={method.id} value={method.id}>
          {method.label}
        </option>
      ))}
    </Select>
  );
}

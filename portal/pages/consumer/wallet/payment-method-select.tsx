import { useQuery } from '@tanstack/react-query';
import type { ComponentProps } from 'react';
import { paymentMethodsQuery } from '../../../api/invoices.ts';
import { Select } from '../../../ui/field.tsx';
import { useOrganization } from '../organization.ts';

/** The stored ways to pay; `none` is what happens without choosing one. */
export function PaymentMethodSelect({ none, ...props }: ComponentProps<'select'> & { none: string }) {
  const organization = useOrganization();
  const methods = useQuery(paymentMethodsQuery(organization.slug)).data ?? [];
  return (
    <Select {...props}>
      <option value="">{none}</option>
      {methods.map((method) => (
        <option key={method.id} value={method.id}>
          {method.label}
        </option>
      ))}
    </Select>
  );
}

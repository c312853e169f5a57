import type { FieldErrors, UseFormRegister } from 'react-hook-form';
import { t } from '../../../text/index.ts';
import { Field, Input, Textarea } from '../../../ui/field.tsx';

/** What a key is limited to, as typed: see `listOf`. */
export interface LimitValues {
  addresses: string;
  scopes: string;
}

/** Entries are pointed at one by one; the field shows the first that is wrong. */
export function limitPointers(addresses: number, scopes: number): Record<string, keyof LimitValues> {
  const entries = (list: string, count: number) => [
    list,
    ...Array.from({ length: count }, (_, i) => `${list}/${i}`),
  ];
  return Object.fromEntries([
    ...entries('/allowed_ips', addresses).map((pointer) => [pointer, 'addresses'] as const),
    ...entries('/scopes', scopes).map((pointer) => [pointer, 'scopes'] as const),
  ]);
}

export function LimitFields<Values extends LimitValues>({
  register,
  errors,
}: {
  register: UseFormRegister<Values>;
  errors: FieldErrors<LimitValues>;
}) {
  const plain = register as unknown as UseFormRegister<LimitValues>;
  return (
    <>
      <Field label={t.keys.addresses} hint={t.keys.addressesHint} error={errors.addresses?.message} optional>
        <Textarea
          autoComplete="off"
          spellCheck={false}
          placeholder="192.0.2.0/24"
          className="min-h-16 font-mono"
          {...plain('addresses')}
        />
      </Field>
      <Field label={t.keys.scopes} hint={t.keys.scopesHint} error={errors.scopes?.message} optional>
        <Input autoComplete="off" spellCheck={false} className="font-mono" {...plain('scopes')} />
      </Field>
    </>
  );
}

import { type ReactNode, useState } from 'react';
import { useForm } from 'react-hook-form';
import type { Confirmation } from '../../../api/account.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { PasswordInput } from '../../../ui/password-input.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';

interface ConfirmFormProps {
  action: string;
  danger?: boolean;
  /** With the field for a code. */
  asksCode: boolean;
  codeLabel?: string;
  children?: ReactNode;
  onConfirm(proof: Confirmation): Promise<void>;
}

/** Who sits there says so once more: the password, and a code where that is asked. */
export function ConfirmForm({
  action,
  danger = false,
  asksCode,
  codeLabel,
  children,
  onConfirm,
}: ConfirmFormProps) {
  const form = useForm<Required<Confirmation>>();
  const [failure, setFailure] = useState<unknown>(null);
  const { errors, isSubmitting } = form.formState;

  async function submit(proof: Confirmation) {
    setFailure(null);
    try {
      await onConfirm(proof);
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, { '/password': 'password', '/code': 'code' }));
    }
  }

  return (
    <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
      {children}
      <Field label={t.auth.password} error={errors.password?.message}>
        <PasswordInput
          autoComplete="current-password"
          {...form.register('password', { required: t.auth.required(t.auth.password) })}
        />
      </Field>
      {asksCode && (
        <Field label={codeLabel ?? t.account.codeIfAny} error={errors.code?.message}>
          <Input autoComplete="one-time-code" spellCheck={false} {...form.register('code')} />
        </Field>
      )}
      <ProblemNote error={failure} />
      <Button
        type="submit"
        look={danger ? 'danger' : 'primary'}
        busy={isSubmitting}
        className="justify-self-end"
      >
        {action}
      </Button>
    </form>
  );
}

import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { changePassword } from '../api/session.ts';
import { t } from '../text/index.ts';
import { announce } from '../ui/announce.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { spreadProblem } from '../ui/form-problem.ts';
import { PasswordInput } from '../ui/password-input.tsx';
import { ProblemNote } from '../ui/problem-panel.tsx';

interface PasswordDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
}

export function PasswordDialog({ open, onOpenChange }: PasswordDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t.auth.changePassword}
      description={t.auth.changePasswordHint}
    >
      <PasswordForm onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

interface Values {
  current: string;
  next: string;
}

function PasswordForm({ onDone }: { onDone(): void }) {
  const form = useForm<Values>();
  const [failure, setFailure] = useState<unknown>(null);
  const { errors, isSubmitting } = form.formState;

  async function submit({ current, next }: Values) {
    setFailure(null);
    try {
      await changePassword(current, next);
      announce(t.auth.passwordChanged);
      onDone();
    } catch (error) {
      setFailure(
        spreadProblem(error, form.setError, { '/current_password': 'current', '/new_password': 'next' }),
      );
    }
  }

  return (
    <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
      <Field label={t.auth.currentPassword} error={errors.current?.message}>
        <PasswordInput
          autoComplete="current-password"
          {...form.register('current', { required: t.auth.required(t.auth.currentPassword) })}
        />
      </Field>
      <Field label={t.auth.newPassword} hint={t.auth.passwordHint} error={errors.next?.message}>
        <PasswordInput
          autoComplete="new-password"
          {...form.register('next', { required: t.auth.required(t.auth.newPassword) })}
        />
      </Field>
      <ProblemNote error={failure} />
      <Button type="submit" look="primary" busy={isSubmitting} className="justify-self-end">
        {t.auth.changePassword}
      </Button>
    </form>
  );
}

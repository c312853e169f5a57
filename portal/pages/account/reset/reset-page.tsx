import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { resetPassword } from '../../../api/account.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button, TextLink } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { FormCard } from '../../../ui/form-card.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { PasswordInput } from '../../../ui/password-input.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { mailToken } from '../mail-token.ts';

export function ResetPage() {
  const [token] = useState(mailToken);
  const navigate = useNavigate();
  const form = useForm<{ password: string }>();
  const [failure, setFailure] = useState<unknown>(null);
  const { errors, isSubmitting } = form.formState;

  async function submit({ password }: { password: string }) {
    setFailure(null);
    try {
      await resetPassword(token ?? '', password);
      announce(t.auth.resetDone);
      await navigate({ to: '/login' });
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, { '/password': 'password' }));
    }
  }

  const foot = <TextLink to="/forgot-password">{t.auth.forgot}</TextLink>;
  return (
    <FormCard title={t.auth.resetTitle} lead={token === null ? t.auth.noToken : t.auth.resetLead} foot={foot}>
      <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
        <Field label={t.auth.newPassword} hint={t.auth.passwordHint} error={errors.password?.message}>
          <PasswordInput
            autoComplete="new-password"
            {...form.register('password', { required: t.auth.required(t.auth.newPassword) })}
          />
        </Field>
        <ProblemNote error={failure} />
        <Button type="submit" look="primary" size="large" busy={isSubmitting} disabled={token === null}>
          {t.auth.changePassword}
        </Button>
      </form>
    </FormCard>
  );
}

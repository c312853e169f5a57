import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { forgetPassword } from '../../../api/account.ts';
import { t } from '../../../text/index.ts';
import { Button, TextLink } from '../../../ui/button.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { FormCard } from '../../../ui/form-card.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';

export function ForgotPage() {
  const form = useForm<{ email: string }>();
  const send = useMutation({ mutationFn: forgetPassword });
  const foot = <TextLink to="/login">{t.auth.backToSignIn}</TextLink>;
  const { errors } = form.formState;
  return (
    <FormCard title={t.auth.forgotTitle} lead={t.auth.forgotLead} foot={foot}>
      {send.isSuccess ? (
        <p role="status">{t.auth.linkSent}</p>
      ) : (
        <form
          noValidate
          className="grid gap-4"
          onSubmit={form.handleSubmit(({ email }) => send.mutate(email))}
        >
          <Field label={t.auth.email} error={errors.email?.message}>
            <Input
              type="email"
              autoComplete="username"
              {...form.register('email', { required: t.auth.required(t.auth.email) })}
            />
          </Field>
          <ProblemNote error={send.error} />
          <Button type="submit" look="primary" size="large" busy={send.isPending}>
            {t.auth.sendLink}
          </Button>
        </form>
      )}
    </FormCard>
  );
}

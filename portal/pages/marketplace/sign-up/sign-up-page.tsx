import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { queryClient } from '../../../api/query.ts';
import { type Registration, sessionQuery, signUp } from '../../../api/session.ts';
import { t } from '../../../text/index.ts';
import { Button, TextLink } from '../../../ui/button.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { FormCard } from '../../../ui/form-card.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { PasswordInput } from '../../../ui/password-input.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { destinationAfterSignIn } from '../destination.ts';

const LEAST_PASSWORD_LENGTH = 10;
const POINTERS = {
  '/email': 'email',
  '/password': 'password',
  '/name': 'name',
  '/organization_name': 'organization',
} as const;

const route = getRouteApi('/site/signup');

export function SignUpPage() {
  const { next } = route.useSearch();
  const router = useRouter();
  const form = useForm<Registration>();
  const [failure, setFailure] = useState<unknown>(null);
  const { errors, isSubmitting } = form.formState;

  async function submit(values: Registration) {
    setFailure(null);
    try {
      await signUp(values);
      router.history.push(
        destinationAfterSignIn(next, queryClient.getQueryData(sessionQuery.queryKey) ?? null),
      );
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, POINTERS));
    }
  }

  const needed = (what: string) => ({ required: t.auth.required(what) });
  const foot = (
    <>
      {t.auth.haveAccount}{' '}
      <TextLink to="/login" search={{ next }}>
        {t.auth.signIn}
      </TextLink>
    </>
  );
  return (
    <FormCard title={t.auth.signUpTitle} lead={t.auth.signUpLead} foot={foot}>
      <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
        <Field label={t.auth.name} error={errors.name?.message}>
          <Input autoComplete="name" {...form.register('name', needed(t.auth.name))} />
        </Field>
        <Field label={t.auth.email} error={errors.email?.message}>
          <Input type="email" autoComplete="username" {...form.register('email', needed(t.auth.email))} />
        </Field>
        <Field
          label={t.auth.organization}
          hint={t.auth.organizationHint}
          error={errors.organization?.message}
        >
          <Input
            autoComplete="organization"
            {...form.register('organization', needed(t.auth.organization))}
          />
        </Field>
        <Field label={t.auth.password} hint={t.auth.passwordHint} error={errors.password?.message}>
          <PasswordInput
            autoComplete="new-password"
            {...form.register('password', {
              ...needed(t.auth.password),
              minLength: { value: LEAST_PASSWORD_LENGTH, message: t.auth.tooShort(LEAST_PASSWORD_LENGTH) },
            })}
          />
        </Field>
        <ProblemNote error={failure} />
        <Button type="submit" look="primary" size="large" busy={isSubmitting}>
          {t.auth.signUp}
        </Button>
      </form>
    </FormCard>
  );
}

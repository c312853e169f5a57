import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { queryClient } from '../../../api/query.ts';
import { sessionQuery, signIn } from '../../../api/session.ts';
import { t } from '../../../text/index.ts';
import { Button, TextLink } from '../../../ui/button.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { FormCard } from '../../../ui/form-card.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { PasswordInput } from '../../../ui/password-input.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { SecondStepForm } from '../../second-step-form.tsx';
import { destinationAfterSignIn } from '../destination.ts';
import { ProviderButtons } from './provider-buttons.tsx';

interface Values {
  email: string;
  password: string;
}

const route = getRouteApi('/site/login');

export function SignInPage() {
  const { next } = route.useSearch();
  const router = useRouter();
  const form = useForm<Values>();
  const [failure, setFailure] = useState<unknown>(null);
  const [challenge, setChallenge] = useState<string | null>(null);
  const { errors, isSubmitting } = form.formState;

  function enter() {
    router.history.push(
      destinationAfterSignIn(next, queryClient.getQueryData(sessionQuery.queryKey) ?? null),
    );
  }

  async function submit(values: Values) {
    setFailure(null);
    try {
      const asked = await signIn(values);
      if (asked === null) enter();
      else setChallenge(asked);
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, { '/email': 'email', '/password': 'password' }));
    }
  }

  const foot = (
    <>
      {t.auth.noAccount}{' '}
      <TextLink to="/signup" search={{ next }}>
        {t.auth.signUp}
      </TextLink>
    </>
  );
  if (challenge !== null) {
    return (
      <FormCard title={t.auth.secondStepTitle} lead={t.auth.secondStepLead} foot={foot}>
        <SecondStepForm challenge={challenge} onDone={enter} />
      </FormCard>
    );
  }
  return (
    <FormCard title={t.auth.signInTitle} lead={t.auth.signInLead} foot={foot}>
      <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
        <Field label={t.auth.email} error={errors.email?.message}>
          <Input
            type="email"
            autoComplete="username"
            {...form.register('email', { required: t.auth.required(t.auth.email) })}
          />
        </Field>
        <Field label={t.auth.password} error={errors.password?.message}>
          <PasswordInput
            autoComplete="current-password"
            {...form.register('password', { required: t.auth.required(t.auth.password) })}
          />
        </Field>
        <ProblemNote error={failure} />
        <Button type="submit" look="primary" size="large" busy={isSubmitting}>
          {t.auth.signIn}
        </Button>
        <TextLink to="/forgot-password" className="justify-self-center text-sm">
          {t.auth.forgot}
        </TextLink>
      </form>
      <ProviderButtons />
    </FormCard>
  );
}

import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { takeSecondStep } from '../api/session.ts';
import { t } from '../text/index.ts';
import { Button } from '../ui/button.tsx';
import { Field, Input } from '../ui/field.tsx';
import { spreadProblem } from '../ui/form-problem.ts';
import { ProblemNote } from '../ui/problem-panel.tsx';

/** The second step of a sign-in, wherever the first one was. */
export function SecondStepForm({ challenge, onDone }: { challenge: string; onDone(): void }) {
  const form = useForm<{ code: string }>();
  const [failure, setFailure] = useState<unknown>(null);
  const { errors, isSubmitting } = form.formState;

  async function submit({ code }: { code: string }) {
    setFailure(null);
    try {
      await takeSecondStep(challenge, code);
      onDone();
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, { '/code': 'code' }));
    }
  }

  return (
    <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
      <Field label={t.auth.code} error={errors.code?.message}>
        <Input
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          {...form.register('code', { required: t.auth.required(t.auth.code) })}
        />
      </Field>
      <ProblemNote error={failure} />
      <Button type="submit" look="primary" size="large" busy={isSubmitting}>
        {t.auth.signIn}
      </Button>
    </form>
  );
}

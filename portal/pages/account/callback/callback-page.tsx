import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { finishProviderLogin, type ProviderOutcome, type ProviderReturn } from '../../../api/account.ts';
import { t } from '../../../text/index.ts';
import { TextLink } from '../../../ui/button.tsx';
import { FormCard } from '../../../ui/form-card.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { SecondStepForm } from '../../second-step-form.tsx';

/** What the provider sent the browser back with. */
function returned(): ProviderReturn {
  const search = new URLSearchParams(window.location.search);
  const given = (name: 'code' | 'iss' | 'error') => {
    const value = search.get(name);
    return value === null ? {} : { [name]: value };
  };
  return { state: search.get('state') ?? '-', ...given('code'), ...given('iss'), ...given('error') };
}

// An answer is good once, and a page may be drawn twice.
let asked: Promise<ProviderOutcome> | null = null;

export function CallbackPage() {
  const router = useRouter();
  const [challenge, setChallenge] = useState<string | null>(null);
  const { mutate, error } = useMutation({
    mutationFn: () => {
      asked ??= finishProviderLogin(returned());
      return asked;
    },
    onSuccess(outcome) {
      if (outcome.kind === 'challenge') setChallenge(outcome.token);
      else router.history.replace(outcome.kind === 'linked' ? '/account' : '/');
    },
  });
  useEffect(() => mutate(), [mutate]);

  const foot = <TextLink to="/login">{t.auth.backToSignIn}</TextLink>;
  if (challenge !== null) {
    return (
      <FormCard title={t.auth.secondStepTitle} lead={t.auth.secondStepLead} foot={foot}>
        <SecondStepForm challenge={challenge} onDone={() => router.history.replace('/')} />
      </FormCard>
    );
  }
  return (
    <FormCard
      title={error ? t.auth.callbackFailed : t.auth.callbackTitle}
      lead={error ? '' : t.auth.callbackLead}
      foot={foot}
    >
      <ProblemNote error={error} />
    </FormCard>
  );
}

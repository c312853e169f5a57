import { useMutation, useQuery } from '@tanstack/react-query';
import { providersQuery, startProviderLogin } from '../../../api/account.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';

/** One button for each provider that the operator has set up; nothing where there is none. */
export function ProviderButtons() {
  const providers = useQuery(providersQuery);
  const start = useMutation({
    mutationFn: startProviderLogin,
    onSuccess: (url) => window.location.assign(url),
  });
  if (!providers.data?.length) return null;
  return (
    <div className="mt-5 grid gap-2 border-t border-line pt-5">
      {providers.data.map(({ name, label }) => (
        <Button key={name} size="large" busy={start.isPending} onClick={() => start.mutate(name)}>
          {t.auth.signInWith(label)}
        </Button>
      ))}
      <ProblemNote error={start.error} />
    </div>
  );
}

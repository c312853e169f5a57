import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { verifyEmail } from '../../../api/account.ts';
import { t } from '../../../text/index.ts';
import { Button, TextLink } from '../../../ui/button.tsx';
import { FormCard } from '../../../ui/form-card.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { mailToken } from '../mail-token.ts';

/** Pressed by a person: what mail filters open to look at must not use the link up. */
export function VerifyPage() {
  const [token] = useState(mailToken);
  const verify = useMutation({ mutationFn: verifyEmail });
  const foot = <TextLink to="/">{t.product}</TextLink>;
  return (
    <FormCard
      title={t.auth.verifyTitle}
      lead={token === null ? t.auth.noToken : t.auth.verifyLead}
      foot={foot}
    >
      <div className="grid gap-4">
        {verify.isSuccess ? (
          <p role="status">{t.auth.verified}</p>
        ) : (
          <Button
            look="primary"
            size="large"
            busy={verify.isPending}
            disabled={token === null}
            onClick={() => verify.mutate(token ?? '')}
          >
            {t.auth.verify}
          </Button>
        )}
        <ProblemNote error={verify.error} />
      </div>
    </FormCard>
  );
}

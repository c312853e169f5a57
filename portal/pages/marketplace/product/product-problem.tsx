import { useMutation, useQuery } from '@tanstack/react-query';
import { useLocation, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { requestAccess } from '../../../api/access.ts';
import { actingOrganization } from '../../../api/acting.ts';
import { isProblem } from '../../../api/problem.ts';
import { type SessionOrganization, sessionQuery } from '../../../api/session.ts';
import { t } from '../../../text/index.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { Field, Textarea } from '../../../ui/field.tsx';
import { Page } from '../../../ui/page.tsx';
import { PageProblem, ProblemNote } from '../../../ui/problem-panel.tsx';

/**
 * No product for this viewer. The server does not tell a private one from none, so both get the same words, and whoever
 * knows the address of a private one may ask for it.
 */
export function ProductProblem({ error, reset }: { error: unknown; reset?: () => void }) {
  const session = useQuery(sessionQuery).data;
  const { href } = useLocation();
  const words = t.productPage.access;
  if (!isProblem(error, 404)) return <PageProblem error={error} {...(reset && { reset })} />;
  const organization = actingOrganization(session);
  return (
    <Page title={words.title} hint={words.hint} width="narrow">
      {organization ? (
        <RequestPanel key={organization.slug} organization={organization} />
      ) : (
        <Panel title={words.panel}>
          <div className="grid justify-items-start gap-4 text-sm">
            <p>{words.signInFirst}</p>
            <ButtonLink to="/login" search={{ next: href }} look="primary">
              {t.shell.signIn}
            </ButtonLink>
          </div>
        </Panel>
      )}
    </Page>
  );
}

function RequestPanel({ organization }: { organization: SessionOrganization }) {
  const { provider, product } = useParams({ strict: false });
  const [message, setMessage] = useState('');
  const words = t.productPage.access;
  const request = useMutation({
    mutationFn: () => requestAccess(organization.slug, `${provider}/${product}`, message.trim()),
  });
  if (!organization.permissions.includes('subscriptions:write')) {
    return (
      <Panel title={words.panel}>
        <p className="text-sm">{words.notYou(organization.name)}</p>
      </Panel>
    );
  }
  if (request.data) {
    return (
      <Panel title={words.panel}>
        <p role="status" className="text-sm">
          {words.sent(organization.name)}
        </p>
      </Panel>
    );
  }
  return (
    <Panel title={words.panel} hint={words.panelHint(organization.name)}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          request.mutate();
        }}
      >
        <Field label={words.message} optional hint={words.messageHint}>
          <Textarea maxLength={1000} value={message} onChange={(event) => setMessage(event.target.value)} />
        </Field>
        {isProblem(request.error, 404) ? (
          <p role="alert" className="text-sm text-danger-ink">
            {words.impossible}
          </p>
        ) : (
          <ProblemNote error={request.error} />
        )}
        <Button type="submit" look="primary" busy={request.isPending} className="justify-self-start">
          {words.ask}
        </Button>
      </form>
    </Panel>
  );
}

import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { closeOrganization } from '../../../api/organization.ts';
import { refreshSession } from '../../../api/session.ts';
import { removeMember } from '../../../api/team.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';

const route = getRouteApi('/o/$org');

/** Leaving, and closing for good: what cannot be taken back is typed, not only pressed. */
export function EndingPanel() {
  const { organization, session } = route.useRouteContext();
  const navigate = useNavigate();
  const [asked, setAsked] = useState<'leave' | 'close' | null>(null);
  const [typed, setTyped] = useState('');
  const mayClose = organization.permissions.includes('organization:close');
  const end = useMutation({
    mutationFn: async (how: 'leave' | 'close') => {
      // One leaves the page first: behind it stands nothing any more.
      if (how === 'close') await closeOrganization(organization.id);
      else {
        await removeMember(organization.id, session.user.id);
        await refreshSession();
      }
      announce(how === 'close' ? t.settings.closed : t.settings.left);
      await navigate({ to: '/' });
    },
  });
  const isReady = asked === 'leave' || typed.trim() === organization.slug;
  function dismiss() {
    setAsked(null);
    setTyped('');
    end.reset();
  }
  return (
    <Panel title={t.settings.ending} hint={t.settings.endingHint}>
      <div className="flex flex-wrap gap-3">
        <Button onClick={() => setAsked('leave')}>{t.settings.leave}</Button>
        {mayClose && (
          <Button look="danger" onClick={() => setAsked('close')}>
            {t.settings.close}
          </Button>
        )}
      </div>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={dismiss}
        title={
          asked === 'close'
            ? t.settings.closeTitle(organization.name)
            : t.settings.leaveTitle(organization.name)
        }
        confirmLabel={asked === 'close' ? t.settings.close : t.settings.leave}
        danger
        busy={end.isPending}
        onConfirm={() => asked && isReady && end.mutate(asked)}
      >
        <p>{asked === 'close' ? t.settings.closeText : t.settings.leaveText}</p>
        {asked === 'close' && (
          <Field label={t.settings.typeSlug(organization.slug)}>
            <Input autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />
          </Field>
        )}
        <ProblemNote error={end.error} />
      </ConfirmDialog>
    </Panel>
  );
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { renderSVG } from 'uqr';
import {
  disableSecondFactor,
  enableSecondFactor,
  proposeSecret,
  secondFactorQuery,
} from '../../../api/account.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { ConfirmForm } from './confirm-form.tsx';

export function SecondFactorPanel() {
  const state = useQuery(secondFactorQuery);
  const [open, setOpen] = useState<'on' | 'off' | null>(null);
  return (
    <Panel title={t.account.secondFactor} hint={t.account.secondFactorHint}>
      <QueryView query={state}>
        {({ enabled, recovery_codes_left: left }) => (
          <div className="flex flex-wrap items-center gap-3 text-sm">
            <Badge tone={enabled ? 'good' : 'neutral'}>{enabled ? t.account.on : t.account.off}</Badge>
            {enabled && <span className="text-ink-muted">{t.account.codesLeft(left)}</span>}
            <Button className="ms-auto" onClick={() => setOpen(enabled ? 'off' : 'on')}>
              {enabled ? t.account.turnOff : t.account.turnOn}
            </Button>
          </div>
        )}
      </QueryView>
      <Dialog
        open={open === 'on'}
        onOpenChange={() => setOpen(null)}
        title={t.account.secondFactor}
        description={t.account.scan}
        keepsInput
      >
        <Enrolment onDone={() => setOpen(null)} />
      </Dialog>
      <Dialog
        open={open === 'off'}
        onOpenChange={() => setOpen(null)}
        title={t.account.turnOff}
        description={t.account.confirmHint}
      >
        <ConfirmForm
          action={t.account.turnOff}
          danger
          asksCode
          codeLabel={t.auth.code}
          onConfirm={async (proof) => {
            await disableSecondFactor(proof);
            setOpen(null);
            announce(t.account.turnedOff);
          }}
        />
      </Dialog>
    </Panel>
  );
}

/** Secret and codes live here and nowhere else: no cache, no storage. */
function Enrolment({ onDone }: { onDone(): void }) {
  const proposal = useMutation({ mutationFn: proposeSecret });
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />;
  if (!proposal.data) {
    return (
      <div className="grid gap-4">
        <ProblemNote error={proposal.error} />
        <Button look="primary" busy={proposal.isPending} onClick={() => proposal.mutate()}>
          {t.account.turnOn}
        </Button>
      </div>
    );
  }
  const { uri, secret } = proposal.data;
  const picture = `data:image/svg+xml,${encodeURIComponent(renderSVG(uri, { border: 2 }))}`;
  return (
    <ConfirmForm
      action={t.account.turnOn}
      asksCode
      codeLabel={t.auth.code}
      onConfirm={async ({ password, code = '' }) => {
        setCodes(await enableSecondFactor(password, code));
        announce(t.account.turnedOn);
      }}
    >
      <img src={picture} alt={t.account.qr} className="size-44 justify-self-center rounded-md bg-white" />
      <p className="text-sm">
        <span className="text-ink-muted">{t.account.secret}: </span>
        <code data-testid="secret" className="font-mono wrap-anywhere">
          {secret}
        </code>
      </p>
    </ConfirmForm>
  );
}

function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone(): void }) {
  return (
    <div className="grid gap-4">
      <p className="text-sm font-medium">{t.account.recoveryHint}</p>
      <ul aria-label={t.account.recoveryCodes} className="grid grid-cols-2 gap-2 font-mono text-sm">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Button look="primary" onClick={onDone}>
        {t.account.codesSaved}
      </Button>
    </div>
  );
}

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { OwnProduct } from '../../../api/products.ts';
import { rotateProof, type UpstreamProof } from '../../../api/upstream.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { CodeBlock, InlineCode } from '../../../ui/code-block.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field, Select } from '../../../ui/field.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { When } from '../../../ui/values.tsx';
import { useProvider } from '../organization.ts';

/** The secrets by which the upstream knows the gateway; a new one is shown this once. */
export function ProofPanel({ product, mayWrite }: { product: OwnProduct; mayWrite: boolean }) {
  const [isAsking, setAsking] = useState(false);
  const words = t.provider.upstream;
  const secrets = product.upstream_proof;
  const rotate = mayWrite && (
    <Button size="small" onClick={() => setAsking(true)}>
      {secrets.length === 0 ? words.makeSecret : words.rotateSecret}
    </Button>
  );
  return (
    <Panel title={words.secrets} hint={words.secretsHint} actions={rotate}>
      {secrets.length === 0 ? (
        <p className="text-sm text-ink-muted">{words.noSecret}</p>
      ) : (
        <ul className="grid gap-2 text-sm">
          {secrets.map((secret, index) => (
            <li key={secret.key_id} className="flex flex-wrap items-center gap-2">
              <InlineCode>{secret.key_id}</InlineCode>
              <span className="text-ink-muted">
                {index === 0 ? words.secretSince : words.secretFrom}{' '}
                <When at={secret.active_from} as="date-time" />
              </span>
            </li>
          ))}
        </ul>
      )}
      <RotateDialog product={product} open={isAsking} onClose={() => setAsking(false)} />
    </Panel>
  );
}

interface RotateDialogProps {
  product: OwnProduct;
  open: boolean;
  onClose(): void;
}

const HOUR = 3600;
const DELAYS = [
  [0, 'now'],
  [HOUR, 'hour'],
  [24 * HOUR, 'day'],
  [7 * 24 * HOUR, 'week'],
] as const;

function RotateDialog({ product, open, onClose }: RotateDialogProps) {
  const organization = useProvider();
  const [delay, setDelay] = useState<string>(String(24 * HOUR));
  // The secret lives here and nowhere else; closing forgets it.
  const [made, setMade] = useState<UpstreamProof | null>(null);
  const words = t.provider.upstream;
  const rotation = useMutation({
    mutationFn: () => rotateProof(organization.slug, product.id, Number(delay)),
    onSuccess: setMade,
    gcTime: 0,
  });

  function close() {
    setMade(null);
    rotation.reset();
    onClose();
  }

  const footer = made ? (
    <Button look="primary" onClick={close}>
      {words.secretSaved}
    </Button>
  ) : (
    <>
      <Button onClick={close}>{t.actions.cancel}</Button>
      <Button look="primary" busy={rotation.isPending} onClick={() => rotation.mutate()}>
        {words.makeSecret}
      </Button>
    </>
  );
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={made ? words.newSecret : words.makeSecret}
      dismissible={made === null}
      footer={footer}
    >
      {made ? (
        <div className="grid gap-3">
          <p className="text-sm font-medium text-warn-ink">{words.secretOnce}</p>
          <CodeBlock code={made.secret} label={words.secret} wrap />
        </div>
      ) : (
        <div className="grid gap-4">
          {product.upstream_proof.length > 0 ? (
            <Field label={words.secretInForce} hint={words.secretInForceHint}>
              <Select value={delay} onChange={(event) => setDelay(event.target.value)}>
                {DELAYS.map(([seconds, name]) => (
                  <option key={seconds} value={seconds}>
                    {words.delays[name]}
                  </option>
                ))}
              </Select>
            </Field>
          ) : (
            <p className="text-sm">{words.firstSecret}</p>
          )}
          <ProblemNote error={rotation.error} />
        </div>
      )}
    </Dialog>
  );
}

import { useState } from 'react';
import { type ApiKey, type CreatedKey, rotateKey } from '../../../api/keys.ts';
import type { Subscription } from '../../../api/subscriptions.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field, Select } from '../../../ui/field.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useOrganization } from '../organization.ts';
import { MadeKeyDialog } from './made-key-dialog.tsx';

const OVERLAPS = [
  [0, t.keys.overlapNone],
  [3600, t.keys.overlapHour],
  [86_400, t.keys.overlapDay],
  [604_800, t.keys.overlapWeek],
] as const;

export interface RotateKeyDialogProps {
  apiKey: ApiKey | null;
  subscriptions: Subscription[];
  onClose(): void;
}

/** Asks how long the old key works on, then shows the new one. */
export function RotateKeyDialog({ apiKey, subscriptions, onClose }: RotateKeyDialogProps) {
  const [made, setMade] = useState<CreatedKey | null>(null);

  function onMade(key: CreatedKey) {
    setMade(key);
    onClose();
  }

  return (
    <>
      <Dialog
        open={apiKey !== null}
        onOpenChange={(open) => !open && onClose()}
        title={t.keys.rotateTitle(apiKey?.name ?? '')}
      >
        {apiKey && <RotateForm apiKey={apiKey} onMade={onMade} onCancel={onClose} />}
      </Dialog>
      <MadeKeyDialog
        made={made}
        title={t.keys.rotatedTitle}
        subscriptions={subscriptions}
        onClose={() => setMade(null)}
      />
    </>
  );
}

interface RotateFormProps {
  apiKey: ApiKey;
  onMade(key: CreatedKey): void;
  onCancel(): void;
}

function RotateForm({ apiKey, onMade, onCancel }: RotateFormProps) {
  const organization = useOrganization();
  const [overlap, setOverlap] = useState(86_400);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  // No mutation of the query library: its cache would keep the key's text.
  async function rotate() {
    setBusy(true);
    setFailure(null);
    try {
      onMade(await rotateKey(organization.slug, apiKey.id, overlap));
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  }

  return (
    <div className="grid gap-4">
      <p className="text-sm">{t.keys.rotateText}</p>
      <Field label={t.keys.overlap} hint={t.keys.overlapHint}>
        <Select value={overlap} onChange={(event) => setOverlap(Number(event.target.value))}>
          {OVERLAPS.map(([seconds, label]) => (
            <option key={seconds} value={seconds}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <ProblemNote error={failure} />
      <div className="flex flex-wrap justify-end gap-2 pt-1">
        <Button onClick={onCancel}>{t.actions.cancel}</Button>
        <Button look="primary" busy={isBusy} onClick={() => void rotate()}>
          {t.keys.rotate}
        </Button>
      </div>
    </div>
  );
}

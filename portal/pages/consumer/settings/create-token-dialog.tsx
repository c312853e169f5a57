import { type FormEvent, useId, useState } from 'react';
import { createServiceToken, type ServiceTokenOrder } from '../../../api/organization.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Checkbox, Field, Input, Select } from '../../../ui/field.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useOrganization } from '../organization.ts';

type Permission = ServiceTokenOrder['permissions'][number];

const EXPIRY_DAYS = [30, 90, 365];
const DAY_MS = 24 * 3_600_000;

/** A token is shown once: its text lives in this dialog and goes with it. */
export function CreateTokenDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange(open: boolean): void;
}) {
  const [made, setMade] = useState<string | null>(null);
  const form = useId();
  const [isBusy, setBusy] = useState(false);
  function close() {
    setMade(null);
    onOpenChange(false);
  }
  const footer = made ? (
    <Button look="primary" onClick={close}>
      {t.settings.tokenSaved}
    </Button>
  ) : (
    <>
      <Button onClick={close}>{t.actions.cancel}</Button>
      <Button look="primary" type="submit" form={form} busy={isBusy}>
        {t.settings.createToken}
      </Button>
    </>
  );
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={made ? t.settings.tokenMade : t.settings.createToken}
      description={made ? t.settings.tokenOnce : undefined}
      dismissible={made === null}
      keepsInput
      footer={footer}
    >
      {made ? (
        <CodeBlock code={made} label={t.settings.token} wrap />
      ) : (
        <TokenForm id={form} onBusy={setBusy} onMade={setMade} />
      )}
    </Dialog>
  );
}

interface TokenFormProps {
  id: string;
  onBusy(busy: boolean): void;
  onMade(token: string): void;
}

/** Nobody gives a machine more than they may do themselves. */
function TokenForm({ id, onBusy, onMade }: TokenFormProps) {
  const organization = useOrganization();
  const [name, setName] = useState('');
  const [days, setDays] = useState(String(EXPIRY_DAYS[1]));
  const [chosen, setChosen] = useState<ReadonlySet<Permission>>(new Set(['usage:read']));
  const [failure, setFailure] = useState<unknown>(null);
  const toggle = (permission: Permission) => {
    const next = new Set(chosen);
    if (!next.delete(permission)) next.add(permission);
    setChosen(next);
  };

  async function submit(event: FormEvent) {
    event.preventDefault();
    setFailure(null);
    onBusy(true);
    try {
      const expires_at = days ? new Date(Date.now() + Number(days) * DAY_MS).toISOString() : null;
      onMade(
        await createServiceToken(organization.id, {
          name: name.trim(),
          permissions: [...chosen],
          expires_at,
        }),
      );
    } catch (error) {
      setFailure(error);
    } finally {
      onBusy(false);
    }
  }

  return (
    <form id={id} onSubmit={(event) => void submit(event)} className="grid gap-4">
      <Field label={t.settings.tokenName}>
        <Input required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label={t.keys.expires}>
        <Select value={days} onChange={(event) => setDays(event.target.value)}>
          {EXPIRY_DAYS.map((count) => (
            <option key={count} value={count}>
              {t.settings.inDays(count)}
            </option>
          ))}
          <option value="">{t.keys.never}</option>
        </Select>
      </Field>
      <fieldset className="grid gap-2">
        <legend className="mb-1.5 text-sm font-medium">{t.settings.permissions}</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          {organization.permissions.map((permission) => (
            <Checkbox
              key={permission}
              label={<code className="font-mono text-[0.8125rem]">{permission}</code>}
              checked={chosen.has(permission)}
              onChange={() => toggle(permission)}
            />
          ))}
        </div>
      </fieldset>
      <ProblemNote error={failure} />
    </form>
  );
}

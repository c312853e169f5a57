import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { type ApiKey, changeKey } from '../../../api/keys.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useOrganization } from '../organization.ts';
import { LimitFields, type LimitValues, limitPointers } from './limit-fields.tsx';
import { listOf } from './lists.ts';

interface Values extends LimitValues {
  name: string;
}

export function EditKeyDialog({ apiKey, onClose }: { apiKey: ApiKey | null; onClose(): void }) {
  return (
    <Dialog
      open={apiKey !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t.keys.editTitle(apiKey?.name ?? '')}
      keepsInput
    >
      {apiKey && <EditForm apiKey={apiKey} onClose={onClose} />}
    </Dialog>
  );
}

function EditForm({ apiKey, onClose }: { apiKey: ApiKey; onClose(): void }) {
  const organization = useOrganization();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<Values>({
    defaultValues: {
      name: apiKey.name,
      addresses: apiKey.allowed_ips.join('\n'),
      scopes: apiKey.scopes.join(' '),
    },
  });
  const { errors, isSubmitting } = form.formState;

  async function submit({ name, addresses, scopes: names }: Values) {
    setFailure(null);
    const [allowed_ips, scopes] = [listOf(addresses), listOf(names)];
    try {
      await changeKey(organization.slug, apiKey.id, { name, allowed_ips, scopes });
      announce(t.keys.editedToast);
      onClose();
    } catch (error) {
      const lists = limitPointers(allowed_ips.length, scopes.length);
      setFailure(spreadProblem(error, form.setError, { '/name': 'name', ...lists }));
    }
  }

  return (
    <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
      <Field label={t.keys.name} error={errors.name?.message}>
        <Input
          autoComplete="off"
          maxLength={100}
          {...form.register('name', { required: t.auth.required(t.keys.name) })}
        />
      </Field>
      <LimitFields register={form.register} errors={errors} />
      <ProblemNote error={failure} />
      <div className="flex flex-wrap justify-end gap-2 pt-1">
        <Button onClick={onClose}>{t.actions.cancel}</Button>
        <Button type="submit" look="primary" busy={isSubmitting}>
          {t.keys.save}
        </Button>
      </div>
    </form>
  );
}

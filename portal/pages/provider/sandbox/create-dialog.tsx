import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { createTestClock } from '../../../api/test-clocks.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useProvider } from '../organization.ts';

interface CreateDialogProps {
  open: boolean;
  onClose(): void;
}

export function CreateDialog({ open, onClose }: CreateDialogProps) {
  const words = t.provider.sandbox;
  return (
    <Dialog open={open} onOpenChange={onClose} title={words.create} description={words.createText} keepsInput>
      {open && <CreateForm onClose={onClose} />}
    </Dialog>
  );
}

function CreateForm({ onClose }: { onClose(): void }) {
  const organization = useProvider();
  const router = useRouter();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm({ defaultValues: { name: '' } });
  const { errors, isSubmitting } = form.formState;
  const words = t.provider.sandbox;

  async function submit({ name }: { name: string }) {
    setFailure(null);
    try {
      await createTestClock(organization.slug, name.trim());
      announce(words.created, name.trim());
      onClose();
      // The guards hand the session down: with the new organization in it one can act for it.
      await router.invalidate();
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, { '/name': 'name' }));
    }
  }

  return (
    <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
      <Field label={words.name} error={errors.name?.message}>
        <Input
          autoComplete="off"
          maxLength={100}
          {...form.register('name', { required: t.auth.required(words.name) })}
        />
      </Field>
      <ProblemNote error={failure} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t.actions.cancel}</Button>
        <Button type="submit" look="primary" busy={isSubmitting}>
          {words.create}
        </Button>
      </div>
    </form>
  );
}

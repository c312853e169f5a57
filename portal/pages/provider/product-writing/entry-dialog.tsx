import { useState } from 'react';
import { useForm } from 'react-hook-form';
import type { OwnProduct } from '../../../api/products.ts';
import { type ChangelogEntry, saveEntry } from '../../../api/writing.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Checkbox, Field, Input, Textarea } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useProvider } from '../organization.ts';
import { needed } from '../rules.ts';

export interface EntryDialogProps {
  product: OwnProduct;
  edited: ChangelogEntry | 'new' | null;
  onClose(): void;
}

export function EntryDialog({ product, edited, onClose }: EntryDialogProps) {
  const words = t.provider.writing;
  return (
    <Dialog
      open={edited !== null}
      onOpenChange={onClose}
      title={edited === 'new' ? words.newEntry : words.editEntry}
      className="max-w-2xl"
      keepsInput
    >
      {edited && <EntryForm product={product} entry={edited === 'new' ? null : edited} onClose={onClose} />}
    </Dialog>
  );
}

interface Values {
  version: string;
  title: string;
  markdown: string;
  publish: boolean;
}

interface EntryFormProps {
  product: OwnProduct;
  entry: ChangelogEntry | null;
  onClose(): void;
}

/** The version names the entry; a published one stays so, its text may still be mended. */
function EntryForm({ product, entry, onClose }: EntryFormProps) {
  const organization = useProvider();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<Values>({
    defaultValues: {
      version: entry?.version ?? '',
      title: entry?.title ?? '',
      markdown: entry?.markdown ?? '',
      publish: false,
    },
  });
  const { errors, isSubmitting } = form.formState;
  const words = t.provider.writing;

  async function submit({ version, ...text }: Values) {
    setFailure(null);
    try {
      await saveEntry(organization.slug, product.id, version.trim(), text);
      announce(text.publish ? words.entryPublished : words.entrySaved, version);
      onClose();
    } catch (error) {
      const pointers = { '/version': 'version', '/title': 'title', '/markdown': 'markdown' } as const;
      setFailure(spreadProblem(error, form.setError, pointers));
    }
  }

  return (
    <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
      <Field label={t.provider.plan.version} hint={words.versionHint} error={errors.version?.message}>
        <Input
          autoComplete="off"
          readOnly={entry !== null}
          className="font-mono read-only:bg-sunken read-only:text-ink-muted"
          {...form.register('version', {
            ...needed(t.provider.plan.version),
            pattern: { value: /^\s*[A-Za-z0-9][A-Za-z0-9.+-]{0,62}\s*$/, message: words.versionRule },
          })}
        />
      </Field>
      <Field label={words.entryTitle} error={errors.title?.message}>
        <Input autoComplete="off" maxLength={100} {...form.register('title', needed(words.entryTitle))} />
      </Field>
      <Field label={words.entryText} hint={words.markdownHint} error={errors.markdown?.message}>
        <Textarea className="min-h-40 font-mono text-[0.8125rem]" {...form.register('markdown')} />
      </Field>
      {!entry?.published_at && (
        <Checkbox label={words.publishEntry} hint={words.publishEntryHint} {...form.register('publish')} />
      )}
      <ProblemNote error={failure} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t.actions.cancel}</Button>
        <Button type="submit" look="primary" busy={isSubmitting}>
          {words.saveEntry}
        </Button>
      </div>
    </form>
  );
}

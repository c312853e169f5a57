import { useMutation } from '@tanstack/react-query';
import { type ChangeEvent, useState } from 'react';
import { type ImportAnswer, type ImportSource, importOpenApi } from '../../../api/imports.ts';
import type { OwnProduct } from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Checkbox, Field, Input, Textarea } from '../../../ui/field.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { Segments } from '../../../ui/segments.tsx';
import { useProvider } from '../organization.ts';
import { ImportReport } from './import-report.tsx';

export interface ImportDialogProps {
  product: OwnProduct;
  open: boolean;
  onClose(): void;
}

/** A document, then what it would do, then that and nothing else. */
export function ImportDialog({ product, open, onClose }: ImportDialogProps) {
  const words = t.provider.openApi;
  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      title={words.title}
      description={words.hint}
      className="max-w-2xl"
      keepsInput
    >
      {open && <ImportSteps product={product} onClose={onClose} />}
    </Dialog>
  );
}

function ImportSteps({ product, onClose }: Omit<ImportDialogProps, 'open'>) {
  const organization = useProvider();
  const [source, setSource] = useState<ImportSource | null>(null);
  const [removes, setRemoves] = useState(false);
  const words = t.provider.openApi;
  const preview = useMutation({
    mutationFn: (from: ImportSource) => importOpenApi(organization.slug, product.id, from),
    onMutate: setSource,
  });
  const said = preview.data;
  const apply = useMutation({
    mutationFn: (plan: ImportAnswer) => {
      const remove = removes ? plan.missing.flatMap(({ route_id }) => route_id ?? []) : [];
      return importOpenApi(organization.slug, product.id, source!, { digest: plan.digest, remove });
    },
    onSuccess: (done) => {
      announce(words.done(done.added.length, done.changed.length, done.removed.length), product.name);
      onClose();
    },
  });
  if (!said) {
    return (
      <SourceForm busy={preview.isPending} error={preview.error} onRead={(from) => preview.mutate(from)} />
    );
  }
  const does = said.added.length + said.changed.length + (removes ? said.missing.length : 0);
  return (
    <div className="grid gap-5">
      <ImportReport said={said} />
      {said.missing.length > 0 && (
        <Checkbox
          label={words.removeMissing(said.missing.length)}
          hint={words.removeHint}
          checked={removes}
          onChange={(event) => setRemoves(event.target.checked)}
        />
      )}
      <ProblemNote error={apply.error} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={() => preview.reset()}>{words.other}</Button>
        <Button
          look="primary"
          busy={apply.isPending}
          disabled={does === 0}
          onClick={() => apply.mutate(said)}
        >
          {words.apply}
        </Button>
      </div>
    </div>
  );
}

interface SourceFormProps {
  busy: boolean;
  error: unknown;
  onRead(source: ImportSource): void;
}

function SourceForm({ busy, error, onRead }: SourceFormProps) {
  const [kind, setKind] = useState<'text' | 'url'>('text');
  const [text, setText] = useState('');
  const [url, setUrl] = useState('');
  const words = t.provider.openApi;

  async function take(event: ChangeEvent<HTMLInputElement>) {
    const file = event.target.files?.[0];
    if (file) setText(await file.text());
  }

  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        onRead(kind === 'text' ? { text } : { url: url.trim() });
      }}
    >
      <div>
        <Segments<'text' | 'url'>
          label={words.from}
          value={kind}
          options={[
            { value: 'text', label: words.fromText },
            { value: 'url', label: words.fromUrl },
          ]}
          onChange={setKind}
        />
      </div>
      {kind === 'text' ? (
        <>
          <Field label={words.file} optional>
            <Input type="file" accept=".json,.yaml,.yml" className="py-1.5" onChange={take} />
          </Field>
          <Field label={words.text}>
            <Textarea
              className="min-h-48 font-mono text-[0.8125rem]"
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </Field>
        </>
      ) : (
        <Field label={words.url} hint={words.urlHint}>
          <Input
            type="url"
            className="font-mono"
            placeholder="https://example.com/openapi.json"
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
        </Field>
      )}
      <ProblemNote error={error} />
      <div className="flex justify-end">
        <Button
          type="submit"
          look="primary"
          busy={busy}
          disabled={(kind === 'text' ? text : url).trim() === ''}
        >
          {words.read}
        </Button>
      </div>
    </form>
  );
}

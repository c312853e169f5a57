import { lazy, Suspense, useState } from 'react';
import { type UseFormReturn, useForm, useWatch } from 'react-hook-form';
import type { NewProduct, OwnProduct } from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Input, Textarea } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { Segments } from '../../../ui/segments.tsx';
import { SkeletonLines } from '../../../ui/states.tsx';
import { useProvider } from '../organization.ts';
import { needed } from '../rules.ts';
import { slugOf } from '../slug.ts';

const Markdown = lazy(() =>
  import('../../../ui/markdown.tsx').then((module) => ({ default: module.Markdown })),
);

interface Values {
  name: string;
  slug: string;
  upstreamUrl: string;
  summary: string;
  description: string;
}

const POINTERS = {
  '/name': 'name',
  '/slug': 'slug',
  '/upstream_url': 'upstreamUrl',
  '/summary': 'summary',
  '/description': 'description',
} as const;

export interface ProductFormProps {
  /** The product that is changed; none for a new one. */
  product?: OwnProduct;
  submitLabel: string;
  onSave(product: NewProduct): Promise<void>;
  onCancel?: () => void;
}

export function ProductForm({ product, submitLabel, onSave, onCancel }: ProductFormProps) {
  const organization = useProvider();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<Values>({ defaultValues: valuesOf(product) });
  const { errors, isSubmitting, dirtyFields } = form.formState;
  const slug = useWatch({ control: form.control, name: 'slug' });
  const isSlugFixed = product?.published_at != null;
  const words = t.provider.product;

  async function submit(values: Values) {
    setFailure(null);
    try {
      await onSave(productOf(values));
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, POINTERS));
    }
  }

  /** The address follows the name of a new product until somebody writes it. */
  function suggestSlug(name: string) {
    if (!product && !dirtyFields.slug) form.resetField('slug', { defaultValue: slugOf(name) });
  }

  return (
    <form noValidate className="grid gap-4 sm:grid-cols-2" onSubmit={form.handleSubmit(submit)}>
      <Field label={words.name} error={errors.name?.message}>
        <Input
          autoComplete="off"
          maxLength={100}
          {...form.register('name', {
            ...needed(words.name),
            onChange: (event) => suggestSlug(event.target.value),
          })}
        />
      </Field>
      <Field
        label={words.slug}
        hint={isSlugFixed ? words.slugFixed : words.slugHint(`/${organization.slug}/${slug || '…'}`)}
        error={errors.slug?.message}
      >
        <Input
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          readOnly={isSlugFixed}
          className="font-mono read-only:bg-sunken read-only:text-ink-muted"
          {...form.register('slug', needed(words.slug))}
        />
      </Field>
      <Field
        className="sm:col-span-2"
        label={words.upstreamUrl}
        hint={words.upstreamHint}
        error={errors.upstreamUrl?.message}
      >
        <Input
          type="url"
          autoComplete="off"
          placeholder="https://api.example.com"
          className="font-mono"
          {...form.register('upstreamUrl', needed(words.upstreamUrl))}
        />
      </Field>
      <Field
        className="sm:col-span-2"
        label={words.summary}
        optional
        hint={words.summaryHint}
        error={errors.summary?.message}
      >
        <Input autoComplete="off" maxLength={300} {...form.register('summary')} />
      </Field>
      <Description form={form} />
      <div className="grid gap-4 sm:col-span-2">
        <ProblemNote error={failure} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary" busy={isSubmitting}>
            {submitLabel}
          </Button>
          {onCancel && <Button onClick={onCancel}>{t.actions.cancel}</Button>}
        </div>
      </div>
    </form>
  );
}

type View = 'write' | 'preview';

/** Markdown with a look at what the marketplace makes of it: the same component draws both. */
function Description({ form }: { form: UseFormReturn<Values> }) {
  const [view, setView] = useState<View>('write');
  const text = useWatch({ control: form.control, name: 'description' });
  const words = t.provider.product;
  return (
    <div className="grid gap-2 sm:col-span-2">
      <div hidden={view !== 'write'}>
        <Field
          label={words.description}
          optional
          hint={words.descriptionHint}
          error={form.formState.errors.description?.message}
        >
          <Textarea className="min-h-48 font-mono text-[0.8125rem]" {...form.register('description')} />
        </Field>
      </div>
      {view === 'preview' && (
        <div className="min-h-48 rounded-md border border-line bg-sunken/50 p-4">
          {text.trim() === '' ? (
            <p className="text-sm text-ink-muted">{words.nothingToPreview}</p>
          ) : (
            <Suspense fallback={<SkeletonLines />}>
              <Markdown text={text} />
            </Suspense>
          )}
        </div>
      )}
      <div>
        <Segments<View>
          label={words.descriptionView}
          value={view}
          options={[
            { value: 'write', label: words.write },
            { value: 'preview', label: words.preview },
          ]}
          onChange={setView}
        />
      </div>
    </div>
  );
}

function valuesOf(product: OwnProduct | undefined): Values {
  return {
    name: product?.name ?? '',
    slug: product?.slug ?? '',
    upstreamUrl: product?.upstream_url ?? '',
    summary: product?.summary ?? '',
    description: product?.description ?? '',
  };
}

function productOf(values: Values): NewProduct {
  return {
    name: values.name.trim(),
    slug: values.slug.trim(),
    upstream_url: values.upstreamUrl.trim(),
    summary: values.summary.trim(),
    description: values.description,
  };
}

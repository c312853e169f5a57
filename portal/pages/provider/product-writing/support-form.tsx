import { useState } from 'react';
import { FormProvider, useFieldArray, useForm, useFormContext } from 'react-hook-form';
import type { OwnProduct } from '../../../api/products.ts';
import { type OwnSupport, saveSupport } from '../../../api/writing.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Input, Textarea } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { useProvider } from '../organization.ts';
import { needed } from '../rules.ts';
import { SaveBar } from '../save-bar.tsx';
import {
  NO_CONTACT,
  type SupportValues,
  supportOf,
  supportPointers,
  supportValues,
} from './support-values.ts';

const MOST_CONTACTS = 10;
const MOST_QUESTIONS = 50;

interface SupportFormProps {
  product: OwnProduct;
  support: OwnSupport;
  mayWrite: boolean;
}

/** Whom consumers ask, and what they ask often. */
export function SupportForm({ product, support, mayWrite }: SupportFormProps) {
  const organization = useProvider();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<SupportValues>({ defaultValues: supportValues(support), disabled: !mayWrite });
  const words = t.provider.writing;

  async function submit(values: SupportValues) {
    setFailure(null);
    try {
      await saveSupport(organization.slug, product.id, supportOf(values));
      announce(words.supportSaved, product.name);
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, supportPointers(values)));
    }
  }

  return (
    <FormProvider {...form}>
      <form noValidate className="grid gap-6" onSubmit={form.handleSubmit(submit)}>
        <Contacts mayWrite={mayWrite} />
        <Questions mayWrite={mayWrite} />
        <SaveBar
          failure={failure}
          mayWrite={mayWrite}
          busy={form.formState.isSubmitting}
          label={words.saveSupport}
        />
      </form>
    </FormProvider>
  );
}

function Contacts({ mayWrite }: { mayWrite: boolean }) {
  const { register, control, formState } = useFormContext<SupportValues>();
  const rows = useFieldArray({ control, name: 'contacts' });
  const words = t.provider.writing;
  const { label, ...details } = words.contact;
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-2 text-sm font-semibold">{words.contacts}</legend>
      {rows.fields.length === 0 && <p className="text-sm text-ink-muted">{words.noContacts}</p>}
      {rows.fields.map((row, index) => {
        const errors = formState.errors.contacts?.[index];
        return (
          <div key={row.id} className="grid gap-3 border-b border-line pb-4 sm:grid-cols-2 lg:grid-cols-3">
            <Field label={label} error={errors?.label?.message}>
              <Input maxLength={100} {...register(`contacts.${index}.label`, needed(label))} />
            </Field>
            {(Object.keys(details) as (keyof typeof details)[]).map((name) => (
              <Field key={name} label={details[name]} optional error={errors?.[name]?.message}>
                <Input autoComplete="off" {...register(`contacts.${index}.${name}`)} />
              </Field>
            ))}
            {mayWrite && (
              <Button
                size="small"
                className="justify-self-start"
                aria-label={words.removeContact(index + 1)}
                onClick={() => rows.remove(index)}
              >
                {t.provider.route.remove}
              </Button>
            )}
          </div>
        );
      })}
      {mayWrite && (
        <Button
          size="small"
          className="justify-self-start"
          disabled={rows.fields.length >= MOST_CONTACTS}
          onClick={() => rows.append(NO_CONTACT)}
        >
          {words.addContact}
        </Button>
      )}
    </fieldset>
  );
}

function Questions({ mayWrite }: { mayWrite: boolean }) {
  const { register, control, formState } = useFormContext<SupportValues>();
  const rows = useFieldArray({ control, name: 'faq' });
  const words = t.provider.writing;
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-2 text-sm font-semibold">{words.faq}</legend>
      {rows.fields.length === 0 && <p className="text-sm text-ink-muted">{words.noFaq}</p>}
      {rows.fields.map((row, index) => {
        const errors = formState.errors.faq?.[index];
        return (
          <div key={row.id} className="grid gap-3 border-b border-line pb-4">
            <Field label={words.question} error={errors?.question?.message}>
              <Input maxLength={300} {...register(`faq.${index}.question`, needed(words.question))} />
            </Field>
            <Field label={words.answer} hint={words.markdownHint} error={errors?.answer?.message}>
              <Textarea {...register(`faq.${index}.answer`, needed(words.answer))} />
            </Field>
            {mayWrite && (
              <Button
                size="small"
                className="justify-self-start"
                aria-label={words.removeQuestion(index + 1)}
                onClick={() => rows.remove(index)}
              >
                {t.provider.route.remove}
              </Button>
            )}
          </div>
        );
      })}
      {mayWrite && (
        <Button
          size="small"
          className="justify-self-start"
          disabled={rows.fields.length >= MOST_QUESTIONS}
          onClick={() => rows.append({ question: '', answer: '' })}
        >
          {words.addQuestion}
        </Button>
      )}
    </fieldset>
  );
}

import { type ReactNode, useState } from 'react';
import {
  type DefaultValues,
  type FieldPath,
  FormProvider,
  type Path,
  useForm,
  useFormContext,
} from 'react-hook-form';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Textarea } from '../../ui/field.tsx';
import { spreadProblem } from '../../ui/form-problem.ts';
import { ProblemNote } from '../../ui/problem-panel.tsx';
import { errorAt, needed } from './rules.ts';

type Reasoned = { reason: string };

export interface ReasonDialogProps<Values extends Reasoned> {
  open: boolean;
  title: string;
  text: string;
  action: string;
  danger?: boolean;
  reasonHint: string;
  longestReason?: number;
  values: Values;
  /** Which field each part of the request's body came from, beside the reason. */
  pointers?: Record<string, FieldPath<Values>>;
  onDo(values: Values): Promise<void>;
  onClose(): void;
  onChange?(): void;
  /** Further fields, of the same form. */
  children?: ReactNode;
}

/** What a provider does to a consumer: always with a reason, which is kept. */
export function ReasonDialog<Values extends Reasoned>(props: ReasonDialogProps<Values>) {
  const { open, title, text, onClose } = props;
  return (
    <Dialog open={open} onOpenChange={onClose} title={title} description={text} keepsInput>
      {open && <ReasonForm {...props} />}
    </Dialog>
  );
}

function ReasonForm<Values extends Reasoned>(props: ReasonDialogProps<Values>) {
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<Values>({ defaultValues: props.values as DefaultValues<Values> });

  async function submit(values: Values) {
    setFailure(null);
    try {
      await props.onDo(values);
      props.onClose();
    } catch (error) {
      const pointers = { '/reason': 'reason' as Path<Values>, ...props.pointers };
      setFailure(spreadProblem(error, form.setError, pointers));
    }
  }

  return (
    <FormProvider {...form}>
      <form
        noValidate
        className="grid gap-4"
        onChange={props.onChange}
        onSubmit={form.handleSubmit((values) => submit(values as unknown as Values))}
      >
        {props.children}
        <ReasonField hint={props.reasonHint} longest={props.longestReason ?? 1000} />
        <ProblemNote error={failure} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={props.onClose}>{t.actions.cancel}</Button>
          <Button type="submit" look={props.danger ? 'danger' : 'primary'} busy={form.formState.isSubmitting}>
            {props.action}
          </Button>
        </div>
      </form>
    </FormProvider>
  );
}

function ReasonField({ hint, longest }: { hint: string; longest: number }) {
  const { register, formState } = useFormContext<Reasoned>();
  return (
    <Field label={t.changes.reason} hint={hint} error={errorAt(formState.errors, 'reason')}>
      <Textarea maxLength={longest} {...register('reason', needed(t.changes.reason))} />
    </Field>
  );
}

import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { type Access, type AccessDecision, decideAccess } from '../../../api/access.ts';
import { isProblem } from '../../../api/problem.ts';
import type { OwnProduct } from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field, Input, Textarea } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useProvider } from '../organization.ts';
import { needed } from '../rules.ts';

/** What is about to be decided; without an organization it is still to be named. */
export interface Deciding {
  state: AccessDecision['state'];
  organization: Access['organization'] | null;
}

interface DecideDialogProps {
  product: OwnProduct;
  deciding: Deciding | null;
  onClose(): void;
}

export function DecideDialog({ product, deciding, onClose }: DecideDialogProps) {
  const words = t.provider.access;
  const title = deciding
    ? deciding.organization
      ? words.decideTitle[deciding.state](deciding.organization.name)
      : words.letIn
    : '';
  return (
    <Dialog
      open={deciding !== null}
      onOpenChange={onClose}
      title={title}
      description={deciding && words.decideText[deciding.state]}
      keepsInput
    >
      {deciding && <DecideForm product={product} deciding={deciding} onClose={onClose} />}
    </Dialog>
  );
}

interface DecideFormProps {
  product: OwnProduct;
  deciding: Deciding;
  onClose(): void;
}

function DecideForm({ product, deciding: { state, organization }, onClose }: DecideFormProps) {
  const provider = useProvider();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm({ defaultValues: { consumer: organization?.id ?? '', reason: '' } });
  const { errors, isSubmitting } = form.formState;
  const words = t.provider.access;

  async function submit({ consumer, reason }: { consumer: string; reason: string }) {
    setFailure(null);
    try {
      await decideAccess(provider.slug, product.id, {
        consumer: consumer.trim(),
        state,
        reason: reason.trim(),
      });
      announce(words.decided[state], organization?.name ?? consumer);
      onClose();
    } catch (error) {
      if (!organization && isProblem(error, 404))
        form.setError('consumer', { message: words.unknown }, { shouldFocus: true });
      else setFailure(spreadProblem(error, form.setError, { '/reason': 'reason' }));
    }
  }

  return (
    <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
      {!organization && (
        <Field label={words.consumer} hint={words.consumerHint} error={errors.consumer?.message}>
          <Input
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className="font-mono"
            {...form.register('consumer', {
              ...needed(words.consumer),
              pattern: { value: /^\s*[A-Za-z0-9_-]{1,64}\s*$/, message: words.unknown },
            })}
          />
        </Field>
      )}
      <Field
        label={words.reason}
        optional={state !== 'refused'}
        hint={words.reasonHint}
        error={errors.reason?.message}
      >
        <Textarea
          maxLength={1000}
          {...form.register('reason', state === 'refused' ? needed(words.reason) : {})}
        />
      </Field>
      <ProblemNote error={failure} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t.actions.cancel}</Button>
        <Button type="submit" look={state === 'granted' ? 'primary' : 'danger'} busy={isSubmitting}>
          {words.decisions[state]}
        </Button>
      </div>
    </form>
  );
}

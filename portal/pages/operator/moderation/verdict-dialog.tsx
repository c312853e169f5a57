import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { judge, type ModeratedProduct } from '../../../api/moderation.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Checkbox, Field, Textarea } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';

export interface Judged {
  product: ModeratedProduct;
  does: 'refuse' | 'suspend';
}

/** A refusal needs a reason: it is what the provider can act upon. */
export function VerdictDialog({ judged, onClose }: { judged: Judged | null; onClose(): void }) {
  const words = t.operator.moderation;
  return (
    <Dialog
      open={judged !== null}
      onOpenChange={onClose}
      title={judged ? words.verdictTitle[judged.does](judged.product.name) : ''}
      description={judged && words.verdictText[judged.does]}
      keepsInput
    >
      {judged && <VerdictForm judged={judged} onClose={onClose} />}
    </Dialog>
  );
}

function VerdictForm({ judged: { product, does }, onClose }: { judged: Judged; onClose(): void }) {
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm({ defaultValues: { reason: '', blockCalls: false } });
  const { errors, isSubmitting } = form.formState;
  const words = t.operator.moderation;

  async function submit({ reason, blockCalls }: { reason: string; blockCalls: boolean }) {
    setFailure(null);
    try {
      await judge(product.id, does === 'refuse' ? { does, reason } : { does, reason, blockCalls });
      announce(words.judged[does], product.name);
      onClose();
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, { '/reason': 'reason' }));
    }
  }

  return (
    <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
      <Field label={words.reason} hint={words.reasonHint} error={errors.reason?.message}>
        <Textarea
          maxLength={1000}
          {...form.register('reason', { required: t.auth.required(words.reason) })}
        />
      </Field>
      {does === 'suspend' && (
        <Checkbox label={words.blockCalls} hint={words.blockCallsHint} {...form.register('blockCalls')} />
      )}
      <ProblemNote error={failure} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t.actions.cancel}</Button>
        <Button type="submit" look="danger" busy={isSubmitting}>
          {words[does]}
        </Button>
      </div>
    </form>
  );
}

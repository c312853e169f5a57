import { useMutation } from '@tanstack/react-query';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';

/** A person or an organization that is kept out, or let in again. */
export interface Suspending {
  id: string;
  name: string;
  isSuspended: boolean;
}

interface SuspendButtonProps {
  of: Suspending;
  onSuspend(suspending: Suspending): void;
}

export function SuspendButton({ of, onSuspend }: SuspendButtonProps) {
  const words = t.operator.directory;
  return (
    <Button size="small" look={of.isSuspended ? 'secondary' : 'quiet'} onClick={() => onSuspend(of)}>
      {of.isSuspended ? words.resume : words.suspend}
      <span className="sr-only"> {of.name}</span>
    </Button>
  );
}

interface SuspendDialogProps {
  suspending: Suspending | null;
  /** What suspending does. */
  text: string;
  onSet(id: string, suspended: boolean): Promise<void>;
  onClose(): void;
}

export function SuspendDialog({ suspending, text, onSet, onClose }: SuspendDialogProps) {
  const words = t.operator.directory;
  const change = useMutation({
    mutationFn: ({ id, isSuspended }: Suspending) => onSet(id, !isSuspended),
    onSuccess: (_, { name, isSuspended }) => {
      announce(isSuspended ? words.resumed : words.suspended, name);
      close();
    },
  });

  function close() {
    change.reset();
    onClose();
  }

  const isSuspended = suspending?.isSuspended ?? false;
  const name = suspending?.name ?? '';
  return (
    <ConfirmDialog
      open={suspending !== null}
      onOpenChange={close}
      title={isSuspended ? words.resumeTitle(name) : words.suspendTitle(name)}
      confirmLabel={isSuspended ? words.resume : words.suspend}
      danger={!isSuspended}
      busy={change.isPending}
      onConfirm={() => suspending && change.mutate(suspending)}
    >
      <p>{isSuspended ? words.resumeText : text}</p>
      <ProblemNote error={change.error} />
    </ConfirmDialog>
  );
}

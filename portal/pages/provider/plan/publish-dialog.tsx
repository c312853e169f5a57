import { useMutation, useQuery } from '@tanstack/react-query';
import { differencesQuery } from '../../../api/plans.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { SkeletonLines } from '../../../ui/states.tsx';
import { useProvider } from '../organization.ts';
import { DifferenceList } from './difference-list.tsx';

interface PublishDialogProps {
  ready: { planId: string; versionId: string } | null;
  liveId: string | null;
  onPublish(planId: string, versionId: string): Promise<void>;
  onClose(): void;
}

/** The draft against what is on offer, before it takes its place for good. */
export function PublishDialog({ ready, liveId, onPublish, onClose }: PublishDialogProps) {
  const organization = useProvider();
  const differences = useQuery({
    ...differencesQuery(organization.slug, ready?.planId ?? '', liveId ?? '', ready?.versionId ?? ''),
    enabled: ready !== null && liveId !== null,
  });
  const words = t.planBuilder;
  const publication = useMutation({
    mutationFn: (of: { planId: string; versionId: string }) => onPublish(of.planId, of.versionId),
    onSuccess: () => {
      announce(words.published);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open={ready !== null}
      onOpenChange={onClose}
      title={words.publishTitle}
      confirmLabel={words.publish}
      busy={publication.isPending}
      onConfirm={() => ready && publication.mutate(ready)}
    >
      <p>{words.publishText}</p>
      {differences.data ? <DifferenceList differences={differences.data} /> : <SkeletonLines />}
      <ProblemNote error={publication.error ?? differences.error} />
    </ConfirmDialog>
  );
}

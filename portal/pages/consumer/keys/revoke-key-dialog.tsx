import { useMutation } from '@tanstack/react-query';
import { type ApiKey, revokeKey } from '../../../api/keys.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useOrganization } from '../organization.ts';

export function RevokeKeyDialog({ apiKey, onClose }: { apiKey: ApiKey | null; onClose(): void }) {
  const organization = useOrganization();
  const revoke = useMutation({
    mutationFn: (key: ApiKey) => revokeKey(organization.slug, key.id),
    onSuccess: () => {
      announce(t.keys.revokedToast);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open={apiKey !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t.keys.revokeTitle(apiKey?.name ?? '')}
      confirmLabel={t.keys.revoke}
      danger
      busy={revoke.isPending}
      onConfirm={() => apiKey && revoke.mutate(apiKey)}
    >
      <p>{t.keys.revokeText}</p>
      <ProblemNote error={revoke.error} />
    </ConfirmDialog>
  );
}

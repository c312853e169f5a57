import type { Subscriber } from '../../../api/provider.ts';
import { setBanned } from '../../../api/provider-consumers.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { useProvider } from '../organization.ts';
import { ReasonDialog } from '../reason-dialog.tsx';

const VALUES = { reason: '' };

interface BanDialogProps {
  consumer: Subscriber | null;
  onClose(): void;
}

/** Serves a consumer no longer, or again. */
export function BanDialog({ consumer, onClose }: BanDialogProps) {
  const organization = useProvider();
  const bans = !consumer?.ban;
  const name = consumer?.organization.name ?? '';
  const words = t.providerConsumers;
  return (
    <ReasonDialog
      open={consumer !== null}
      title={bans ? words.banTitle(name) : words.liftTitle(name)}
      text={bans ? words.banText : words.liftText}
      action={bans ? words.ban : words.lift}
      danger={bans}
      reasonHint={words.reasonHint}
      values={VALUES}
      onDo={async ({ reason }) => {
        await setBanned(organization.slug, consumer!.organization.id, bans, reason.trim());
        announce(bans ? words.bannedToast : words.liftedToast, name);
      }}
      onClose={onClose}
    />
  );
}

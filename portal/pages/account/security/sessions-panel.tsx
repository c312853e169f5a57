import { useMutation, useQuery } from '@tanstack/react-query';
import { endOtherSessions, endSession, type OwnSession, ownSessionsQuery } from '../../../api/account.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { formatDateTime } from '../../../ui/format/time.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { deviceName } from './device-name.ts';

const sessions = columnsOf<OwnSession>();
const deviceOf = ({ user_agent: agent }: OwnSession) => (agent ? deviceName(agent) : t.account.unknownDevice);

function End({ session }: { session: OwnSession }) {
  const end = useMutation({ mutationFn: endSession, onSuccess: () => announce(t.account.ended) });
  if (session.current) return <Badge tone="good">{t.account.thisSession}</Badge>;
  return (
    <Button
      size="small"
      busy={end.isPending}
      aria-label={t.account.endOne(deviceOf(session))}
      onClick={() => end.mutate(session.id)}
    >
      {t.account.end}
    </Button>
  );
}

const columns = sessions.columns([
  sessions.accessor((session) => deviceOf(session), {
    id: 'device',
    header: t.account.device,
    meta: { lead: true, className: 'wrap-anywhere' },
  }),
  sessions.accessor((session) => session.address ?? '–', { id: 'address', header: t.account.address }),
  sessions.accessor((session) => formatDateTime(session.last_seen_at), {
    id: 'seen',
    header: t.account.lastSeen,
  }),
  sessions.display({
    id: 'end',
    header: () => <span className="sr-only">{t.actions.column}</span>,
    meta: { align: 'end' },
    cell: ({ row }) => <End session={row.original} />,
  }),
]);

export function SessionsPanel() {
  const query = useQuery(ownSessionsQuery);
  const endOthers = useMutation({ mutationFn: endOtherSessions, onSuccess: () => announce(t.account.ended) });
  const actions = (
    <Button size="small" busy={endOthers.isPending} onClick={() => endOthers.mutate()}>
      {t.account.endOthers}
    </Button>
  );
  return (
    <Panel title={t.account.sessions} actions={actions} flush>
      <ProblemNote error={query.error ?? endOthers.error} />
      <DataTable caption={t.account.sessions} columns={columns} rows={query.data} rowKey={({ id }) => id} />
    </Panel>
  );
}

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { subscriptionsQuery } from '../../../api/subscriptions.ts';
import { type RequestDetail, requestQuery } from '../../../api/usage.ts';
import { t } from '../../../text/index.ts';
import { MethodBadge, StatusBadge } from '../../../ui/badge.tsx';
import { Facts } from '../../../ui/card.tsx';
import { InlineCode } from '../../../ui/code-block.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { formatQuantity } from '../../../ui/format/money.ts';
import { formatMoment, viewerTimeZone } from '../../../ui/format/time.ts';
import { QueryView } from '../../../ui/query-view.tsx';
import { milliseconds } from '../milliseconds.ts';
import { useOrganization } from '../organization.ts';
import { subscriptionName } from '../subscription-filter.tsx';

export interface RequestDialogProps {
  /** Null while it is closed. */
  id: string | null;
  keyName(id: string | null): string;
  onClose(): void;
}

/** One call: what was asked and answered, how long each part took, and what it counted as. */
export function RequestDialog({ id, keyName, onClose }: RequestDialogProps) {
  const { slug } = useOrganization();
  const query = useQuery({ ...requestQuery(slug, id ?? ''), enabled: id !== null });
  return (
    <Dialog open={id !== null} onOpenChange={onClose} title={t.requests.one} className="max-w-2xl">
      <QueryView query={query}>{(request) => <Details request={request} keyName={keyName} />}</QueryView>
    </Dialog>
  );
}

function Details({ request, keyName }: { request: RequestDetail; keyName: RequestDialogProps['keyName'] }) {
  const organization = useOrganization();
  const subscriptions = useQuery(subscriptionsQuery(organization)).data;
  const subscription = subscriptions?.find(({ id }) => id === request.subscription_id);
  const words = t.requests.facts;
  const shown = (value: number | null, format: (value: number) => string) =>
    value === null ? '–' : format(value);
  const facts: [string, ReactNode][] = [
    [words.when, `${formatMoment(request.timestamp)} (${viewerTimeZone()})`],
    [
      words.status,
      request.status === null ? t.requests.interrupted : <StatusBadge key="status" status={request.status} />,
    ],
    [words.latency, shown(request.latency_ms, milliseconds)],
    [words.upstream, shown(request.upstream_latency_ms, milliseconds)],
    [words.sizes, words.bytes(shown(request.request_bytes, bytes), shown(request.response_bytes, bytes))],
    [words.counted, request.units === null ? words.notCounted : countedWords(request)],
    [words.subscription, subscription ? subscriptionName(subscription) : request.subscription_id],
    [words.key, keyName(request.key_id)],
    [words.environment, t.environments[request.environment] ?? request.environment],
    [words.ip, request.ip ?? '–'],
    [words.agent, request.user_agent ?? '–'],
  ];
  if (request.error) facts.push([words.error, request.error]);
  return (
    <div className="grid gap-4 text-sm">
      <p className="flex flex-wrap items-center gap-2.5">
        <MethodBadge method={request.method} />
        <code className="font-mono text-[0.8125rem] wrap-anywhere">{request.path}</code>
      </p>
      <Facts facts={facts} />
      <p className="flex items-center gap-1 text-ink-muted">
        {words.id} <InlineCode>{request.id}</InlineCode>
        <CopyButton text={request.id} what={words.id} />
      </p>
    </div>
  );
}

function countedWords({ units, overage_units }: RequestDetail): string {
  const words = t.requests.facts.units(formatQuantity(units ?? '0'));
  if (!overage_units || Number(overage_units) === 0) return words;
  return `${words}, ${t.usage.overage(formatQuantity(overage_units))}`;
}

const byteFormat = new Intl.NumberFormat(undefined, {
  style: 'unit',
  unit: 'byte',
  unitDisplay: 'narrow',
  notation: 'compact',
});
const bytes = (count: number) => byteFormat.format(count);

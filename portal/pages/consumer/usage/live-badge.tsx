import { useQuery } from '@tanstack/react-query';
import { type UsageQuestion, type UsageReport, usageQuery } from '../../../api/usage.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';

export interface LiveBadgeProps {
  organization: { id: string; slug: string };
  question: UsageQuestion;
}

/** How far the numbers are behind the gateway, by the server's own clock. */
export function LiveBadge({ organization, question }: LiveBadgeProps) {
  const { data } = useQuery(usageQuery(organization, question));
  const lag = data && lagSeconds(data);
  if (lag === undefined) return null;
  return (
    <span className="ms-auto flex items-center gap-2 text-[0.8125rem] text-ink-muted">
      {lag !== null && t.usage.behind(lag)}
      <Badge tone="good">
        <span aria-hidden="true" className="size-1.5 animate-pulse rounded-full bg-current" />
        {t.usage.live}
      </Badge>
    </span>
  );
}

function lagSeconds({ to, complete_until }: UsageReport): number | null {
  if (complete_until === null) return null;
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(complete_until)) / 1000));
}

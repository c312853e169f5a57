import { ShieldAlert, ShieldCheck } from 'lucide-react';
import type { AuditVerdict } from '../../../api/operations.ts';
import { t } from '../../../text/index.ts';
import { Card } from '../../../ui/card.tsx';
import { cn } from '../../../ui/class-names.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { formatQuantity } from '../../../ui/format/money.ts';

/** Whether every link of every chain holds; if not, where the first does not. */
export function VerdictCard({ verdict }: { verdict: AuditVerdict }) {
  const words = t.auditLog;
  const { intact, broken, head } = verdict;
  const Icon = intact ? ShieldCheck : ShieldAlert;
  return (
    <Card
      className={cn(
        'flex items-start gap-3 p-4 sm:px-5',
        intact ? 'bg-brand-soft text-brand-ink' : 'bg-danger-soft text-danger-ink',
      )}
    >
      <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
      <div role="status" className="grid min-w-0 gap-1 text-sm">
        <p className="font-semibold">
          {intact ? words.intact(formatQuantity(verdict.entries ?? 0)) : words.broken}
        </p>
        {broken && (
          <p className="wrap-anywhere">{words.brokenAt(broken.chain, broken.position, broken.reason)}</p>
        )}
        {intact && <p>{words.anchored(verdict.anchored ?? 0)}</p>}
        {head && (
          <p className="flex flex-wrap items-center gap-2">
            {words.head}
            <code className="font-mono text-xs wrap-anywhere">{head}</code>
            <CopyButton text={head} what={words.head} />
          </p>
        )}
      </div>
    </Card>
  );
}

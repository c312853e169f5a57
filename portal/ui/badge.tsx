import { cva, type VariantProps } from 'class-variance-authority';
import type { ReactNode } from 'react';
import { t } from '../text/index.ts';
import { cn } from './class-names.ts';

const badgeClasses = cva(
  'inline-flex items-center gap-1.5 whitespace-nowrap rounded-sm px-1.75 py-0.5 text-xs leading-4.5 font-medium',
  {
    variants: {
      tone: {
        neutral: 'bg-neutral-soft text-ink-muted',
        good: 'bg-brand-soft text-brand-ink',
        warn: 'bg-warn-soft text-warn-ink',
        bad: 'bg-danger-soft text-danger-ink',
        info: 'bg-info-soft text-info-ink',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
);

export type Tone = NonNullable<VariantProps<typeof badgeClasses>['tone']>;

export function Badge({
  tone,
  className,
  children,
}: {
  tone?: Tone;
  className?: string;
  children: ReactNode;
}) {
  return <span className={cn(badgeClasses({ tone }), className)}>{children}</span>;
}

const METHOD_TONES: Record<string, Tone> = {
  GET: 'good',
  HEAD: 'good',
  POST: 'info',
  PUT: 'warn',
  PATCH: 'warn',
  DELETE: 'bad',
};

export function MethodBadge({ method }: { method: string }) {
  return (
    <Badge
      tone={METHOD_TONES[method] ?? 'neutral'}
      className="min-w-13 justify-center font-mono font-semibold"
    >
      {method}
    </Badge>
  );
}

/** The plan from which a route may be called, on a road shield. Without a plan every subscriber may call it. */
export function MinimumPlanBadge({ planName }: { planName: string | null }) {
  return (
    <Badge tone={planName ? 'warn' : 'good'}>
      <svg aria-hidden="true" viewBox="0 0 12 12" className="size-3 shrink-0" fill="currentColor">
        <path d="M6 .4 11 2v4c0 3-2.5 4.9-5 5.6C3.5 10.9 1 9 1 6V2Z" />
      </svg>
      {planName ? t.catalog.fromPlan(planName) : t.catalog.everyPlan}
    </Badge>
  );
}

const STATE_TONES: Record<string, Tone> = {
  active: 'good',
  trialing: 'info',
  past_due: 'bad',
  paused: 'warn',
  canceled: 'neutral',
  revoked: 'neutral',
  expired: 'neutral',
  draft: 'neutral',
  published: 'good',
  pending_review: 'warn',
  suspended: 'bad',
  requested: 'warn',
  granted: 'good',
  refused: 'neutral',
  unpublished: 'neutral',
  final: 'info',
  open: 'info',
  paid: 'good',
  void: 'neutral',
  uncollectible: 'bad',
  discarded: 'neutral',
  overdue: 'bad',
  failed: 'bad',
  created: 'info',
  sent: 'info',
  requires_action: 'warn',
  unknown: 'warn',
  in_transit: 'warn',
  returned: 'bad',
  partially_paid: 'warn',
  pending: 'warn',
  processing: 'warn',
  completed: 'good',
  succeeded: 'good',
};

/** A state in words; the colour only repeats them. */
export function StateBadge({ state }: { state: string }) {
  const words: Record<string, string> = t.states;
  return (
    <Badge tone={STATE_TONES[state] ?? 'neutral'}>
      <span aria-hidden="true" className="size-1.5 rounded-full bg-current" />
      {words[state] ?? state.replaceAll('_', ' ')}
    </Badge>
  );
}

export function StatusBadge({ status }: { status: number }) {
  const tone = status >= 500 ? 'bad' : status >= 400 ? 'warn' : 'good';
  return (
    <Badge tone={tone} className="numbers font-mono">
      {status}
    </Badge>
  );
}

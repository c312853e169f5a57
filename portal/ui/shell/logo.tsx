import { t } from '../../text/index.ts';
import { cn } from '../class-names.ts';

/** A raised toll barrier on a guide sign. */
export function LogoMark({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className={cn('size-7 shrink-0', className)}>
      <rect width="32" height="32" rx="7" className="fill-sign" />
      <rect
        x="2.4"
        y="2.4"
        width="27.2"
        height="27.2"
        rx="5"
        fill="none"
        strokeWidth="1.4"
        className="stroke-sign-line"
      />
      <path
        d="M9 24.5V13M5.8 24.7h6.4"
        strokeWidth="2.8"
        strokeLinecap="round"
        fill="none"
        className="stroke-on-sign"
      />
      <path d="M9 15.3 25 8.7" strokeWidth="3.4" strokeLinecap="round" fill="none" className="stroke-lane" />
    </svg>
  );
}

export function Logo({ className }: { className?: string }) {
  return (
    <span className={cn('inline-flex items-center gap-2.5', className)}>
      <LogoMark />
      <span className="text-[1.0625rem] font-semibold tracking-tight">{t.product}</span>
    </span>
  );
}

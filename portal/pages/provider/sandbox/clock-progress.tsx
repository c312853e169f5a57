import { useState } from 'react';
import type { TestClock } from '../../../api/test-clocks.ts';
import { t } from '../../../text/index.ts';
import { formatDateTime } from '../../../ui/format/time.ts';
import { Gauge } from '../../../ui/gauge.tsx';

/** How far a clock has come since this page first saw it on its way. */
export function ClockProgress({ clock, target }: { clock: TestClock; target: string }) {
  const [begunAt] = useState(clock.now);
  const wayMs = Date.parse(target) - Date.parse(begunAt);
  const goneMs = Date.parse(clock.now) - Date.parse(begunAt);
  const words = t.provider.sandbox;
  return (
    <div className="grid w-full min-w-40 gap-1">
      <p className="text-[0.8125rem] text-ink-muted">
        {words.onItsWay(formatDateTime(target, { timeZone: 'UTC', withZone: true }))}
      </p>
      <Gauge label={words.progress(clock.name)} share={wayMs > 0 ? goneMs / wayMs : 0} look="progress" />
    </div>
  );
}

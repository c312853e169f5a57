import type { ImportAnswer } from '../../../api/imports.ts';
import { t } from '../../../text/index.ts';
import { Badge, MethodBadge, type Tone } from '../../../ui/badge.tsx';

const SHOWN = 50;
const TONES: Record<string, Tone> = { error: 'bad', warning: 'warn', info: 'info' };

/** What importing would do, and what could not be read. */
export function ImportReport({ said }: { said: ImportAnswer }) {
  const words = t.provider.openApi;
  const { items, left_off: leftOff } = said.report;
  const shown = items.slice(0, SHOWN);
  const isSame = said.added.length + said.changed.length + said.missing.length === 0;
  return (
    <div className="grid gap-4 text-sm">
      <p>
        <strong>{said.title || words.untitled}</strong>{' '}
        <span className="text-ink-muted">
          {words.summary(said.added.length, said.changed.length, said.missing.length, said.unchanged)}
        </span>
      </p>
      {isSame && <p className="text-ink-muted">{words.nothing}</p>}
      <RouteList title={words.added} routes={said.added} />
      <RouteList title={words.changed} routes={said.changed} />
      <RouteList title={words.missing} routes={said.missing} />
      {items.length > 0 && (
        <details open={said.report.counts.error > 0}>
          <summary className="cursor-pointer font-medium">
            {words.report(said.report.counts.error, said.report.counts.warning, said.report.counts.info)}
          </summary>
          <ul className="mt-2 grid max-h-64 gap-2 overflow-y-auto">
            {shown.map((item) => (
              <li key={`${item.code} ${item.pointer}`} className="grid gap-0.5">
                <span className="flex flex-wrap items-center gap-2">
                  <Badge tone={TONES[item.severity] ?? 'neutral'}>{words.severity[item.severity]}</Badge>
                  <code className="font-mono text-xs text-ink-muted wrap-anywhere">{item.pointer}</code>
                </span>
                <span className="wrap-anywhere">{item.detail}</span>
              </li>
            ))}
          </ul>
          {items.length + leftOff > SHOWN && (
            <p className="mt-2 text-ink-muted">{words.more(items.length + leftOff - SHOWN)}</p>
          )}
        </details>
      )}
    </div>
  );
}

type Line = ImportAnswer['added'][number] & { differences?: { pointer: string }[] };

function RouteList({ title, routes }: { title: string; routes: Line[] }) {
  if (routes.length === 0) return null;
  return (
    <details open={routes.length <= 10}>
      <summary className="cursor-pointer font-medium">
        {title} ({routes.length})
      </summary>
      <ul className="mt-2 grid max-h-56 gap-1.5 overflow-y-auto">
        {routes.slice(0, 200).map((route) => (
          <li key={`${route.method} ${route.template}`} className="flex flex-wrap items-center gap-2">
            <MethodBadge method={route.method} />
            <code className="font-mono text-[0.8125rem] wrap-anywhere">{route.template}</code>
            {route.differences && (
              <span className="text-xs text-ink-muted wrap-anywhere">
                {route.differences.map(({ pointer }) => pointer.slice(1)).join(', ')}
              </span>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

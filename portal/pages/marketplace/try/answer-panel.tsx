import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type MadeCall, outcomeQuery } from '../../../api/console.ts';
import { t } from '../../../text/index.ts';
import { Badge, type Tone } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Facts, Panel } from '../../../ui/card.tsx';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { formatQuantity, isZero } from '../../../ui/format/money.ts';
import { jsonText } from '../../../ui/samples/quoting.ts';
import { saveFile } from '../../../ui/save-file.ts';
import { Money, Quantity } from '../../../ui/values.tsx';

const TONES: Record<string, Tone> = { 2: 'good', 3: 'info', 4: 'warn', 5: 'bad' };
/** From then on usage is no longer about to arrive. */
const LATE_MS = 25_000;
/** More than this nobody reads, and drawing it would take a while. */
const MOST_CHARACTERS = 200_000;

/** The answer of a call: status, timing, headers, what it counted as and what it cost. */
export function AnswerPanel({ made }: { made: MadeCall }) {
  const { response, request, total_ms: totalMs, first_byte_ms: firstMs } = made.answer;
  const ms = (value: number) => t.tryIt.milliseconds(formatQuantity(value));
  return (
    <Panel
      title={t.tryIt.answer}
      hint={<span className="font-mono wrap-anywhere">{`${request.method} ${request.path}`}</span>}
      actions={
        <span role="status">
          <Badge tone={TONES[String(response.status)[0] ?? ''] ?? 'neutral'}>{response.status}</Badge>
        </span>
      }
    >
      <div className="grid min-w-0 gap-5">
        <Facts
          facts={[
            [t.tryIt.time, `${ms(totalMs)} · ${t.tryIt.firstByte(ms(firstMs))}`],
            [t.tryIt.size, t.tryIt.bytes(formatQuantity(response.bytes))],
            ...outcomeFacts(made),
          ]}
        />
        <details>
          <summary className="min-h-6 cursor-pointer text-sm font-medium">
            {t.tryIt.headers(response.headers.length)}
          </summary>
          <div className="mt-3 font-mono text-[0.8125rem]">
            <Facts
              facts={response.headers.map(({ name, value }, index): [string, ReactNode] => [
                response.headers.findIndex((one) => one.name === name) === index
                  ? name
                  : `${name} (${index})`,
                value,
              ])}
            />
          </div>
        </details>
        <Body made={made} />
      </div>
    </Panel>
  );
}

function outcomeFacts(made: MadeCall): [string, ReactNode][] {
  return [
    [t.tryIt.units, <Units key="units" made={made} />],
    [t.tryIt.cost, <Cost key="cost" made={made} />],
  ];
}

function useOutcome(made: MadeCall) {
  const { data, dataUpdatedAt } = useQuery(outcomeQuery(made));
  if (data && data.state !== 'pending') return data;
  return data && dataUpdatedAt - Date.parse(made.answer.made_at) > LATE_MS ? 'late' : 'counting';
}

function Units({ made }: { made: MadeCall }) {
  const outcome = useOutcome(made);
  if (typeof outcome === 'string')
    return <span className="text-ink-muted">{outcome === 'late' ? t.tryIt.late : t.tryIt.counting}</span>;
  if (outcome.units === null) return <span>{`0 · ${t.tryIt.uncounted}`}</span>;
  const overage = outcome.overage_units ?? '0';
  return (
    <span>
      <Quantity value={outcome.units} />
      {!isZero(overage) && ` · ${t.tryIt.overage(formatQuantity(overage))}`}
    </span>
  );
}

function Cost({ made }: { made: MadeCall }) {
  const outcome = useOutcome(made);
  if (typeof outcome === 'string')
    return <span className="text-ink-muted">{outcome === 'late' ? t.tryIt.late : t.tryIt.counting}</span>;
  if (outcome.state === 'uncounted') return t.tryIt.uncounted;
  if (!outcome.cost) return t.tryIt.costUnknown;
  return (
    <span>
      <Money {...outcome.cost} className="font-semibold" />
      <span className="text-ink-muted">
        {` · ${made.form.environment === 'test' ? t.tryIt.notBilled : t.tryIt.costHint}`}
      </span>
    </span>
  );
}

function Body({ made }: { made: MadeCall }) {
  const { body, body_encoding: encoding, bytes, headers, truncated } = made.answer.response;
  const type = headers.find(({ name }) => name === 'content-type')?.value ?? 'text/plain';
  const note = truncated && <p className="text-[0.8125rem] text-ink-muted">{t.tryIt.truncated}</p>;
  if (bytes === 0) return <p className="text-sm text-ink-muted">{t.tryIt.emptyBody}</p>;
  if (encoding === 'base64')
    return (
      <div className="grid justify-items-start gap-2 text-sm">
        <p className="text-ink-muted">{t.tryIt.binary(formatQuantity(bytes))}</p>
        <Button size="small" onClick={() => saveFile(new Blob([bytesOf(body)]), 'answer')}>
          {t.tryIt.download}
        </Button>
        {note}
      </div>
    );
  const text = (/json/i.test(type) ? jsonText(body) : null) ?? body;
  return (
    <div className="grid min-w-0 gap-2">
      <CodeBlock
        code={text.slice(0, MOST_CHARACTERS)}
        label={t.tryIt.responseBody(type)}
        wrap
        className="[&_pre]:max-h-128 [&_pre]:overflow-y-auto"
      />
      {note}
    </div>
  );
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

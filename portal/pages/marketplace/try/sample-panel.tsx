import type { RouteDocs } from '../../../api/product-docs.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Panel } from '../../../ui/card.tsx';
import { CodeBlock } from '../../../ui/code-block.tsx';

/** What an answer looks like, until there is one. */
export function SamplePanel({ docs }: { docs: RouteDocs }) {
  const samples = docs.sample_responses.toSorted((a, b) => a.status.localeCompare(b.status));
  return (
    <Panel title={t.tryIt.sample} hint={t.tryIt.noAnswerHint}>
      {samples.length === 0 && <p className="text-sm text-ink-muted">{t.tryIt.noSample}</p>}
      <div className="grid min-w-0 gap-4">
        {samples.slice(0, 3).map((sample) => (
          <div key={`${sample.status} ${sample.content_type}`} className="grid min-w-0 gap-2">
            <p>
              <Badge tone={sample.status.startsWith('2') ? 'good' : 'neutral'}>{sample.status}</Badge>
            </p>
            <CodeBlock code={sample.body} label={t.docs.sample[sample.source](sample.content_type)} />
          </div>
        ))}
      </div>
    </Panel>
  );
}

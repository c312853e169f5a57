import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type RouteDocs, routeDocsQuery } from '../../../api/product-docs.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';
import { CodeBlock, InlineCode } from '../../../ui/code-block.tsx';
import { Markdown } from '../../../ui/markdown.tsx';
import { QueryView } from '../../../ui/query-view.tsx';

/** What a route takes and answers; asked for when somebody looks, because an API may have a thousand of them. */
export function RouteDetails({ productId, routeId }: { productId: string; routeId: string }) {
  const [isOpen, setOpen] = useState(false);
  const words = t.productPage.reference;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer text-sm font-semibold">{words.title}</summary>
      {isOpen && <Loaded productId={productId} routeId={routeId} />}
    </details>
  );
}

function Loaded({ productId, routeId }: { productId: string; routeId: string }) {
  const query = useQuery(routeDocsQuery(productId, routeId));
  return <QueryView query={query}>{(docs) => <Reference docs={docs} />}</QueryView>;
}

function Reference({ docs }: { docs: RouteDocs }) {
  const words = t.productPage.reference;
  const parameters = docs.documentation?.parameters ?? [];
  const body = docs.documentation?.request_body?.content[0];
  if (parameters.length === 0 && !body && docs.sample_responses.length === 0)
    return <p className="mt-3 text-sm text-ink-muted">{words.nothing}</p>;
  return (
    <div className="mt-3 grid gap-4 text-sm">
      {parameters.length > 0 && (
        <ul className="grid gap-3">
          {parameters.map((one) => (
            <li key={`${one.in} ${one.name}`} className="grid gap-1">
              <span className="flex flex-wrap items-center gap-2">
                <InlineCode>{one.name}</InlineCode>
                <Badge>{one.in}</Badge>
                {one.required && <Badge tone="warn">{words.required}</Badge>}
              </span>
              {one.description && <Markdown text={one.description} />}
            </li>
          ))}
        </ul>
      )}
      {body?.schema && (
        <CodeBlock code={JSON.stringify(body.schema, null, 2)} label={words.body(body.media_type)} />
      )}
      {docs.sample_responses.map((sample) => (
        <CodeBlock
          key={`${sample.status} ${sample.content_type}`}
          code={sample.body}
          label={words.answer(sample.status, sample.content_type)}
        />
      ))}
    </div>
  );
}

import type { ProductPage, ProductRoute } from '../../../api/marketplace.ts';
import type { RouteDocs } from '../../../api/product-docs.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Facts } from '../../../ui/card.tsx';
import { CodeBlock, InlineCode } from '../../../ui/code-block.tsx';
import { Markdown } from '../../../ui/markdown.tsx';
import { planNameOf } from '../../../ui/plan/minimum-plan.ts';
import { Details, SchemaView, Values } from '../../../ui/schema/schema-view.tsx';
import { kindWords, valueText } from '../../../ui/schema/schema-words.ts';
import { RoutePart } from './route-part.tsx';

type Documentation = NonNullable<RouteDocs['documentation']>;

/** What a route takes: parameters and body. */
export function RouteInput({ docs }: { docs: RouteDocs }) {
  const parameters = docs.documentation?.parameters ?? [];
  const body = docs.documentation?.request_body;
  const samples = docs.sample_request.parameters;
  return (
    <>
      <RoutePart title={t.docs.parameters}>
        {parameters.length > 0 ? (
          <ul className="divide-y divide-line rounded-md border border-line">
            {parameters.map((one) => (
              <ParameterRow key={`${one.in} ${one.name}`} parameter={one} />
            ))}
          </ul>
        ) : samples.length > 0 ? (
          <ul className="divide-y divide-line rounded-md border border-line">
            {samples.map((one) => (
              <li key={`${one.in} ${one.name}`} className="grid gap-1.5 px-3 py-2.5 text-sm">
                <ParameterHead name={one.name} place={one.in} isRequired={one.in === 'path'} />
                <Values label={t.docs.example} values={[one.value]} />
              </li>
            ))}
          </ul>
        ) : (
          <Nothing text={t.docs.noParameters} />
        )}
      </RoutePart>
      <RoutePart title={t.docs.body}>
        {body ? <RequestBody body={body} /> : <Nothing text={t.docs.noBody} />}
      </RoutePart>
    </>
  );
}

function ParameterRow({ parameter }: { parameter: Documentation['parameters'][number] }) {
  const { name, in: place, required, deprecated, description, schema, examples } = parameter;
  const shown = { ...schema, ...(description && { description: undefined }) };
  return (
    <li className="grid min-w-0 gap-1.5 px-3 py-2.5 text-sm">
      <ParameterHead name={name} place={place} kind={kindWords(schema)} isRequired={required}>
        {deprecated && <Badge>{t.docs.deprecated}</Badge>}
      </ParameterHead>
      {description && <Markdown text={description} className="gap-2" />}
      <Details schema={shown}>
        {examples.length > 0 && (
          <Values label={t.docs.example} values={[...new Set(examples.map((one) => valueText(one.value)))]} />
        )}
      </Details>
    </li>
  );
}

interface ParameterHeadProps {
  name: string;
  place: string;
  kind?: string;
  isRequired: boolean;
  children?: React.ReactNode;
}

function ParameterHead({ name, place, kind, isRequired, children }: ParameterHeadProps) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <InlineCode>{name}</InlineCode>
      <Badge>{t.docs.places[place] ?? place}</Badge>
      {kind && <span className="text-[0.8125rem] text-ink-muted">{kind}</span>}
      {isRequired && <Badge tone="warn">{t.docs.required}</Badge>}
      {children}
    </span>
  );
}

function RequestBody({ body }: { body: NonNullable<Documentation['request_body']> }) {
  return (
    <div className="grid min-w-0 gap-3 text-sm">
      <p className="text-ink-muted">{body.required ? t.docs.bodyRequired : t.docs.bodyOptional}</p>
      {body.description && <Markdown text={body.description} />}
      {body.content.map((media) => (
        <div key={media.media_type} className="grid min-w-0 gap-2">
          <p>
            <InlineCode>{media.media_type}</InlineCode>
          </p>
          {media.schema && <SchemaView schema={media.schema} />}
          {media.examples.slice(0, 1).map((example) => (
            <CodeBlock
              key={example.name}
              code={exampleText(example.value)}
              label={t.docs.sample.example(media.media_type)}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

function exampleText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '');
}

const isError = (status: string) => /^[45]/.test(status);

/** What a route answers when all is well. */
export function RouteResponses({ docs }: { docs: RouteDocs }) {
  const responses = (docs.documentation?.responses ?? []).filter(({ status }) => !isError(status));
  const statuses = new Set(responses.map(({ status }) => status));
  const others = docs.sample_responses.filter(({ status }) => !isError(status) && !statuses.has(status));
  return (
    <RoutePart title={t.docs.responses}>
      {responses.length + others.length === 0 && <Nothing text={t.docs.noResponses} />}
      {responses.map((response) => (
        <Response key={response.status} docs={docs} response={response} />
      ))}
      {others.map((sample) => (
        <div key={`${sample.status} ${sample.content_type}`} className="grid min-w-0 gap-2">
          <StatusLine status={sample.status} text="" />
          <Sample sample={sample} />
        </div>
      ))}
    </RoutePart>
  );
}

function Response({ docs, response }: { docs: RouteDocs; response: Documentation['responses'][number] }) {
  const { status, description, headers, content } = response;
  return (
    <div className="grid min-w-0 gap-3 text-sm">
      <StatusLine status={status} text={description} />
      {headers.length > 0 && (
        <Facts
          facts={headers.map((header) => [
            header.name,
            header.description ? (
              <Markdown key={header.name} text={header.description} />
            ) : (
              kindWords(header.schema)
            ),
          ])}
        />
      )}
      {content.map((media) => media.schema && <SchemaView key={media.media_type} schema={media.schema} />)}
      {docs.sample_responses
        .filter((sample) => sample.status === status)
        .map((sample) => (
          <Sample key={sample.content_type} sample={sample} />
        ))}
    </div>
  );
}

function StatusLine({ status, text }: { status: string; text: string }) {
  return (
    <div className="flex items-baseline gap-2 text-sm">
      <Badge tone={/^2/.test(status) ? 'good' : isError(status) ? 'bad' : 'neutral'}>{status}</Badge>
      <Markdown text={text || t.docs.noDescription} className="text-ink-muted" />
    </div>
  );
}

function Sample({ sample }: { sample: RouteDocs['sample_responses'][number] }) {
  return <CodeBlock code={sample.body} label={t.docs.sample[sample.source](sample.content_type)} />;
}

/** What a route refuses: by its own description, and what the gateway answers for it. */
export function RouteErrors({
  docs,
  product,
  route,
}: {
  docs: RouteDocs;
  product: ProductPage;
  route: ProductRoute;
}) {
  const described = (docs.documentation?.responses ?? []).filter(({ status }) => isError(status));
  const known = new Set(described.map(({ status }) => status));
  const own = gatewayErrors(product, route).filter(([status]) => !known.has(status));
  return (
    <RoutePart title={t.docs.errors}>
      {described.map((response) => (
        <Response key={response.status} docs={docs} response={response} />
      ))}
      {own.map(([status, text]) => (
        <StatusLine key={status} status={status} text={text} />
      ))}
    </RoutePart>
  );
}

function gatewayErrors(product: ProductPage, route: ProductRoute): [string, string][] {
  const isLowest = route.minimum_plan_id === product.plans[0]?.id;
  // Whoever subscribes has at least the lowest plan.
  const plan = isLowest ? null : planNameOf(product, route);
  const forbidden = [
    plan && t.docs.errorPlan(plan),
    route.required_scope && t.docs.errorScope(route.required_scope),
  ].filter(Boolean);
  return [
    ['401', t.docs.errorUnauthorized],
    ...(forbidden.length > 0 ? [['403', forbidden.join(' ')] as [string, string]] : []),
    ['429', t.docs.errorLimit],
  ];
}

function Nothing({ text }: { text: string }) {
  return <p className="text-sm text-ink-muted">{text}</p>;
}

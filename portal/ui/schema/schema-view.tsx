import { type ReactNode, useState } from 'react';
import { t } from '../../text/index.ts';
import { Badge } from '../badge.tsx';
import { InlineCode } from '../code-block.tsx';
import { Markdown } from '../markdown.tsx';
import {
  allowedValues,
  branchesOf,
  type Field,
  fieldsOf,
  hasParts,
  innerOf,
  isSchema,
  kindWords,
  ruleWords,
  type Schema,
  valueText,
} from './schema-words.ts';

/** How many values are listed; a list of countries is not read to its end. */
const MOST_VALUES = 24;

export interface SchemaViewProps {
  schema: Schema;
  /** What it is stands above already. */
  isDescribed?: boolean;
}

/** What a body or a header is made of. Inner parts open on demand: documents nest deeper than anybody reads at once. */
export function SchemaView({ schema, isDescribed = false }: SchemaViewProps) {
  const fields = fieldsOf(schema);
  const branches = branchesOf(schema);
  const inner = innerOf(schema);
  return (
    <div className="grid min-w-0 gap-2.5 text-sm">
      {fields.length === 0 && !isDescribed && <About schema={schema} />}
      {fields.length > 0 && (
        <ul className="divide-y divide-line rounded-md border border-line">
          {fields.map((field) => (
            <FieldRow key={field.name} field={field} />
          ))}
        </ul>
      )}
      {branches?.schemas.map((branch, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: branches have no identity and never move
        <Part key={index} title={`${branches.words}: ${titleOf(branch)}`} schema={branch} />
      ))}
      {inner && <Part title={`${inner.words}: ${kindWords(inner.schema)}`} schema={inner.schema} />}
    </div>
  );
}

function titleOf(schema: Schema): string {
  return typeof schema.title === 'string' && schema.title !== '' ? schema.title : kindWords(schema);
}

function FieldRow({ field: { name, schema, isRequired } }: { field: Field }) {
  return (
    <li className="grid min-w-0 gap-1.5 px-3 py-2.5">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <InlineCode>{name}</InlineCode>
        <span className="text-[0.8125rem] text-ink-muted">{kindWords(schema)}</span>
        {isRequired && <Badge tone="warn">{t.docs.required}</Badge>}
        {schema.deprecated === true && <Badge>{t.docs.deprecated}</Badge>}
      </span>
      <Details schema={schema} />
      {hasParts(schema) && <Part title={partTitle(schema)} schema={partOf(schema)} isDescribed />}
    </li>
  );
}

function partTitle(schema: Schema): string {
  const inner = innerOf(schema);
  const count = fieldsOf(schema).length || (inner ? fieldsOf(inner.schema).length : 0);
  return count > 0 ? t.docs.schema.fields(count) : kindWords(schema);
}

/** Of a list of objects, what is worth opening is the object. */
function partOf(schema: Schema): Schema {
  const inner = innerOf(schema);
  return inner && fieldsOf(schema).length === 0 && !branchesOf(schema) ? inner.schema : schema;
}

function About({ schema }: { schema: Schema }) {
  return (
    <div className="grid gap-1.5">
      <span className="text-[0.8125rem] text-ink-muted">{kindWords(schema)}</span>
      <Details schema={schema} />
    </div>
  );
}

/** Description, rules, values and default of a value. */
export function Details({ schema, children }: { schema: Schema; children?: ReactNode }) {
  const rules = ruleWords(schema);
  const values = allowedValues(schema) ?? (isSchema(schema.items) ? allowedValues(schema.items) : null);
  const usual = schema.default;
  return (
    <>
      {typeof schema.description === 'string' && schema.description !== '' && (
        <Markdown text={schema.description} className="gap-2" />
      )}
      {rules.length > 0 && (
        <p className="text-[0.8125rem] wrap-anywhere text-ink-muted">{rules.join(' · ')}</p>
      )}
      {values && <Values label={t.docs.schema.values} values={values} />}
      {usual !== undefined && <Values label={t.docs.schema.usually} values={[valueText(usual)]} />}
      {children}
    </>
  );
}

export function Values({ label, values }: { label: string; values: string[] }) {
  return (
    <p className="flex flex-wrap items-center gap-1.5 text-[0.8125rem] text-ink-muted">
      {label}:
      {values.slice(0, MOST_VALUES).map((value) => (
        <InlineCode key={value}>{value === '' ? '""' : value}</InlineCode>
      ))}
      {values.length > MOST_VALUES && '…'}
    </p>
  );
}

function Part({ title, ...shown }: SchemaViewProps & { title: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      onToggle={(event) => {
        // The event of an inner part rises through its outer ones.
        if (event.target === event.currentTarget) setOpen(event.currentTarget.open);
      }}
    >
      <summary className="min-h-6 cursor-pointer text-[0.8125rem] font-medium">{title}</summary>
      {isOpen && (
        <div className="mt-2 border-s-2 border-line ps-3">
          <SchemaView {...shown} />
        </div>
      )}
    </details>
  );
}

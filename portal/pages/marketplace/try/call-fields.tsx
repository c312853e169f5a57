import type { ProductRoute } from '../../../api/marketplace.ts';
import type { RouteDocs } from '../../../api/product-docs.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Field, Input, Select, Textarea } from '../../../ui/field.tsx';
import { allowedValues, isSchema, kindWords } from '../../../ui/schema/schema-words.ts';
import { type FormField, type FormValues, hasBody } from './form-values.ts';
import { OtherFields } from './other-fields.tsx';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

export interface CallFieldsProps {
  route: ProductRoute;
  docs: RouteDocs;
  fields: FormField[];
  values: FormValues;
  onChange(values: FormValues): void;
}

/** A control for each parameter, by what its schema allows. */
export function CallFields({ route, docs, fields, values, onChange }: CallFieldsProps) {
  const change = (more: Partial<FormValues>) => onChange({ ...values, ...more });
  const set = (key: string, value: string) => change({ values: { ...values.values, [key]: value } });
  return (
    <>
      {route.method === 'ANY' && (
        <Field label={t.tryIt.method}>
          <Select value={values.method} onChange={(event) => change({ method: event.target.value })}>
            {METHODS.map((method) => (
              <option key={method}>{method}</option>
            ))}
          </Select>
        </Field>
      )}
      {fields.map((field) => (
        <ParameterField
          key={field.key}
          field={field}
          value={values.values[field.key] ?? ''}
          onChange={(value) => set(field.key, value)}
        />
      ))}
      <OtherFields others={values.others} onChange={(others) => change({ others })} />
      {hasBody(values.method) && <BodyFields docs={docs} values={values} change={change} />}
    </>
  );
}

interface ParameterFieldProps {
  field: FormField;
  value: string;
  onChange(value: string): void;
}

function ParameterField({ field, value, onChange }: ParameterFieldProps) {
  const { name, place, isRequired, isList, schema } = field;
  const kind = kindWords(schema);
  const hint = [kind === 'string' ? null : kind, isList ? t.tryIt.eachLine : null]
    .filter(Boolean)
    .join(' · ');
  return (
    <Field
      label={
        <span className="inline-flex flex-wrap items-center gap-2">
          <code className="font-mono text-[0.8125rem]">{name}</code>
          <Badge>{t.docs.places[place]}</Badge>
        </span>
      }
      hint={hint}
      optional={!isRequired}
    >
      <Control {...{ field, value, onChange }} />
    </Field>
  );
}

function Control({ field: { isRequired, isList, schema }, value, onChange }: ParameterFieldProps) {
  const values = isList ? null : choicesOf(schema);
  if (values)
    return (
      <Select value={value} required={isRequired} onChange={(event) => onChange(event.target.value)}>
        {(!isRequired || value === '') && <option value="">{t.tryIt.notSent}</option>}
        {[...new Set([...values, ...(value === '' ? [] : [value])])].map((one) => (
          <option key={one}>{one}</option>
        ))}
      </Select>
    );
  const shared = { value, required: isRequired, spellCheck: false, autoComplete: 'off' };
  if (isList) return <Textarea {...shared} rows={2} onChange={(event) => onChange(event.target.value)} />;
  const isNumber = schema.type === 'integer' || schema.type === 'number';
  return (
    <Input
      {...shared}
      inputMode={isNumber ? 'decimal' : undefined}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** The values that may be chosen; null where anything may be written. */
function choicesOf(schema: Record<string, unknown>): string[] | null {
  if (!isSchema(schema)) return null;
  if (schema.type === 'boolean') return ['true', 'false'];
  return allowedValues(schema)?.filter((value) => value !== '' && value !== 'null') ?? null;
}

interface BodyFieldsProps {
  docs: RouteDocs;
  values: FormValues;
  change(more: Partial<FormValues>): void;
}

function BodyFields({ docs, values, change }: BodyFieldsProps) {
  const types = docs.documentation?.request_body?.content.map((one) => one.media_type) ?? [];
  const known = [...new Set([...types, values.contentType || 'application/json'])];
  const isParts = /^multipart\//i.test(values.contentType);
  return (
    <>
      <Field label={t.tryIt.contentType}>
        <Select
          value={values.contentType || 'application/json'}
          onChange={(event) => change({ contentType: event.target.value })}
        >
          {known.map((type) => (
            <option key={type}>{type}</option>
          ))}
        </Select>
      </Field>
      <Field label={t.tryIt.body} optional={!docs.documentation?.request_body?.required}>
        <Textarea
          value={values.body}
          spellCheck={false}
          rows={8}
          className="font-mono text-[0.8125rem]"
          onChange={(event) => change({ body: event.target.value })}
        />
      </Field>
      {isParts && <p className="text-[0.8125rem] text-ink-muted">{t.tryIt.noFiles}</p>}
    </>
  );
}

import type { CallForm } from '../../../api/console.ts';
import type { ProductRoute } from '../../../api/marketplace.ts';
import type { RouteDocs } from '../../../api/product-docs.ts';

/** What stands in the form. A parameter that is empty is not sent. */

export type Place = 'path' | 'query' | 'header';

export interface OtherValue {
  id: number;
  place: 'query' | 'header';
  name: string;
  value: string;
}

export interface FormValues {
  method: string;
  /** By place and name. */
  values: Record<string, string>;
  others: OtherValue[];
  contentType: string;
  body: string;
}

export interface FormField {
  key: string;
  name: string;
  place: Place;
  isRequired: boolean;
  /** Several values, one per line. */
  isList: boolean;
  schema: Record<string, unknown>;
  description: string;
}

export const fieldKey = (place: string, name: string) => `${place} ${name}`;

/** The described parameters, and those of the path and the samples where nothing is described. */
export function fieldsOf(docs: RouteDocs): FormField[] {
  const described = docs.documentation?.parameters ?? [];
  const fields = described.map(
    (one): FormField => ({
      key: fieldKey(one.in, one.name),
      name: one.name,
      place: one.in,
      isRequired: one.required,
      isList: one.in === 'query' && one.schema.type === 'array' && one.explode !== false,
      schema: one.schema,
      description: one.description,
    }),
  );
  const known = new Set(fields.map(({ key }) => key));
  for (const { name, in: place } of docs.sample_request.parameters) {
    const key = fieldKey(place, name);
    // Of a described object the sample has its members: they are further parameters.
    if (known.has(key) || (described.length > 0 && place !== 'path')) continue;
    known.add(key);
    const plain = { isList: false, schema: { type: 'string' }, description: '' };
    fields.push({ key, name, place, isRequired: place === 'path', ...plain });
  }
  return fields;
}

/** The call that could be made as it stands. */
export function initialValues(docs: RouteDocs): FormValues {
  const fields = new Set(fieldsOf(docs).map(({ key }) => key));
  const values: Record<string, string> = {};
  const others: OtherValue[] = [];
  for (const { name, in: place, value } of docs.sample_request.parameters) {
    const key = fieldKey(place, name);
    if (fields.has(key)) values[key] = key in values ? `${values[key]}\n${value}` : value;
    else if (place !== 'path') others.push({ id: others.length, place, name, value });
  }
  const { method, content_type: contentType, body } = docs.sample_request;
  return { method, values, others, contentType: contentType ?? '', body: body ?? '' };
}

export const hasBody = (method: string) => method !== 'GET' && method !== 'HEAD';

export interface Caller {
  subscriptionId: string;
  environment: 'live' | 'test';
}

export function callForm(
  route: Pick<ProductRoute, 'id' | 'method'>,
  fields: FormField[],
  form: FormValues,
  caller: Caller,
): CallForm {
  const filled = fields.flatMap((field) =>
    (field.isList ? lines(form.values[field.key]) : [form.values[field.key] ?? ''])
      .filter((value) => value !== '')
      .map((value) => ({ name: field.name, place: field.place, value })),
  );
  const others = form.others.filter(({ name }) => name.trim() !== '');
  const all = [...filled, ...others.map((one) => ({ ...one, name: one.name.trim() }))];
  const at = (place: Place) =>
    all.filter((one) => one.place === place).map(({ name, value }) => ({ name, value }));
  const sendsBody = hasBody(form.method) && form.body !== '';
  return {
    subscription_id: caller.subscriptionId,
    environment: caller.environment,
    route_id: route.id,
    ...(route.method === 'ANY' ? { method: form.method as NonNullable<CallForm['method']> } : {}),
    path_parameters: Object.fromEntries(at('path').map(({ name, value }) => [name, value])),
    query: at('query'),
    headers: at('header'),
    content_type: sendsBody ? form.contentType || 'application/json' : null,
    body: sendsBody ? form.body : null,
  };
}

function lines(text = ''): string[] {
  return text.split('\n').map((line) => line.trim());
}

/** Back from a call that was made to what stood in the form. */
export function valuesOfCall(fields: FormField[], made: CallForm, method: string): FormValues {
  const known = new Set(fields.map(({ key }) => key));
  const values: Record<string, string> = {};
  const others: OtherValue[] = [];
  const all = [
    ...Object.entries(made.path_parameters ?? {}).map(([name, value]) => ({
      place: 'path' as const,
      name,
      value,
    })),
    ...(made.query ?? []).map((one) => ({ place: 'query' as const, ...one })),
    ...(made.headers ?? []).map((one) => ({ place: 'header' as const, ...one })),
  ];
  for (const { place, name, value } of all) {
    const key = fieldKey(place, name);
    if (known.has(key)) values[key] = key in values ? `${values[key]}\n${value}` : value;
    else if (place !== 'path') others.push({ id: others.length, place, name, value });
  }
  return { method, values, others, contentType: made.content_type ?? '', body: made.body ?? '' };
}

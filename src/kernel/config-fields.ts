/** What settings are made of. */
import { resolve } from 'node:path';
import { z } from 'zod';

export const port = z.coerce.number().int().min(0).max(65535);
export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);
/** A list of which `read` throws a RangeError that names a wrong entry. */
export const readable = (read: (entries: string[]) => unknown) =>
  list.default([]).superRefine((entries, context) => {
    try {
      read(entries);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as RangeError).message });
    }
  });
export const url = (...protocols: string[]) =>
  z.url({
    protocol: new RegExp(`^(${protocols.join('|')})$`),
    error: `must be a URL that starts with ${protocols.map((name) => `${name}://`).join(' or ')}`,
  });

/** Of a file or folder, absolute from then on. */
export const path = z
  .string()
  .min(1)
  .optional()
  .transform((text) => (text ? resolve(text) : undefined));

export interface Variable<T extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly schema: T;
  readonly example: string;
  readonly about: string;
}

export function variable<T extends z.ZodType>(
  name: string,
  schema: T,
  example: string,
  about: string,
): Variable<T> {
  return { name, schema, example, about };
}

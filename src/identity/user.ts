import { z } from 'zod';
import { instantText } from '#kernel';

export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** Null for who signed up through a provider and has set none. */
  readonly passwordHash: string | null;
  readonly passwordTemporary: boolean;
  readonly operator: boolean;
  readonly emailVerifiedAt: Temporal.Instant | null;
  readonly suspendedAt: Temporal.Instant | null;
  readonly erasedAt: Temporal.Instant | null;
  readonly createdAt: Temporal.Instant;
}

/** Trimmed and lower-cased before it is validated: one mailbox is one account, however it is typed. */
export const emailField = z.string().max(254).trim().toLowerCase().pipe(z.email());
export const nameField = z.string().trim().min(1).max(100);

export const userSchema = z.object({
  id: z.string(),
  email: z.string(),
  email_verified: z.boolean(),
  name: z.string(),
  operator: z.boolean(),
  has_password: z.boolean().describe('false for who signed up through a provider: set one by a reset mail'),
  password_is_temporary: z.boolean().describe('The password was made by the installation: ask for a new one'),
  created_at: z.string(),
});

export function presentUser(user: User): z.input<typeof userSchema> {
  return {
    id: user.id,
    email: user.email,
    email_verified: user.emailVerifiedAt !== null,
    name: user.name,
    operator: user.operator,
    has_password: user.passwordHash !== null,
    password_is_temporary: user.passwordTemporary,
    created_at: instantText(user.createdAt),
  };
}

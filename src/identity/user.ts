import { z } from 'zod';

export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly passwordTemporary: boolean;
  readonly operator: boolean;
  readonly createdAt: Temporal.Instant;
}

/** Trimmed and lower-cased before it is validated: one mailbox is one account, however it is typed. */
export const emailField = z.string().max(254).trim().toLowerCase().pipe(z.email());
export const nameField = z.string().trim().min(1).max(100);

export const userSchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  operator: z.boolean(),
  password_is_temporary: z.boolean().describe('The password was made by the installation: ask for a new one'),
  created_at: z.string(),
});

import { z } from 'zod';

// Generous on purpose: the rule itself (10 to 200 characters) counts characters and explains itself.
export const passwordField = z.string().min(1).max(1000);

/** Six digits, or a recovery code, however it is spaced. */
export const codeField = z.string().trim().min(1).max(50);

/** What asks a person once more who they are. */
export const confirmationFields = {
  password: passwordField,
  code: codeField.optional().describe('Of the second factor, where the account has one'),
};

export const mailTokenField = z.string().min(1).max(200);

import type { BillingSettings, BillingSettingsChange, ChangePolicy } from '../../../api/billing-settings.ts';

/** The fields of the settings form. Numbers stay the text that was typed; empty goes back to the installation's. */

export const NUMBERS = {
  grace_minutes: 'graceMinutes',
  payment_terms_days: 'paymentTermsDays',
  draft_grace_hours: 'draftGraceHours',
  past_due_after_days: 'pastDueAfterDays',
  write_off_after_days: 'writeOffAfterDays',
} as const;
export type NumberField = (typeof NUMBERS)[keyof typeof NUMBERS];

export interface SettingsValues extends Record<NumberField, string> {
  retryAfterDays: string;
  consolidate: boolean;
  applyCredit: boolean;
  leftOverCredit: BillingSettings['left_over_credit'];
  creditOnCancel: boolean;
  creditOnPause: boolean;
}

export function settingsValues(settings: BillingSettings, policy: ChangePolicy): SettingsValues {
  const text = (value: number | null) => (value === null ? '' : String(value));
  return {
    graceMinutes: text(settings.grace_minutes),
    paymentTermsDays: text(settings.payment_terms_days),
    draftGraceHours: text(settings.draft_grace_hours),
    pastDueAfterDays: text(settings.past_due_after_days),
    writeOffAfterDays: text(settings.write_off_after_days),
    retryAfterDays: settings.retry_after_days.join(', '),
    consolidate: settings.consolidate_invoices,
    applyCredit: settings.apply_credit,
    leftOverCredit: settings.left_over_credit,
    creditOnCancel: policy.credit_on_cancel,
    creditOnPause: policy.credit_on_pause,
  };
}

export function settingsOf(values: SettingsValues): BillingSettingsChange {
  const number = (text: string) => (text.trim() === '' ? null : Number(text));
  const days = values.retryAfterDays.split(',').map((day) => day.trim());
  return {
    grace_minutes: number(values.graceMinutes),
    payment_terms_days: number(values.paymentTermsDays),
    draft_grace_hours: number(values.draftGraceHours),
    past_due_after_days: number(values.pastDueAfterDays),
    write_off_after_days: number(values.writeOffAfterDays),
    retry_after_days: days.join('') === '' ? null : days.filter(Boolean).map(Number),
    consolidate_invoices: values.consolidate,
    apply_credit: values.applyCredit,
    left_over_credit: values.leftOverCredit,
  };
}

/** Only what differs: what is as the installation does stays so when that changes. */
export function settingsChange(before: BillingSettings, policy: ChangePolicy, values: SettingsValues) {
  const present: Record<string, unknown> = { ...settingsOf(settingsValues(before, policy)) };
  const differs = ([name, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(present[name]);
  return Object.fromEntries(Object.entries(settingsOf(values)).filter(differs)) as BillingSettingsChange;
}

export function policyOf(values: SettingsValues): ChangePolicy {
  return { credit_on_cancel: values.creditOnCancel, credit_on_pause: values.creditOnPause };
}

export const SETTINGS_POINTERS = {
  ...Object.fromEntries(Object.entries(NUMBERS).map(([wire, field]) => [`/${wire}`, field])),
  '/retry_after_days': 'retryAfterDays',
} as Record<string, NumberField | 'retryAfterDays'>;

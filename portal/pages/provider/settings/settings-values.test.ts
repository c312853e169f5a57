import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BillingSettings } from '../../../api/billing-settings.ts';
import {
  policyOf,
  SETTINGS_POINTERS,
  settingsChange,
  settingsOf,
  settingsValues,
} from './settings-values.ts';

const settings: BillingSettings = {
  ...{ grace_minutes: 60, payment_terms_days: 14, consolidate_invoices: true, commission_basis_points: 250 },
  ...{ draft_grace_hours: 0, write_off_after_days: null, past_due_after_days: 9, apply_credit: false },
  ...{ left_over_credit: 'refund', retry_after_days: [1, 3] },
};
const policy = { credit_on_cancel: true, credit_on_pause: false };

test('settings come back as they were, without the commission, which is not theirs to set', () => {
  const values = settingsValues(settings, policy);
  const { commission_basis_points: _, ...own } = settings;
  assert.deepEqual(settingsOf(values), own);
  assert.deepEqual(policyOf(values), policy);
});

test('an empty field goes back to the installation’s, nought is nought', () => {
  const values = {
    ...settingsValues(settings, policy),
    graceMinutes: ' ',
    draftGraceHours: '0',
    retryAfterDays: '',
  };
  const { grace_minutes, draft_grace_hours, retry_after_days } = settingsOf(values);
  assert.deepEqual([grace_minutes, draft_grace_hours, retry_after_days], [null, 0, null]);
  assert.equal(SETTINGS_POINTERS['/past_due_after_days'], 'pastDueAfterDays');
});

test('only what was changed is sent', () => {
  const values = { ...settingsValues(settings, policy), paymentTermsDays: '30', retryAfterDays: '1,3' };
  assert.deepEqual(settingsChange(settings, policy, values), { payment_terms_days: 30 });
});

import type { Db } from '#kernel';
import { deleteAlertsBefore } from './store-alerts.ts';

const KEPT_HOURS = 90 * 24;

/** Alerts are kept for ninety days after they were last seen. */
export function forgetAlerts(db: Db, at: Temporal.Instant): Promise<void> {
  return deleteAlertsBefore(db, at.subtract({ hours: KEPT_HOURS }));
}

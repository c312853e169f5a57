import { planVersions, products } from '#catalog';
import { type MailContent, organizationBillingProfile } from '#identity';
import { type Db, formatAmount } from '#kernel';
import { subscriptionsByIds } from '#subscriptions';
import type { Alert } from './alert.ts';
import { findAlert } from './store.ts';
import { unitsText } from './tend-alerts.ts';

/** The mail that tells of an alert; null where nobody is there to read it. */
export async function alertMail(db: Db, alertId: string): Promise<MailContent | null> {
  const alert = await findAlert(db, alertId);
  if (!alert) return null;
  const { email, slug, name } = await organizationBillingProfile(db, alert.organizationId);
  const subscription = (await subscriptionsByIds(db, [alert.subscriptionId])).get(alert.subscriptionId);
  if (email === null || !subscription) return null;
  const product = (await products(db, [subscription.productId])).get(subscription.productId);
  const version = (await planVersions(db, [subscription.planVersionId])).get(subscription.planVersionId);
  return {
    kind: 'usage-alert',
    to: email,
    organization: name,
    slug,
    subscription: subscription.id,
    product: product?.name ?? '',
    plan: version?.planName ?? '',
    ...thresholdWords(alert),
  };
}

function thresholdWords(
  alert: Alert,
): Pick<Extract<MailContent, { kind: 'usage-alert' }>, 'about' | 'threshold' | 'value'> {
  if (alert.kind === 'quota') {
    const value = `${unitsText(alert.value)} of ${alert.of}`;
    return { about: 'quota', threshold: `${alert.threshold} %`, value };
  }
  const money = (minor: bigint) => `${formatAmount({ minor, currency: alert.subject })} ${alert.subject}`;
  return {
    about: 'spend',
    threshold: money(alert.threshold),
    value: money(BigInt(alert.value.split('.')[0]!)),
  };
}

import { z } from 'zod';
import { currencyField } from '#identity';
import {
  audit,
  decodeKeys,
  formatAmount,
  instantText,
  invalid,
  pageOf,
  pageQuery,
  parseAmount,
  type Route,
  route,
  toPage,
} from '#kernel';
import { ALERT_KINDS, type Alert, type AlertSettings } from './alert.ts';
import { alertSettings, listAlerts, saveAlertSettings } from './store.ts';
import { unitsText } from './tend-alerts.ts';

const tag = 'alerts';

const settingsSchema = z.strictObject({
  quota_percents: z
    .array(z.int().min(1).max(1000))
    .max(8)
    .describe('Of each quota of each plan; more than 100 where calls go on for a price'),
  spend: z
    .array(z.strictObject({ amount: z.string().max(30), currency: currencyField }))
    .max(8)
    .describe('What a subscription costs in its present period, without tax'),
});

function present({ quotaPercents, spend }: AlertSettings): z.input<typeof settingsSchema> {
  return {
    quota_percents: [...quotaPercents],
    spend: spend.map(({ amountMinor: minor, currency }) => ({
      amount: formatAmount({ minor, currency }),
      currency,
    })),
  };
}

function read({ quota_percents, spend }: z.output<typeof settingsSchema>): AlertSettings {
  return {
    quotaPercents: [...new Set(quota_percents)].sort((a, b) => a - b),
    spend: spend.map(({ amount, currency }, index) => {
      const minor = minorOf(amount, currency);
      if (minor > 0n) return { amountMinor: minor, currency };
      throw invalid([
        { pointer: `/spend/${index}/amount`, detail: `must be an amount in ${currency} above zero` },
      ]);
    }),
  };
}

/** Zero where it is no amount of the currency. */
function minorOf(amount: string, currency: string): bigint {
  try {
    return parseAmount(amount, currency).minor;
  } catch (error) {
    if (error instanceof RangeError) return 0n;
    throw error;
  }
}

const alertSchema = z.object({
  id: z.string(),
  at: z.string(),
  subscription_id: z.string(),
  kind: z.enum(ALERT_KINDS),
  quota: z.string().nullable().describe('As RateLimit-Policy names it'),
  percent: z.int().nullable(),
  used: z.string().nullable(),
  limit: z.string().nullable(),
  currency: z.string().nullable(),
  threshold: z.string().nullable(),
  amount: z.string().nullable(),
  period_start_at: z.string(),
});

function presentAlert(alert: Alert): z.input<typeof alertSchema> {
  const isQuota = alert.kind === 'quota';
  const money = (minor: bigint) => formatAmount({ minor, currency: alert.subject });
  return {
    id: alert.id,
    at: instantText(alert.at),
    subscription_id: alert.subscriptionId,
    kind: alert.kind,
    quota: isQuota ? alert.subject : null,
    percent: isQuota ? Number(alert.threshold) : null,
    used: isQuota ? unitsText(alert.value) : null,
    limit: alert.of === null ? null : unitsText(alert.of),
    currency: isQuota ? null : alert.subject,
    threshold: isQuota ? null : money(alert.threshold),
    amount: isQuota ? null : money(BigInt(alert.value.split('.')[0]!)),
    period_start_at: instantText(alert.periodStartAt),
  };
}

export function alertRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/billing/alert-settings',
      tag,
      summary: 'Of what use and what costs the organization is told',
      access: 'usage:read',
      response: { status: 200, schema: settingsSchema },
      async handler({ db, organizationId }) {
        return present(await alertSettings(db, organizationId));
      },
    }),
    route({
      method: 'PUT',
      path: '/billing/alert-settings',
      tag,
      summary: 'Say of what use and what costs the organization is told, by mail to its billing address',
      access: 'billing:write',
      body: settingsSchema,
      response: { status: 200, schema: settingsSchema },
      async handler({ db, organizationId, actor, at, body }) {
        const settings = read(body);
        await saveAlertSettings(db, organizationId, settings, at);
        const action = 'alert_settings.changed';
        await audit(db, {
          at,
          organizationId,
          actor,
          action,
          object: organizationId,
          detail: present(settings),
        });
        return present(settings);
      },
    }),
    route({
      method: 'GET',
      path: '/billing/alerts',
      tag,
      summary: 'List what reached a threshold, latest first',
      access: 'usage:read',
      query: z.strictObject(pageQuery),
      response: { status: 200, schema: pageOf(alertSchema) },
      async handler({ db, organizationId, query: { limit, cursor } }) {
        const [beforeId] = decodeKeys(cursor, z.tuple([z.string().max(64)])) ?? [null];
        const rows = await listAlerts(db, organizationId, { limit: limit + 1, beforeId });
        return toPage(rows, limit, (row) => [row.id], presentAlert);
      },
    }),
  ];
}

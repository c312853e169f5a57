export type { AbuseSettings } from './abuse-desk.ts';
export { abuseDetected, quotaReset } from './events.ts';
export { forgetAlerts } from './forget-alerts.ts';
export { enforcementProblems } from './problems.ts';
export { type QuotaUse, quotaUseOf } from './quota-use.ts';
export { enforcementRoutes } from './routes.ts';
export { type EnforcementSource, roomSource } from './source.ts';
export { type Enforcement, type EnforcementOptions, startEnforcement } from './start-enforcement.ts';
export { quotaResetsOf } from './store-resets.ts';

export { alertMail } from './alert-mail.ts';
export { alertReached } from './events.ts';
export { alertRoutes } from './routes.ts';
export { deleteAlertSettings } from './store.ts';
export { type QuotaUsed, tendAlerts } from './tend-alerts.ts';

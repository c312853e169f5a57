export { lineEventsRoute } from './routes-line-events.ts';

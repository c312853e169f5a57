export { createOutbound, type Outbound } from './outbound.ts';
export { purgeOutbound } from './purge.ts';
export { outboundRoutes } from './routes.ts';

export { createOutbound, type Outbound } from './outbound.ts';
export { outboundRoutes } from './routes.ts';

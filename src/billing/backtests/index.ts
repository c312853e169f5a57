export { backtestRequested } from './events.ts';
export { backtestRoutes } from './routes-backtests.ts';
export { openBacktests } from './store-backtests.ts';
export { workBacktest } from './work-backtest.ts';

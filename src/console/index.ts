export { consoleProblems } from './problems.ts';
export { type ConsoleDeps, consoleRoutes } from './routes.ts';

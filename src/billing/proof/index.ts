export { replayText } from './present-replay.ts';
export { replayByName } from './replay-command.ts';
export { lineEventsRoute } from './routes-line-events.ts';
export { replayRoute } from './routes-replay.ts';

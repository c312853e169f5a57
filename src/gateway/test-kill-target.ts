/**
 * For `kill.test.ts`: a gateway in a process of its own, to be killed. Prints where it listens and its
 * keys.
 */
import { startRig } from './test-rig.ts';

const rig = await startRig();
console.log(
  JSON.stringify({ port: rig.gateway.port, key: rig.keys.pro, journalDirectory: rig.journalDirectory }),
);
process.stdin.on('end', () => process.exit(0)).resume();

import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// The sources are stripped and compiled once, not at every start, of which that is the half. To be called before any of
// them is loaded. Where the folder cannot be written, nothing is lost but the time.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/turnpike', import.meta.url)));
const { runCommandLine } = await import('./command-line.ts');
await runCommandLine();

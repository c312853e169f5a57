// Runs before `npm start` and `npm test` on whatever Node started npm (20 or newer): installs what the lockfile
// says when node_modules is missing or stale, and builds the portal when its sources changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

export function setUp() {
  const lock = digest(['package-lock.json']);
  const lockStamp = join(root, 'node_modules/.turnpike-installed');
  if (read(lockStamp) !== lock) {
    say('installing packages (once; a minute or two)');
    // Not `npm ci`: it refuses a lockfile that lacks a platform's optional package, and a registry copy that lags
    // behind may not have those of other platforms. This installs what is locked and leaves the lockfile as it is.
    run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
    writeFileSync(lockStamp, lock);
  }
  const node = join(root, 'node_modules/.bin/node');
  const sources = digest(['portal', 'package-lock.json', 'openapi.json']);
  const buildStamp = join(root, 'portal/dist/.built-from');
  if (existsSync(join(root, 'portal/index.html')) && read(buildStamp) !== sources) {
    say('building the portal');
    run(node, [join(root, 'node_modules/vite/bin/vite.js'), 'build', 'portal', '--logLevel', 'warn']);
    mkdirSync(dirname(buildStamp), { recursive: true });
    writeFileSync(buildStamp, sources);
  }
}

function run(command, parameters) {
  const { status, error } = spawnSync(command, parameters, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    console.error(`turnpike: ${command} ${parameters[0]} failed${error ? `: ${error.message}` : ''}`);
    process.exit(status ?? 1);
  }
}

function say(text) {
  console.error(`turnpike: ${text}`);
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** One hash over files and folders, without what is generated in them. */
function digest(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    try {
      for (const name of readdirSync(full).sort())
        if (name !== 'dist' && name !== 'node_modules') add(join(path, name));
    } catch {
      hash.update(path).update('\0').update(readFileSync(full)).update('\0');
    }
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setUp();

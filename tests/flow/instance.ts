import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What `turnpike start --json` says when it is up. */
export interface InstanceFacts {
  readonly pid: number;
  readonly portal_url: string;
  readonly gateway_url: string;
  readonly operator: { email: string; password: string } | null;
  readonly sample: {
    api_key: string;
    service_token: string;
    password: string;
    consumer_email: string;
    provider_email: string;
  } | null;
  readonly ready_ms: number;
}

/** Where the run of all tests keeps an installation that has its tables and nothing in them. */
const prepared = process.env.TURNPIKE_TEST_INSTALLATION;

/**
 * A Turnpike of its own process, ports and data directory. Its stores are copied from the prepared installation;
 * `fromNothing`, or in a data directory of the caller's, it makes them itself, as a first start does.
 */
export class Instance {
  readonly dataDirectory: string;
  readonly #environment: Record<string, string>;
  readonly #parameters: readonly string[];
  #child: ChildProcess | null = null;
  #facts: InstanceFacts | null = null;
  output = '';

  constructor(
    options: {
      environment?: Record<string, string>;
      sample?: boolean;
      dataDirectory?: string;
      fromNothing?: boolean;
    } = {},
  ) {
    this.dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'turnpike-flow-'));
    // With its owners: PostgreSQL never runs as root.
    if (prepared && !options.dataDirectory && !options.fromNothing)
      execFileSync('cp', ['-a', `${prepared}/.`, this.dataDirectory]);
    this.#environment = options.environment ?? {};
    this.#parameters = options.sample ? [] : ['--no-sample'];
  }

  get facts(): InstanceFacts {
    if (!this.#facts) throw new Error('The instance was not started');
    return this.#facts;
  }

  get child(): ChildProcess {
    if (!this.#child) throw new Error('The instance was not started');
    return this.#child;
  }

  /** Resolves when the instance says that it is up; rejects with its output when it ends before. */
  async start(extra: Record<string, string> = {}): Promise<InstanceFacts> {
    const child = spawn(process.execPath, ['src/cli.ts', 'start', '--json', ...this.#parameters], {
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        TMPDIR: process.env.TMPDIR,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        PORT: '0',
        GATEWAY_PORT: '0',
        DATA_DIR: this.dataDirectory,
        LOG_LEVEL: 'warn',
        ALLOW_PRIVATE_UPSTREAMS: '127.0.0.0/8',
        ...this.#environment,
        ...extra,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    let said = '';
    const hear = (text: string) => {
      said = (said + text).slice(-100_000);
      this.output = (this.output + text).slice(-1_000_000);
    };
    child.stderr.setEncoding('utf8').on('data', hear);
    const facts = await new Promise<InstanceFacts>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        hear(`${line}\n`);
        if (line.startsWith('{"pid"')) resolve(JSON.parse(line));
      });
      child.once('close', (code, signal) =>
        reject(new Error(`ended (${code ?? signal}) before it was up:\n${said}`)),
      );
    });
    // What is shown once is known only from the first start.
    this.#facts = {
      ...facts,
      operator: facts.operator ?? this.#facts?.operator ?? null,
      sample: facts.sample ?? this.#facts?.sample ?? null,
    };
    return this.#facts;
  }

  /** Ends the process with a signal and resolves with how it ended. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | NodeJS.Signals | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null)
      return child?.exitCode ?? child?.signalCode ?? null;
    const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
      child.once('exit', (code, by) => resolve(code ?? by));
    });
    child.kill(signal);
    return ended;
  }

  async remove(): Promise<void> {
    await this.end();
    rmSync(this.dataDirectory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

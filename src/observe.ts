import { basename } from 'node:path';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { type Billing, type CheckFigures, countSetAside } from '#billing';
import type { ReadinessCheck } from '#kernel';
import type { GatewayNode } from './gateway-node.ts';
import type { Ground } from './ground.ts';
import type { UsageIntake } from './usage-intake.ts';
import { VERSION } from './version.ts';

/** What `/ready` checks and `/metrics` shows. */
export function observe(
  ground: Ground,
  node: GatewayNode,
  intake: UsageIntake,
  billing: Pick<Billing, 'checkFigures'>,
) {
  return {
    version: VERSION,
    checks: checksOf(ground, node, intake),
    registry: metricsOf(ground, node, intake, billing),
  };
}

function checksOf({ stores, closing }: Ground, node: GatewayNode, intake: UsageIntake): ReadinessCheck[] {
  const up = (state: string) => (state === 'up' ? null : `the store is ${state}`);
  const shipping = ({ status }: { status: { state: string; reason: string | null } }) =>
    status.state === 'held-up' || status.state === 'waiting' ? (status.reason ?? status.state) : null;
  return [
    { name: 'process', run: async () => (closing.hasBegun ? 'the process is stopping' : null) },
    { name: 'database', run: async () => up(stores.state().database) },
    { name: 'usage store', run: async () => up(stores.state().usage) },
    { name: 'gateway', run: async () => node.gateway.trouble() },
    { name: 'gateway certificates', run: async () => node.gateway.certificateTrouble(), advisory: true },
    { name: 'changes', run: async () => node.enforcement.trouble() },
    { name: 'gateway journal', run: async () => shipping(node.shipper) },
    { name: 'api journal', run: async () => shipping(intake.shipper) },
  ];
}

/** Sums are taken when somebody asks; labels are fixed lists, so the number of series does not grow. */
function metricsOf(
  { stores }: Ground,
  node: GatewayNode,
  intake: UsageIntake,
  billing: Pick<Billing, 'checkFigures'>,
): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'turnpike_' });
  const gauge = (
    name: string,
    help: string,
    labelNames: string[],
    collect: (self: Gauge) => void | Promise<void>,
  ) =>
    new Gauge({
      name: `turnpike_${name}`,
      help,
      labelNames,
      registers: [registry],
      collect() {
        this.reset();
        return collect(this);
      },
    });
  gauge('gateway_answers_total', 'Answers of the gateway by status class', ['status'], (self) => {
    for (const [status, count] of Object.entries(node.gateway.metrics().answers)) self.set({ status }, count);
  });
  gauge('gateway_refusals_total', 'Refusals of the gateway by problem', ['problem'], (self) => {
    for (const [problem, count] of Object.entries(node.gateway.metrics().refusals))
      self.set({ problem }, count);
  });
  gauge('gateway_in_flight', 'Calls in flight', [], (self) => self.set(node.gateway.metrics().inFlight));
  gauge('gateway_upstream_circuits_open', 'Upstream targets left alone, summed over workers', [], (self) =>
    self.set(node.gateway.metrics().circuitsOpen),
  );
  gauge('gateway_upstream_circuit_openings_total', 'Times a target began to be left alone', [], (self) =>
    self.set(node.gateway.metrics().circuitOpenings),
  );
  gauge('gateway_upstream_repeats_total', 'Calls that went to an upstream once more', [], (self) =>
    self.set(node.gateway.metrics().repeats),
  );
  gauge('gateway_worker_restarts_total', 'Gateway workers replaced', [], (self) =>
    self.set(node.gateway.metrics().workerRestarts),
  );
  gauge('gateway_certificate_expires', 'Unix time at which a certificate ends', ['certificate'], (self) => {
    for (const { name, expiresAtMs } of node.gateway.certificates())
      self.set({ certificate: basename(name) }, expiresAtMs / 1000);
  });
  gauge('usage_shipped_events_total', 'Usage events shipped', ['journal'], (self) => {
    self.set({ journal: 'gateway' }, node.shipper.status.shippedEvents);
    self.set({ journal: 'api' }, intake.shipper.status.shippedEvents);
  });
  if (node.traces) {
    const { traces } = node;
    gauge('trace_spans_dropped_total', 'Spans that no room was left for', [], (self) =>
      self.set(traces.dropped),
    );
    gauge('trace_spans_exported_total', 'Spans that the collector took', [], (self) =>
      self.set(traces.exported),
    );
  }
  const setAside =
    'Subscriptions that could not be billed: retried by themselves, or stuck until a person retries them';
  gauge('billing_set_aside', setAside, ['state'], async (self) => {
    if (stores.state().database !== 'up') return;
    // Without the database there is nothing to say, and the other figures are wanted all the more.
    const counts = await countSetAside(stores.db).catch(() => ({}));
    for (const [state, count] of Object.entries(counts)) self.set({ state }, count);
  });
  gauge('store_up', 'Whether a store answers', ['store'], (self) => {
    for (const [store, state] of Object.entries(stores.state())) self.set({ store }, state === 'up' ? 1 : 0);
  });
  gaugeChecks(registry, async () => (stores.state().database === 'up' ? billing.checkFigures() : []));
  return registry;
}

/** Without the database there are none of these, and the others stay readable. */
function gaugeChecks(registry: Registry, figuresOf: () => Promise<CheckFigures[]>): void {
  const gauge = (name: string, help: string, read: (figures: CheckFigures) => number | null) =>
    new Gauge({
      name: `turnpike_invariant_${name}`,
      help,
      labelNames: ['check'],
      registers: [registry],
      async collect() {
        this.reset();
        for (const figures of await figuresOf()) {
          const value = read(figures);
          if (value !== null) this.set({ check: figures.check }, value);
        }
      },
    });
  gauge('findings', 'Figures that must agree and do not', ({ findings }) => findings);
  gauge('last_complete_pass', 'Unix time at which everything was last checked', ({ completedAt }) =>
    completedAt ? completedAt.epochMilliseconds / 1000 : null,
  );
}

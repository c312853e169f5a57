import { type Billing, createBilling } from '#billing';
import { upstreamPolicy } from '#catalog';
import { paymentProcessors, testProcessor } from '#connectors/payments';
import { quotaUseOf } from '#enforcement';
import { hasOrganizations, type Identity, openIdentity } from '#identity';
import {
  CHANGES_CHANNEL,
  type Clock,
  type Config,
  createJobs,
  EVENTS_CHANNEL,
  EventDispatcher,
  type Log,
  listenForNotifications,
  startLoop,
} from '#kernel';
import { keepRequestLog } from '#metering';
import { createOutbound, type Outbound } from '#outbound';
import type { LiveUse } from '#wallets';
import { walletObligations } from '#wallets';
import { dutiesOf } from './duties.ts';
import { failpointAt } from './failpoint.ts';
import { resumeFlow, wireFlow } from './flow.ts';
import { type GatewayNode, startGatewayNode } from './gateway-node.ts';
import { greetingOf, type InstanceFacts } from './greeting.ts';
import { type Ground, openGround } from './ground.ts';
import { startGuarding } from './guarding.ts';
import { configuredMailer, mustVerifyEmail } from './mailing.ts';
import { obligationsWith } from './obligations.ts';
import { observe } from './observe.ts';
import type { RouteDeps } from './routes.ts';
import { openSample, prepareOperator, prepareSample, type RunningSample } from './sample/prepare.ts';
import { loadTestClocks, travel } from './time-travel.ts';
import { startUsageIntake } from './usage-intake.ts';
import { walletCheck } from './wallet-check.ts';
import { printable, startWebServer } from './web-server.ts';

export interface Turnpike {
  readonly facts: InstanceFacts;
  /** What a person sees on the terminal. */
  readonly greeting: string;
  /** Drains: in-flight calls finish, journals are shipped, stores stop last. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly sample: boolean;
  readonly clock?: Clock;
  readonly log?: Log;
}

/** Starts everything in one process. When a part fails, what already runs is stopped again. */
export async function startTurnpike(config: Config, options: StartOptions): Promise<Turnpike> {
  const startedMs = performance.now();
  const ground = await openGround(config, options);
  try {
    const parts = await startParts(ground, options.sample);
    const facts = { ...parts, ready_ms: Math.round(performance.now() - startedMs) };
    return { facts, greeting: greetingOf(facts), stop: () => ground.closing.close() };
  } catch (error) {
    await ground.closing.close();
    throw error;
  }
}

async function startParts(ground: Ground, sample: boolean): Promise<Omit<InstanceFacts, 'ready_ms'>> {
  const { config, clock, log, secrets, stores } = ground;
  const { publicUrl } = config;
  await loadTestClocks(stores.db, clock);
  let portalUrl = '';
  const address = () => publicUrl ?? portalUrl;
  const identity = await openIdentity(stores.db, {
    clock,
    secrets,
    publicUrl,
    portalUrl: address,
    requireVerifiedEmail: mustVerifyEmail(config),
    obligationsOf: obligationsWith(walletObligations),
  });
  // An installation in use never gets the sample for a forgotten --no-sample.
  const running = await openSample(ground, sample && !(await hasOrganizations(stores.db)));
  const allowed = [
    ...config.allowPrivateUpstreams,
    ...(running ? [`127.0.0.1:${running.upstream.port}`] : []),
  ];
  const node = await startGatewayNode(ground, allowed);
  const intake = startUsageIntake(ground);
  await keepRequestLog(stores.usageDb, config.requestLogDays);
  const { liveUse } = node.enforcement;
  const billing = openBilling(ground, running !== null, address, liveUse);
  const mailer = configuredMailer(config);
  const outbound = createOutbound({
    ...{ db: stores.db, clock, log, secrets, mailer, portalUrl: address },
    failpoint: failpointAt(config.failAt),
  });
  startFlow(ground, node, { identity, billing, outbound });
  portalUrl = await startWebServer(ground, {
    identity,
    secrets,
    db: stores.db,
    usageDb: stores.usageDb,
    relay: relayTo(config, node),
    upstreams: upstreamPolicy({
      allowPrivateUpstreams: allowed,
      ownAddresses: ownAddresses(config, node.urls),
    }),
    upstreamHealth: (productId) => ({
      workers: node.gateway.workers,
      targets: node.gateway.upstreamHealth(productId),
    }),
    gatewayPublicUrl: config.gatewayPublicUrl ?? node.url,
    ownHosts: new Set([...ownHosts(config, node.url), ...config.gatewayHosts]),
    ingestion: intake.ingestion,
    enforcement: node.enforcement,
    liveUse,
    billing,
    outbound,
    operations: observe(ground, node, intake, billing),
    testClocks: clock,
    ...startGuarding(ground, identity),
  });
  // First of all, while `/ready` can still tell whoever sends calls here to send them elsewhere.
  ground.closing.add('calls in flight', () => node.gateway.stop());
  return {
    pid: process.pid,
    portal_url: address(),
    gateway_url: config.gatewayPublicUrl ?? node.url,
    mail: { name: mailer.name, destination: mailer.destination },
    ...(await createAccounts(ground, identity, node, running)),
  };
}

/** Last of all, as their secrets are shown once: a start that fails, say for a port in use, must not use them up. */
async function createAccounts(
  ground: Ground,
  identity: Identity,
  node: GatewayNode,
  running: RunningSample | null,
): Promise<Pick<InstanceFacts, 'operator' | 'sample'>> {
  const sample = running && (await prepareSample(ground, identity, running));
  const operator = await prepareOperator(ground, identity);
  await node.enforcement.catchUp();
  return { operator, sample };
}

/** Host names under which this installation is reached. */
function ownHosts({ publicUrl, gatewayPublicUrl }: Config, gatewayUrl: string): string[] {
  return [gatewayUrl, publicUrl ?? [], gatewayPublicUrl ?? []].flat().map((text) => new URL(text).hostname);
}

/** How the console calls this process's own gateway, under the name that consumers know. */
function relayTo({ gatewayPublicUrl }: Config, { url, relayToken }: GatewayNode): RouteDeps['relay'] {
  return { gatewayUrl: url, host: new URL(gatewayPublicUrl ?? url).host, token: relayToken };
}

/** Where this installation answers itself, as `host:port`. Its own port may be chosen by the system; then it is not known yet. */
function ownAddresses(
  { host, port, publicUrl, gatewayPublicUrl }: Config,
  gatewayUrls: readonly string[],
): string[] {
  const portal = port === 0 ? [] : [`http://${printable(host)}:${port}`];
  return [...gatewayUrls, ...portal, publicUrl ?? [], gatewayPublicUrl ?? []].flat().map((text) => {
    const url = new URL(text);
    return `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`;
  });
}

/** Billing with the processors of this installation. The test processor moves no money: only the sample has it unasked. */
function openBilling(
  { config, clock, log, stores }: Ground,
  sample: boolean,
  portalUrl: () => string,
  liveUse: LiveUse,
): Billing {
  const { db, usageDb } = stores;
  const isOn = config.testProcessor === undefined ? sample : config.testProcessor === 'on';
  const test = isOn
    ? testProcessor(db, (attemptId) => `${portalUrl()}/checkout/test-processor/${attemptId}`)
    : null;
  return createBilling({
    db,
    usageDb,
    clock,
    log,
    processors: paymentProcessors(test ? [test] : []),
    testProcessor: test,
    checks: [walletCheck],
    defaults: {
      commissionBasisPoints: config.platformFeeBps,
      graceMinutes: config.billingGraceMinutes,
      paymentTermsDays: config.paymentTermsDays,
    },
    portalUrl: config.publicUrl ?? null,
    liveUse,
    failpoint: failpointAt(config.failAt),
  });
}

/** Events, jobs, collection, and the wake-up calls between them. */
function startFlow(
  ground: Ground,
  node: GatewayNode,
  parts: { identity: Identity; billing: Billing; outbound: Outbound },
): void {
  const { billing, outbound } = parts;
  const { config, clock, log, stores, closing } = ground;
  const { db, usageDb } = stores;
  const events = new EventDispatcher(db, clock, log);
  const jobs = createJobs(stores.listenConnectionString, log);
  const collect = startLoop('payments', 1000, log, () => billing.sendDueAttempts());
  closing.add('payments', () => collect.stop());
  const topUps = startLoop('top-ups', 1000, log, () => billing.startDueTopUps());
  closing.add('top-ups', () => topUps.stop());
  const mails = startLoop('mails', 1000, log, () => outbound.sendDueMails());
  closing.add('mails', () => mails.stop());
  const now = { collectNow: () => collect.wake(), mailNow: () => mails.wake() };
  const quotaUse = quotaUseOf(node.enforcement);
  const duties = dutiesOf({ billing, db, clock, quotaUse });
  const deliverEvents = async () => {
    while ((await events.deliverDue()) > 0);
  };
  const timeMoved = (organizationId: string) => node.enforcement.timeMoved(organizationId);
  const flow = {
    ...{ db, usageDb, clock, log, retention: config, duties },
    ...{ ...parts, ...now },
    travel: (organizationId: string, signal: AbortSignal) =>
      travel({ db, clock, log, billing, duties, timeMoved, deliverEvents }, organizationId, signal),
  };
  wireFlow(events, jobs, flow);
  const dispatch = startLoop('events', 1000, log, () => events.deliverDue());
  closing.add('events', () => dispatch.stop());
  // Jobs are no condition for admitting calls: a start does not wait for them.
  const started = jobs
    .start()
    .then(() => resumeFlow(jobs, flow))
    .catch((error: unknown) => log.error({ err: error }, 'jobs could not be started'));
  closing.add('jobs', async () => {
    await started;
    await jobs.stop();
  });
  const wakes = { [CHANGES_CHANNEL]: () => node.enforcement.wake(), [EVENTS_CHANNEL]: () => dispatch.wake() };
  const listening = listenForNotifications(stores.listenConnectionString, wakes, log);
  closing.add('notifications', () => listening.stop());
}

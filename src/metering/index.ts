export { type Candidate, type FindCandidates, findCandidates } from './attribution.ts';
export { compareRollups, type RollupDifference, repairRollups } from './compare-rollups.ts';
export { neededSegments } from './delete-segments.ts';
export { type CallQuestion, type CountedCall, findCall } from './find-call.ts';
export { type IngestDeps, type Ingestion, type IngestPlan, ingestUsage } from './ingest-usage.ts';
export { Intake, type IntakeOptions } from './intake.ts';
export { keyUsageReader } from './key-usage.ts';
export { type LimitHitCount, LimitHitLog, startLimitHitLog } from './limit-hit-log.ts';
export type { MeterQuestion, MeterReading, MeterWindow } from './meter-question.ts';
export { API_CONNECTION, type MeteringNode, type NodeKind, type NodeState } from './node.ts';
export { meteringProblems } from './problems.ts';
export { processQueue, startQueue } from './process-queue.ts';
export { eraseRequestLog, keepRequestLog, type RequestLogOwner } from './request-log.ts';
export { meteringRoutes } from './routes.ts';
export {
  type RunningShipper,
  Shipper,
  type ShipperOptions,
  type ShipperStatus,
  startShipper,
} from './shipper.ts';
export { type ExportedEvent, exportPage } from './store-export.ts';
export { type AskedMeter, readMeters } from './store-meters.ts';
export {
  type EventPage,
  type EventPosition,
  listEvents,
  positionOf,
  sumUsage,
  totalUsage,
  type UsageDimension,
  type UsageEventRow,
  type UsageFilter,
  type UsageSum,
  type UsageTotals,
  type UsageWindow,
} from './store-questions.ts';
export { listNodes, shippedBatches } from './store-shipping.ts';
export { type HourOfUnits, unitsByHour } from './store-units-by-hour.ts';
export { isSummed, summedQuantity } from './summed-meters.ts';
export { insertTrialEvents, type TrialEvent } from './trial-events.ts';
export { declareNodeLost, highestBatch, usageCompleteUntil } from './usage-complete-until.ts';
export { MAX_REPORTS, type UsageReport } from './usage-report.ts';

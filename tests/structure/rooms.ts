/** The rooms in the order of the street: a room imports only rooms that stand before it. */
export const ROOMS = [
  'kernel',
  'rating',
  'connectors',
  'identity',
  'ledger',
  'wallets',
  'documents',
  'catalog',
  'subscriptions',
  'metering',
  'enforcement',
  'billing',
  'gateway',
  'console',
  'analytics',
  'outbound',
  'authoring',
] as const;

/** Files directly in src/ and these folders see all rooms; no room sees them. */
export const ROOF_FOLDERS = ['backup', 'commands', 'sample'] as const;

/** Faces within a room that others may import beside the room's own. */
export const INNER_FACES = [
  /^connectors\/[a-z]+$/,
  /^billing\/(backtests|changes|coupons|credits|documents|invoices|payments|payouts|proof)$/,
  /^metering\/journal$/,
  /^enforcement\/admission$/,
  /^kernel\/(addresses|http-signature)$/,
  /^subscriptions\/key-text$/,
];

/** Rooms that may read the published views (`<room>_v_…`) of others. */
export const VIEW_READERS = ['analytics', 'outbound'];

export const FORBIDDEN_NAMES = [
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'shared',
  'manager',
  'v2',
  'misc',
  'lib',
];

export const LIMITS = { fileLines: 400, functionLines: 70, componentLines: 250, readmeLines: 60 };

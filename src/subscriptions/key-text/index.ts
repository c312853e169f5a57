// No store behind it: gateway workers load this face and not the room's.
export * from './key-text.ts';
export * from './signing-secret.ts';

// No store behind it: gateway workers load this face and not the kernel's.
export * from './address-list.ts';
export * from './guarded-lookup.ts';
export * from './public-address.ts';

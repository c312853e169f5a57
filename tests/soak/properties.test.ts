import fc from 'fast-check';

// The same properties as in every run of the tests, many more times. A failure prints its seed and its example.
fc.configureGlobal({ numRuns: 3000 });
await import('../../src/rating/rate.property.test.ts');
await import('../../src/rating/event-prices.property.test.ts');
fc.configureGlobal({ numRuns: 200 });
await import('../../src/metering/meters.property.test.ts');

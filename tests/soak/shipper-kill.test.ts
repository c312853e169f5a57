// The same story as in every run of the tests; here many more kills.
process.env.TURNPIKE_TEST_THOROUGH = '1';
await import('../../src/metering/shipper-kill.test.ts');

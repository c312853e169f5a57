// The same story as in every run of the tests; here everything that can be tried at each place.
process.env.TURNPIKE_TEST_THOROUGH = '1';
await import('../flow/bad-input.test.ts');

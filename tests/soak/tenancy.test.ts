// The same story as in every run of the tests; here every list is asked for every id.
process.env.TURNPIKE_TEST_THOROUGH = '1';
await import('../flow/tenancy.test.ts');

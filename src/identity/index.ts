export { type Acting, actingFor, requireOrganization } from './acting.ts';
export { authenticate, organizationHeader } from './authenticate.ts';
export { type BillingProfile, organizationBillingProfile } from './billing-profile.ts';
export { createOperator } from './create-operator.ts';
export { createOrganization } from './create-organization.ts';
export { createServiceToken } from './create-service-token.ts';
export * from './events.ts';
export { type Identity, openIdentity } from './identity.ts';
export { type MailContent, mailContentSchema } from './mail.ts';
export { moveTestClock, settleTestClock } from './move-test-clock.ts';
export { onboardProvider } from './onboard-provider.ts';
export type { Organization, PostalAddress } from './organization.ts';
export { addressField, countryField, currencyField, timeZoneField } from './organization.ts';
export { createPasswords, type Passwords } from './password.ts';
export { identityProblems } from './problems.ts';
export { purgeIdentity } from './purge.ts';
export { readRegion, regionOfGstin } from './regions.ts';
export { requireVerifiedEmail } from './require-verified-email.ts';
export { takeMail } from './reset-password.ts';
export { permissionsOf, ROLES, type Role } from './roles.ts';
export { identityRoutes } from './routes.ts';
export { testClockRoutes } from './routes-test-clocks.ts';
export { signUp } from './sign-up.ts';
export { rotateSigningKey } from './signing-keys.ts';
export {
  findOrganizationBySlug,
  findOrganizations,
  hasOrganizations,
  resolveOrganizations,
} from './store-accounts.ts';
export { suspendedAmong, suspendedOrganizations } from './store-endings.ts';
export { listProviders as listLoginProviders } from './store-logins.ts';
export { allTestClocks, findTestClock } from './store-test-clocks.ts';
export { findUser, findUserByEmail } from './store-users.ts';
export { isTaxNumber, knowsTaxNumbers, readTaxNumber } from './tax-number.ts';
export type { TestClock } from './test-clock.ts';
export { addressGroup } from './throttle.ts';
export type { User } from './user.ts';
export { userActor } from './user-actor.ts';

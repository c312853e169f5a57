import { queryOptions } from '@tanstack/react-query';
import { type Answer, answer, api } from './client.ts';
import { queryClient } from './query.ts';
import { begun, refreshSession } from './session.ts';

export interface Confirmation {
  password: string;
  code?: string | undefined;
}

/** An empty code is none: who has no second factor leaves it out. */
const proofOf = ({ password, code }: Confirmation) => ({ password, ...(code ? { code } : {}) });

export const forgetPassword = (email: string) =>
  answer(api.POST('/api/v1/auth/password/forgot', { body: { email } }));

export const resetPassword = (token: string, password: string) =>
  answer(api.POST('/api/v1/auth/password/reset', { body: { token, password } }));

export async function verifyEmail(token: string): Promise<void> {
  await answer(api.POST('/api/v1/auth/email/verify', { body: { token } }));
  await refreshSession();
}

export const resendVerification = () => answer(api.POST('/api/v1/me/email/verification'));

export const providersQuery = queryOptions({
  queryKey: ['login-providers'],
  queryFn: async () => (await answer(api.GET('/api/v1/auth/providers'))).data,
});

/** The address to which the browser is sent for a log-in at the provider. */
export async function startProviderLogin(provider: string): Promise<string> {
  const params = { path: { provider } };
  return (await answer(api.POST('/api/v1/auth/providers/{provider}/start', { params }))).url;
}

export async function linkProvider(provider: string, proof: Confirmation): Promise<string> {
  return (await answer(api.POST('/api/v1/me/logins', { body: { ...proofOf(proof), provider } }))).url;
}

export type ProviderReturn = { state: string; code?: string; iss?: string; error?: string };
export type ProviderOutcome =
  | { kind: 'linked' }
  | { kind: 'signed-in' }
  | { kind: 'challenge'; token: string };

export async function finishProviderLogin(returned: ProviderReturn): Promise<ProviderOutcome> {
  const body = { ...returned, session: 'cookie' as const };
  const result = await answer(api.POST('/api/v1/auth/providers/finish', { body }));
  if ('linked' in result) return { kind: 'linked' };
  const token = await begun(result);
  return token === null ? { kind: 'signed-in' } : { kind: 'challenge', token };
}

export const secondFactorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: () => answer(api.GET('/api/v1/me/second-factor')),
});

export const proposeSecret = () => answer(api.POST('/api/v1/me/second-factor/secret'));

export async function enableSecondFactor(password: string, code: string): Promise<string[]> {
  const body = { password, code };
  const { recovery_codes: codes } = await answer(api.POST('/api/v1/me/second-factor/enable', { body }));
  await queryClient.invalidateQueries({ queryKey: ['second-factor'] });
  await queryClient.invalidateQueries({ queryKey: ['sessions'] });
  return codes;
}

export async function disableSecondFactor(proof: Confirmation): Promise<void> {
  await answer(api.POST('/api/v1/me/second-factor/disable', { body: proofOf(proof) }));
  await queryClient.invalidateQueries({ queryKey: ['second-factor'] });
}

export type OwnSession = Answer<'/api/v1/me/sessions', 'get'>['data'][number];

export const ownSessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async () =>
    (await answer(api.GET('/api/v1/me/sessions', { params: { query: { limit: 200 } } }))).data,
});

export async function endSession(id: string): Promise<void> {
  await answer(api.DELETE('/api/v1/me/sessions/{session_id}', { params: { path: { session_id: id } } }));
  await queryClient.invalidateQueries({ queryKey: ['sessions'] });
}

export async function endOtherSessions(): Promise<void> {
  await answer(api.POST('/api/v1/me/sessions/end-others'));
  await queryClient.invalidateQueries({ queryKey: ['sessions'] });
}

export type LinkedLogin = Answer<'/api/v1/me/logins', 'get'>['data'][number];

export const linkedLoginsQuery = queryOptions({
  queryKey: ['linked-logins'],
  queryFn: async () => (await answer(api.GET('/api/v1/me/logins'))).data,
});

export async function unlinkLogin(id: string): Promise<void> {
  await answer(api.DELETE('/api/v1/me/logins/{login_id}', { params: { path: { login_id: id } } }));
  await queryClient.invalidateQueries({ queryKey: ['linked-logins'] });
}

export const EXPORT_ADDRESS = '/api/v1/me/export';

export async function eraseAccount(proof: Confirmation): Promise<void> {
  await answer(api.DELETE('/api/v1/me', { body: proofOf(proof) }));
}

export async function acceptInvitation(token: string): Promise<string> {
  const { organization_id: id } = await answer(api.POST('/api/v1/invitations/accept', { body: { token } }));
  await refreshSession();
  return id;
}

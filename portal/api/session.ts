import { queryOptions } from '@tanstack/react-query';
import { type Answer, answer, api } from './client.ts';
import { mayHaveSession } from './csrf.ts';
import { isProblem } from './problem.ts';
import { queryClient } from './query.ts';

type Me = Answer<'/api/v1/me', 'get'>;
type Person = NonNullable<Me['user']>;

export interface Session {
  user: Pick<Person, 'id' | 'email' | 'email_verified' | 'name' | 'password_is_temporary'>;
  operator: boolean;
  organizations: SessionOrganization[];
}
export type SessionOrganization = Me['organizations'][number];

/** Who is signed in, or null. Asked once and kept until sign-in or sign-out. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: Number.POSITIVE_INFINITY,
  async queryFn(): Promise<Session | null> {
    if (!mayHaveSession()) return null;
    try {
      const { user, operator, organizations } = await answer(api.GET('/api/v1/me'));
      return user && { user, operator, organizations };
    } catch (error) {
      if (isProblem(error, 401)) return null;
      throw error;
    }
  },
});

/** Signs in, or answers the challenge of who has a second factor. */
export async function signIn(credentials: { email: string; password: string }): Promise<string | null> {
  const body = { ...credentials, session: 'cookie' as const };
  return begun(await answer(api.POST('/api/v1/auth/login', { body })));
}

export async function takeSecondStep(challenge: string, code: string): Promise<void> {
  const body = { challenge_token: challenge, code, session: 'cookie' as const };
  await answer(api.POST('/api/v1/auth/login/second-factor', { body }));
  await refreshSession();
}

/** A log-in that has begun: it is over, or there is a challenge to be met. */
export async function begun(result: object): Promise<string | null> {
  if ('challenge_token' in result) return String(result.challenge_token);
  await refreshSession();
  return null;
}

export interface Registration {
  email: string;
  password: string;
  name: string;
  organization: string;
}

export async function signUp({ organization, ...person }: Registration): Promise<void> {
  await answer(
    api.POST('/api/v1/auth/signup', {
      body: { ...person, organization_name: organization, session: 'cookie' },
    }),
  );
  await refreshSession();
}

export async function changePassword(current: string, next: string): Promise<void> {
  await answer(api.POST('/api/v1/me/password', { body: { current_password: current, new_password: next } }));
  await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
}

/** Forgets all that was read for the former user, whatever the server says. */
export async function signOut(): Promise<void> {
  try {
    await answer(api.POST('/api/v1/auth/logout'));
  } finally {
    queryClient.clear();
    queryClient.setQueryData(sessionQuery.queryKey, null);
  }
}

/** After sign-in, and after what changes memberships. */
export async function refreshSession(): Promise<void> {
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
  await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
}

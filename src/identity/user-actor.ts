import { type Actor, anonymous } from '#kernel';
import type { User } from './user.ts';

/** The person as an actor before any organization is chosen: for audit entries about themselves. */
export function userActor(
  user: Pick<User, 'id' | 'name' | 'operator'>,
  sessionId: string | null = null,
): Actor {
  return {
    ...anonymous,
    kind: 'user',
    userId: user.id,
    tokenId: sessionId,
    operator: user.operator,
    name: user.name,
  };
}

import type { Route } from '#kernel';
import type { Identity } from './identity.ts';
import { loginRoutes } from './routes-logins.ts';
import { memberRoutes } from './routes-members.ts';
import { organizationRoutes } from './routes-organizations.ts';
import { passwordRoutes } from './routes-password.ts';
import { secondFactorRoutes } from './routes-second-factor.ts';
import { personRoutes, sessionRoutes } from './routes-sessions.ts';
import { serviceTokenRoutes } from './routes-tokens.ts';

export function identityRoutes(identity: Identity): Route[] {
  return [
    ...sessionRoutes(identity),
    ...loginRoutes(identity),
    ...passwordRoutes(identity),
    ...personRoutes(identity),
    ...secondFactorRoutes(identity),
    ...organizationRoutes(),
    ...memberRoutes(identity),
    ...serviceTokenRoutes(identity),
  ];
}

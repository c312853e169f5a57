import type { Route } from '#kernel';
import type { Identity } from './identity.ts';
import { directoryRoutes } from './routes-directory.ts';
import { endingRoutes } from './routes-endings.ts';
import { loginRoutes } from './routes-logins.ts';
import { memberRoutes } from './routes-members.ts';
import { organizationRoutes } from './routes-organizations.ts';
import { ownSessionRoutes } from './routes-own-sessions.ts';
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
    ...ownSessionRoutes(identity),
    ...endingRoutes(identity),
    ...directoryRoutes(identity),
    ...organizationRoutes(),
    ...memberRoutes(identity),
    ...serviceTokenRoutes(identity),
  ];
}

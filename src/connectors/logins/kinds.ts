import { githubProvider } from './github.ts';
import { oidcProvider } from './oidc.ts';
import type { LoginClient, LoginProvider } from './port.ts';

/** The kinds of providers that accounts may come from. */
export const loginProviderKinds: Readonly<Record<'oidc' | 'github', (client: LoginClient) => LoginProvider>> =
  {
    oidc: oidcProvider,
    github: githubProvider,
  };

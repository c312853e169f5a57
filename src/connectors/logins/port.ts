/** What one log-in is tied to: kept by us, sealed, until the browser comes back. */
export interface LoginChecks {
  readonly state: string;
  readonly nonce: string;
  /** PKCE (RFC 7636): only who began the log-in can redeem its code. */
  readonly codeVerifier: string;
}

/** What the provider sent the browser back with. */
export interface LoginReturn {
  readonly state: string;
  readonly code?: string | undefined;
  /** RFC 9207: who answers. */
  readonly iss?: string | undefined;
  readonly error?: string | undefined;
}

/** Who somebody is at the provider. Issuer and subject identify a person; the e-mail address does not. */
export interface RemotePerson {
  readonly issuer: string;
  readonly subject: string;
  /** Lower-cased. */
  readonly email: string | null;
  /** Whether the provider says that the person reads its mail. */
  readonly emailVerified: boolean;
  readonly name: string | null;
  /** What the person calls this log-in: an address or an account name. */
  readonly label: string | null;
}

/** Lets somebody else's accounts log in here: authorization code with PKCE, state and nonce. */
export interface LoginProvider {
  /** Where the browser goes. */
  start(redirectUri: string, checks: LoginChecks): Promise<string>;
  /** Redeems the code. Throws LoginFailed for whatever is not a fresh, genuine answer to these checks. */
  finish(redirectUri: string, returned: LoginReturn, checks: LoginChecks): Promise<RemotePerson>;
}

export interface LoginClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The log-in did not succeed; the message says why, without secrets. */
export class LoginFailed extends Error {
  override name = 'LoginFailed';
}

// Generated from openapi.json by scripts/portal-types.ts (npm run openapi). Do not edit.

export interface paths {
  "/api/v1/alerts": {
    /** List bursts that look like abuse, latest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                kind: "refusals-by-address" | "refusals-by-key" | "key-in-many-places";
                /** An IPv6 address as its /64 */
                address: string | null;
                key_id: string | null;
                product_id: string | null;
                /** Calls refused with 401, 403 or 404, or addresses that a key was used from */
                seen: number;
                threshold: number;
                throttled_until: string | null;
                began_at: string;
                last_seen_at: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/audit": {
    /** What was done, by whom, newest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          chain?: string | undefined;
          object?: string | undefined;
          action?: string | undefined;
          actor?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                position: number;
                at: string;
                actor: {
                  kind: string;
                  id: string | null;
                  name: string;
                };
                action: string;
                object: string;
                detail: Record<string, unknown>;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/audit/verify": {
    /** Walk every audit chain and name the first broken link */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              intact: boolean;
              entries: number | null;
              /** Ends that were compared with what the data directory remembers */
              anchored: number | null;
              /** Over the ends of all chains: keep it elsewhere to compare later */
              head: string | null;
              broken: {
                chain: string;
                position: number;
                reason: string;
              } | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/auth/email/verify": {
    /** Prove an e-mail address with the secret of a verification mail */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            token: string;
          };
        };
      };
      responses: {
        204: {
          content?: never;
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        410: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/auth/login": {
    /** Log in with e-mail and password */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            email: string;
            password: string;
            /** token: answers with tokens (programs). cookie: sets an HttpOnly session cookie (the portal). */
            session?: "token" | "cookie";
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              access_token: string;
              token_type: "Bearer";
              /** Seconds */
              expires_in: number;
              refresh_token: string;
            } | {
              session: "cookie";
              /** Repeat it in X-CSRF-Token; also in the cookie turnpike_csrf */
              csrf_token: string;
              /** Seconds */
              expires_in: number;
            } | {
              second_factor: "required";
              /** Send it with the code; good for five minutes and five tries */
              challenge_token: string;
              /** Seconds */
              expires_in: number;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        429: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/auth/login/second-factor": {
    /** The second step of a log-in: a code of the authenticator, or a recovery code */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            challenge_token: string;
            code: string;
            /** token: answers with tokens (programs). cookie: sets an HttpOnly session cookie (the portal). */
            session?: "token" | "cookie";
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              access_token: string;
              token_type: "Bearer";
              /** Seconds */
              expires_in: number;
              refresh_token: string;
            } | {
              session: "cookie";
              /** Repeat it in X-CSRF-Token; also in the cookie turnpike_csrf */
              csrf_token: string;
              /** Seconds */
              expires_in: number;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        429: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/auth/logout": {
    /** Log out: ends the session of the refresh token, access token or cookie */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: {
        content: {
          "application/json": {
            refresh_token?: string;
          };
        };
      };
      responses: {
        204: {
          content?: never;
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/auth/password/forgot": {
    /** Have a link sent that resets the password */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            email: string;
          };
        };
      };
      responses: {
        202: {
          content: {
            "application/json": Record<string, never>;
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        429: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/auth/password/reset": {
    /** Set a new password with the secret of a reset mail; ends all sessions */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            token: string;
            password: string;
          };
        };
      };
      responses: {
        204: {
          content?: never;
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        410: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/auth/providers": {
    /** Where else one may log in from */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                name: string;
                label: string;
                kind: "oidc" | "github";
              })[];
            };
          };
        };
      };
    };
  };
  "/api/v1/auth/providers/{provider}/start": {
    /** Begin a log-in at a provider; the answer is tied to this browser by a cookie */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          provider: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              /** Send the browser there */
              url: string;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/auth/providers/finish": {
    /** What the provider sent the browser back with: logs in, signs up, or links */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            state: string;
            code?: string;
            iss?: string;
            error?: string;
            /** token: answers with tokens (programs). cookie: sets an HttpOnly session cookie (the portal). */
            session?: "token" | "cookie";
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              access_token: string;
              token_type: "Bearer";
              /** Seconds */
              expires_in: number;
              refresh_token: string;
            } | {
              session: "cookie";
              /** Repeat it in X-CSRF-Token; also in the cookie turnpike_csrf */
              csrf_token: string;
              /** Seconds */
              expires_in: number;
            } | {
              second_factor: "required";
              /** Send it with the code; good for five minutes and five tries */
              challenge_token: string;
              /** Seconds */
              expires_in: number;
            } | {
              linked: {
                id: string;
                provider: string;
                label: string | null;
                linked_at: string;
                last_used_at: string | null;
              };
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        429: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/auth/refresh": {
    /** Exchange a refresh token for a new pair */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            refresh_token: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              access_token: string;
              token_type: "Bearer";
              /** Seconds */
              expires_in: number;
              refresh_token: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/auth/signup": {
    /** Sign up: makes a user and their own organization, and signs in */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            email: string;
            password: string;
            name?: string;
            organization_name?: string;
            organization_slug?: string;
            /** token: answers with tokens (programs). cookie: sets an HttpOnly session cookie (the portal). */
            session?: "token" | "cookie";
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              access_token: string;
              token_type: "Bearer";
              /** Seconds */
              expires_in: number;
              refresh_token: string;
              user: {
                id: string;
                email: string;
                email_verified: boolean;
                name: string;
                operator: boolean;
                /** false for who signed up through a provider: set one by a reset mail */
                has_password: boolean;
                /** The password was made by the installation: ask for a new one */
                password_is_temporary: boolean;
                created_at: string;
              };
              organization: {
                id: string;
                slug: string;
                external_id: string | null;
                name: string;
                provider: boolean;
                billing_time_zone: string;
                default_currency: string;
                billing_email: string | null;
                legal: {
                  name: string | null;
                  address: {
                    line1: string;
                    line2: string | null;
                    city: string;
                    region: string | null;
                    postal_code: string | null;
                  } | null;
                  country: string | null;
                  tax_id: string | null;
                };
                created_at: string;
              };
            } | {
              session: "cookie";
              /** Repeat it in X-CSRF-Token; also in the cookie turnpike_csrf */
              csrf_token: string;
              /** Seconds */
              expires_in: number;
              user: {
                id: string;
                email: string;
                email_verified: boolean;
                name: string;
                operator: boolean;
                /** false for who signed up through a provider: set one by a reset mail */
                has_password: boolean;
                /** The password was made by the installation: ask for a new one */
                password_is_temporary: boolean;
                created_at: string;
              };
              organization: {
                id: string;
                slug: string;
                external_id: string | null;
                name: string;
                provider: boolean;
                billing_time_zone: string;
                default_currency: string;
                billing_email: string | null;
                legal: {
                  name: string | null;
                  address: {
                    line1: string;
                    line2: string | null;
                    city: string;
                    region: string | null;
                    postal_code: string | null;
                  } | null;
                  country: string | null;
                  tax_id: string | null;
                };
                created_at: string;
              };
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        429: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/balances": {
    /** What the provider has earned and not been paid yet */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: {
                currency: string;
                /** Share of invoices that are not paid yet */
                unsettled: string;
                /** Share of paid invoices */
                payable: string;
                /** On its way to you */
                in_transit: string;
              }[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/alert-settings": {
    /** Of what use and what costs the organization is told */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              /** Of each quota of each plan; more than 100 where calls go on for a price */
              quota_percents: number[];
              /** What a subscription costs in its present period, without tax */
              spend: {
                amount: string;
                currency: string;
              }[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Say of what use and what costs the organization is told, by mail to its billing address */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** Of each quota of each plan; more than 100 where calls go on for a price */
            quota_percents: number[];
            /** What a subscription costs in its present period, without tax */
            spend: {
              amount: string;
              currency: string;
            }[];
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              /** Of each quota of each plan; more than 100 where calls go on for a price */
              quota_percents: number[];
              /** What a subscription costs in its present period, without tax */
              spend: {
                amount: string;
                currency: string;
              }[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/alerts": {
    /** List what reached a threshold, latest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                at: string;
                subscription_id: string;
                kind: "quota" | "spend";
                /** As RateLimit-Policy names it */
                quota: string | null;
                percent: number | null;
                used: string | null;
                limit: string | null;
                currency: string | null;
                threshold: string | null;
                amount: string | null;
                period_start_at: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/backtests": {
    /** List back-tests, latest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                state: "queued" | "running" | "done" | "failed";
                plan_id: string;
                plan_version_id: string | null;
                from: string;
                to: string;
                problem: string | null;
                created_at: string;
                finished_at: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Price past periods again with another plan version */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** Whose subscribers’ periods are priced again */
            plan_id: string;
            /** The candidate: a version of any of your plans */
            plan_version_id?: string | null;
            /** The candidate, before it is a version */
            terms?: components['schemas']["PlanTermsInput"] | null;
            /** ISO 8601 with an offset or Z */
            from: string;
            /** Billing periods that lie wholly between the two are priced again */
            to: string;
          };
        };
      };
      responses: {
        202: {
          content: {
            "application/json": {
              id: string;
              state: "queued" | "running" | "done" | "failed";
              plan_id: string;
              plan_version_id: string | null;
              from: string;
              to: string;
              problem: string | null;
              /** Of what could be compared, per currency */
              totals: {
                currency: string;
                subscriptions: number;
                old: string;
                new: string;
                difference: string;
                /** Subscriptions that would have paid more */
                dearer: number;
                cheaper: number;
              }[];
              not_comparable: number;
              /** The greatest differences, either way */
              top_movers: ({
                subscription_id: string;
                organization_id: string;
                currency: string;
                periods: number;
                old: string;
                new: string | null;
                difference: string | null;
                /** Why the candidate cannot price it */
                reason: string | null;
              })[];
              created_at: string;
              finished_at: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/backtests/{backtest_id}": {
    /** Show a back-test: totals and who would pay most more or less */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          backtest_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              state: "queued" | "running" | "done" | "failed";
              plan_id: string;
              plan_version_id: string | null;
              from: string;
              to: string;
              problem: string | null;
              /** Of what could be compared, per currency */
              totals: {
                currency: string;
                subscriptions: number;
                old: string;
                new: string;
                difference: string;
                /** Subscriptions that would have paid more */
                dearer: number;
                cheaper: number;
              }[];
              not_comparable: number;
              /** The greatest differences, either way */
              top_movers: ({
                subscription_id: string;
                organization_id: string;
                currency: string;
                periods: number;
                old: string;
                new: string | null;
                difference: string | null;
                /** Why the candidate cannot price it */
                reason: string | null;
              })[];
              created_at: string;
              finished_at: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/backtests/{backtest_id}/subscriptions": {
    /** List old against new of each subscription of a back-test */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path: {
          backtest_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                subscription_id: string;
                organization_id: string;
                currency: string;
                periods: number;
                old: string;
                new: string | null;
                difference: string | null;
                /** Why the candidate cannot price it */
                reason: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/change-policy": {
    /** What a provider gives back when a subscription ends or pauses within a period */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              /** An end at once credits what is unused; otherwise what was paid is kept */
              credit_on_cancel: boolean;
              /** A pause credits what is unused */
              credit_on_pause: boolean;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Change what is given back when a subscription ends or pauses within a period */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** An end at once credits what is unused; otherwise what was paid is kept */
            credit_on_cancel: boolean;
            /** A pause credits what is unused */
            credit_on_pause: boolean;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              /** An end at once credits what is unused; otherwise what was paid is kept */
              credit_on_cancel: boolean;
              /** A pause credits what is unused */
              credit_on_pause: boolean;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/checks": {
    /** List the continuous checks, with how far they have come */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                name: string;
                /** What holds */
                says: string;
                /** Open ones */
                findings: number;
                /** Subjects looked at in the last complete pass */
                examined: number;
                /** When the last complete pass ended */
                completed_at: string | null;
                /** A pass over everything was asked for and is not done */
                running: boolean;
                /** Why the check could not be made */
                trouble: string | null;
              })[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/coupons": {
    /** List a provider's coupons, latest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                code: string;
                name: string;
                discount: {
                  kind: "percent";
                  percent: string;
                } | {
                  kind: "amount";
                  amount: string;
                  currency: string;
                } | {
                  kind: "units";
                  meter: string;
                  /** Free in each billing period, as the price counts them */
                  units: string;
                };
                periods: number | null;
                starts_at: string | null;
                expires_at: string | null;
                max_redemptions: number | null;
                redemptions: number;
                once_per_customer: boolean;
                new_customers_only: boolean;
                products: string[] | null;
                plans: string[] | null;
                active: boolean;
                created_at: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Make a coupon */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** Upper and lower case are the same */
            code: string;
            /** What the invoice calls it */
            name: string;
            discount: {
              kind: "percent";
              percent: string;
            } | {
              kind: "amount";
              amount: string;
              currency: string;
            } | {
              kind: "units";
              meter: string;
              /** Free in each billing period, as the price counts them */
              units: string;
            };
            /** Billing periods that it holds for once redeemed: 1 is once; null: for ever */
            periods?: number | null;
            starts_at?: string | null;
            /** Not redeemed any more; what was redeemed goes on */
            expires_at?: string | null;
            max_redemptions?: number | null;
            once_per_customer?: boolean;
            new_customers_only?: boolean;
            /** Only for subscriptions to these */
            products?: string[] | null;
            /** Only for subscriptions to these, and only while they are on them */
            plans?: string[] | null;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              id: string;
              code: string;
              name: string;
              discount: {
                kind: "percent";
                percent: string;
              } | {
                kind: "amount";
                amount: string;
                currency: string;
              } | {
                kind: "units";
                meter: string;
                /** Free in each billing period, as the price counts them */
                units: string;
              };
              periods: number | null;
              starts_at: string | null;
              expires_at: string | null;
              max_redemptions: number | null;
              redemptions: number;
              once_per_customer: boolean;
              new_customers_only: boolean;
              products: string[] | null;
              plans: string[] | null;
              active: boolean;
              created_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/coupons/{coupon_id}": {
    /** Show a coupon */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          coupon_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              code: string;
              name: string;
              discount: {
                kind: "percent";
                percent: string;
              } | {
                kind: "amount";
                amount: string;
                currency: string;
              } | {
                kind: "units";
                meter: string;
                /** Free in each billing period, as the price counts them */
                units: string;
              };
              periods: number | null;
              starts_at: string | null;
              expires_at: string | null;
              max_redemptions: number | null;
              redemptions: number;
              once_per_customer: boolean;
              new_customers_only: boolean;
              products: string[] | null;
              plans: string[] | null;
              active: boolean;
              created_at: string;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Rename, limit, end or take back a coupon; what was redeemed goes on */
    patch: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          coupon_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            name?: string;
            active?: boolean;
            expires_at?: string | null;
            max_redemptions?: number | null;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              code: string;
              name: string;
              discount: {
                kind: "percent";
                percent: string;
              } | {
                kind: "amount";
                amount: string;
                currency: string;
              } | {
                kind: "units";
                meter: string;
                /** Free in each billing period, as the price counts them */
                units: string;
              };
              periods: number | null;
              starts_at: string | null;
              expires_at: string | null;
              max_redemptions: number | null;
              redemptions: number;
              once_per_customer: boolean;
              new_customers_only: boolean;
              products: string[] | null;
              plans: string[] | null;
              active: boolean;
              created_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/coupons/{coupon_id}/redemptions": {
    /** Give a coupon to a consumer's subscription */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          coupon_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            subscription_id: string;
            reason: string;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              id: string;
              coupon_id: string;
              subscription_id: string;
              code: string;
              name: string;
              discount: {
                kind: "percent";
                percent: string;
              } | {
                kind: "amount";
                amount: string;
                currency: string;
              } | {
                kind: "units";
                meter: string;
                /** Free in each billing period, as the price counts them */
                units: string;
              };
              periods: number | null;
              redeemed_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/coupons/redeem": {
    /** Redeem a coupon for a subscription, with its code */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            subscription_id: string;
            /** Upper and lower case are the same */
            code: string;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              id: string;
              coupon_id: string;
              subscription_id: string;
              code: string;
              name: string;
              discount: {
                kind: "percent";
                percent: string;
              } | {
                kind: "amount";
                amount: string;
                currency: string;
              } | {
                kind: "units";
                meter: string;
                /** Free in each billing period, as the price counts them */
                units: string;
              };
              periods: number | null;
              redeemed_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/credits": {
    /** List the credit that the organization has, latest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          open?: "true" | "false" | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                organization_id: string;
                provider_id: string | null;
                origin: "payment" | "credit_note";
                origin_id: string;
                amount: string;
                remaining: string;
                currency: string;
                created_at: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/credits/{credit_id}/refund": {
    /** Give credit back to the payments that it came from */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          credit_id: string;
        };
        cookie?: never;
      };
      requestBody?: {
        content: {
          "application/json": {
            /** All that is left, if not given */
            amount?: string;
          };
        };
      };
      responses: {
        202: {
          content: {
            "application/json": {
              data: ({
                id: string;
                state: "pending" | "succeeded" | "failed";
                credit_id: string;
                /** Null: paid beyond what was owed */
                credit_note_id: string | null;
                payment_id: string;
                organization_id: string;
                provider_id: string | null;
                /** The processor, or `bank`: then the operator transfers it and says so */
                source: string;
                amount: string;
                currency: string;
                failure_code: string | null;
                created_at: string;
                updated_at: string;
              })[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/document-settings": {
    /** What stands on the documents that the organization sends and gets */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              /** Where the invoices that it issues are paid to */
              bank_account: {
                holder_name: string;
                iban: unknown;
                bic: string | null;
              } | null;
              /** Its entry in a register of companies */
              registration_number: string | null;
              contact_name: string | null;
              phone: string | null;
              /** Peppol address; without one, its VAT number or else its mail address counts */
              electronic_address: {
                scheme: string;
                id: string;
              } | null;
              /** What it wants to find on the invoices that it gets */
              buyer_reference: string | null;
              /** How numbers and dates are written on the invoices that it gets */
              locale: string | null;
              /** Stands at the foot of each page that it sends */
              footer: string | null;
              /** What it sells, e.g. {"list": "TST", "code": "81112100"} by UNSPSC */
              item_classification: {
                list: string;
                code: string;
              } | null;
              /** Digest of the picture */
              logo: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Say what stands on documents from now on; issued ones stay as they are */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** Where the invoices that it issues are paid to */
            bank_account: {
              holder_name: string;
              iban: string;
              bic: string | null;
            } | null;
            /** Its entry in a register of companies */
            registration_number: string | null;
            contact_name: string | null;
            phone: string | null;
            /** Peppol address; without one, its VAT number or else its mail address counts */
            electronic_address: {
              scheme: string;
              id: string;
            } | null;
            /** What it wants to find on the invoices that it gets */
            buyer_reference: string | null;
            /** How numbers and dates are written on the invoices that it gets */
            locale: string | null;
            /** Stands at the foot of each page that it sends */
            footer: string | null;
            /** What it sells, e.g. {"list": "TST", "code": "81112100"} by UNSPSC */
            item_classification: {
              list: string;
              code: string;
            } | null;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              /** Where the invoices that it issues are paid to */
              bank_account: {
                holder_name: string;
                iban: unknown;
                bic: string | null;
              } | null;
              /** Its entry in a register of companies */
              registration_number: string | null;
              contact_name: string | null;
              phone: string | null;
              /** Peppol address; without one, its VAT number or else its mail address counts */
              electronic_address: {
                scheme: string;
                id: string;
              } | null;
              /** What it wants to find on the invoices that it gets */
              buyer_reference: string | null;
              /** How numbers and dates are written on the invoices that it gets */
              locale: string | null;
              /** Stands at the foot of each page that it sends */
              footer: string | null;
              /** What it sells, e.g. {"list": "TST", "code": "81112100"} by UNSPSC */
              item_classification: {
                list: string;
                code: string;
              } | null;
              /** Digest of the picture */
              logo: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/document-settings/logo": {
    /** The picture at the head of documents */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "image/png": unknown;
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Set the picture at the head of documents: the bytes of a PNG or JPEG */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: {
        content: {
          "*/*": unknown;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              /** Where the invoices that it issues are paid to */
              bank_account: {
                holder_name: string;
                iban: unknown;
                bic: string | null;
              } | null;
              /** Its entry in a register of companies */
              registration_number: string | null;
              contact_name: string | null;
              phone: string | null;
              /** Peppol address; without one, its VAT number or else its mail address counts */
              electronic_address: {
                scheme: string;
                id: string;
              } | null;
              /** What it wants to find on the invoices that it gets */
              buyer_reference: string | null;
              /** How numbers and dates are written on the invoices that it gets */
              locale: string | null;
              /** Stands at the foot of each page that it sends */
              footer: string | null;
              /** What it sells, e.g. {"list": "TST", "code": "81112100"} by UNSPSC */
              item_classification: {
                list: string;
                code: string;
              } | null;
              /** Digest of the picture */
              logo: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Send documents without a picture from now on */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/estimate": {
    /** What a billing period would cost */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            plan_version_id: string;
            currency?: string;
            /** Seats */
            quantity?: number;
            /** By meter: requests, units, one of the provider’s or an event type; for a variant by `price.variant` */
            quantities?: Record<string, string>;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              /** Of the lines: without tax, unless the prices of the plan include it */
              total: string;
              lines: ({
                kind: "flat" | "fee" | "usage" | "overage" | "commitment" | "discount" | "credit" | "one_off";
                item_key: string;
                description: string;
                quantity: string;
                unit: string;
                amount: string;
                explanation: Record<string, unknown>;
              })[];
              currency: string;
              /** What is asked for at once; nothing during a trial */
              first_invoice: {
                /** Of the lines: without tax, unless the prices of the plan include it */
                total: string;
                lines: ({
                  kind: "flat" | "fee" | "usage" | "overage" | "commitment" | "discount" | "credit" | "one_off";
                  item_key: string;
                  description: string;
                  quantity: string;
                  unit: string;
                  amount: string;
                  explanation: Record<string, unknown>;
                })[];
              };
              /** For who is signed in, if they bought now; null where the buyer or the rates are unknown */
              tax: {
                net: string;
                tax: string;
                total: string;
                taxes: ({
                  /** EN 16931: taxed, zero rate, exempt, reverse charge, not subject, export, within the Union */
                  code: "S" | "Z" | "E" | "AE" | "O" | "G" | "K";
                  name: string;
                  rate_percent: string;
                  base: string;
                  amount: string;
                  /** `DE`, `US-CA`; null where no place taxes it */
                  jurisdiction: string | null;
                  /** Why nothing is charged */
                  reason: string | null;
                  /** VATEX code of the reason */
                  reason_code: string | null;
                })[];
                explanation: string;
              } | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/findings": {
    /** List what the continuous checks found: figures that must agree and do not */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          check?: string | undefined;
          resolved?: "true" | "false" | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                check: string;
                /** The invoice, account, subscription … that it is about */
                subject: string;
                detail: string;
                first_seen_at: string;
                last_seen_at: string;
                resolved_at: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/findings/check": {
    /** Check everything now */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        202: {
          content: {
            "application/json": {
              requested_at: string;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/moves": {
    /** List moves of subscribers, latest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                plan_id: string;
                to_version: string;
                from_versions: string[];
                when: "now" | "period_end";
                reason: string;
                state: "queued" | "running" | "done" | "canceled";
                created_at: string;
                finished_at: string | null;
                counts: {
                  open: number;
                  moved: number;
                  scheduled: number;
                  unchanged: number;
                  failed: number;
                  skipped: number;
                };
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/moves/{move_id}/cancel": {
    /** Leave those as they are that have not been moved yet */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          move_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              plan_id: string;
              to_version: string;
              from_versions: string[];
              when: "now" | "period_end";
              reason: string;
              state: "queued" | "running" | "done" | "canceled";
              created_at: string;
              finished_at: string | null;
              counts: {
                open: number;
                moved: number;
                scheduled: number;
                unchanged: number;
                failed: number;
                skipped: number;
              };
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/moves/{move_id}/retry": {
    /** Try those again that could not be moved */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          move_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              plan_id: string;
              to_version: string;
              from_versions: string[];
              when: "now" | "period_end";
              reason: string;
              state: "queued" | "running" | "done" | "canceled";
              created_at: string;
              finished_at: string | null;
              counts: {
                open: number;
                moved: number;
                scheduled: number;
                unchanged: number;
                failed: number;
                skipped: number;
              };
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/moves/{move_id}/subscriptions": {
    /** What became of each subscription of a move */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          outcome?: "moved" | "scheduled" | "unchanged" | "failed" | "skipped" | undefined;
        };
        header?: never;
        path: {
          move_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                subscription_id: string;
                /** null: still to do */
                outcome: "moved" | "scheduled" | "unchanged" | "failed" | "skipped" | null;
                reason: string | null;
                invoice_id: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/plans": {
    /** List the plans of your products */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          product?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                product_id: string;
                slug: string;
                name: string;
                tier: number;
                current_version: {
                  id: string;
                  plan_id: string;
                  number: number;
                  state: "draft" | "published";
                  terms: components['schemas']["PlanTerms"];
                  /** ISO 8601, UTC */
                  created_at: string;
                  /** ISO 8601, UTC */
                  updated_at: string;
                  published_at: string | null;
                } | null;
                revision: number;
                /** ISO 8601, UTC */
                created_at: string;
                /** ISO 8601, UTC */
                updated_at: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Create a plan, with terms also its first version */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            product_id: string;
            slug: string;
            name: string;
            /** Order within the product; higher includes lower */
            tier: number;
            /** Makes version 1 at once */
            terms?: components['schemas']["PlanTermsInput"];
            /** Publishes version 1 at once */
            publish?: boolean;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              id: string;
              product_id: string;
              slug: string;
              name: string;
              tier: number;
              current_version: {
                id: string;
                plan_id: string;
                number: number;
                state: "draft" | "published";
                terms: components['schemas']["PlanTerms"];
                /** ISO 8601, UTC */
                created_at: string;
                /** ISO 8601, UTC */
                updated_at: string;
                published_at: string | null;
              } | null;
              revision: number;
              /** ISO 8601, UTC */
              created_at: string;
              /** ISO 8601, UTC */
              updated_at: string;
              version: {
                id: string;
                plan_id: string;
                number: number;
                state: "draft" | "published";
                terms: components['schemas']["PlanTerms"];
                /** ISO 8601, UTC */
                created_at: string;
                /** ISO 8601, UTC */
                updated_at: string;
                published_at: string | null;
              } | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/plans/{plan_id}": {
    /** Show a plan with its current version */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          plan_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              product_id: string;
              slug: string;
              name: string;
              tier: number;
              current_version: {
                id: string;
                plan_id: string;
                number: number;
                state: "draft" | "published";
                terms: components['schemas']["PlanTerms"];
                /** ISO 8601, UTC */
                created_at: string;
                /** ISO 8601, UTC */
                updated_at: string;
                published_at: string | null;
              } | null;
              revision: number;
              /** ISO 8601, UTC */
              created_at: string;
              /** ISO 8601, UTC */
              updated_at: string;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Delete a plan that was never published */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          plan_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Change a plan's name, slug or tier; what it promises changes by a new version */
    patch: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          plan_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            slug?: string;
            name?: string;
            /** Order within the product; higher includes lower */
            tier?: number;
            /** The revision that you changed; refused when it is no longer current */
            revision?: number;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              product_id: string;
              slug: string;
              name: string;
              tier: number;
              current_version: {
                id: string;
                plan_id: string;
                number: number;
                state: "draft" | "published";
                terms: components['schemas']["PlanTerms"];
                /** ISO 8601, UTC */
                created_at: string;
                /** ISO 8601, UTC */
                updated_at: string;
                published_at: string | null;
              } | null;
              revision: number;
              /** ISO 8601, UTC */
              created_at: string;
              /** ISO 8601, UTC */
              updated_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/plans/{plan_id}/compare": {
    /** What differs from version a to version b */
    get: {
      parameters: {
        query: {
          a: string;
          b: string;
        };
        header?: never;
        path: {
          plan_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              a: {
                id: string;
                plan_id: string;
                number: number;
                state: "draft" | "published";
                terms: components['schemas']["PlanTerms"];
                /** ISO 8601, UTC */
                created_at: string;
                /** ISO 8601, UTC */
                updated_at: string;
                published_at: string | null;
              };
              b: {
                id: string;
                plan_id: string;
                number: number;
                state: "draft" | "published";
                terms: components['schemas']["PlanTerms"];
                /** ISO 8601, UTC */
                created_at: string;
                /** ISO 8601, UTC */
                updated_at: string;
                published_at: string | null;
              };
              differences: ({
                /** Where in the terms; lists are named by what tells their items apart */
                pointer: string;
                kind: "added" | "removed" | "changed";
                before: unknown;
                after: unknown;
              })[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/plans/{plan_id}/moves": {
    /** Move subscribers to a version of this plan */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          plan_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** Of plans of the same product */
            from_versions: string[];
            to_version: string;
            when?: "now" | "period_end";
            /** Kept in the audit log */
            reason: string;
            dry_run?: boolean;
            /** Of a dry run */
            limit?: number;
            /** Of a dry run: next_cursor of the page before */
            cursor?: string;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              /** null of a dry run */
              move: {
                id: string;
                plan_id: string;
                to_version: string;
                from_versions: string[];
                when: "now" | "period_end";
                reason: string;
                state: "queued" | "running" | "done" | "canceled";
                created_at: string;
                finished_at: string | null;
                counts: {
                  open: number;
                  moved: number;
                  scheduled: number;
                  unchanged: number;
                  failed: number;
                  skipped: number;
                };
              } | null;
              data: ({
                subscription_id: string;
                organization_id: string;
                organization_name: string;
                preview: {
                  kind: string;
                  /** null: when it is resumed */
                  effective_at: string | null;
                  /** A new billing cycle begins with it */
                  restarts_cycle: boolean;
                  currency: string;
                  lines: {
                    description: string;
                    kind: string;
                    amount: string;
                    explanation: Record<string, unknown>;
                  }[];
                  net: string;
                  tax: string;
                  /** With tax, invoiced when it is accepted */
                  due_now: string;
                  /** Taken off the next invoice */
                  credit: string;
                  next_billing_at: string | null;
                  /** As far as it is known now: what will be used comes on top */
                  next_invoice: {
                    at: string;
                    lines: {
                      description: string;
                      kind: string;
                      amount: string;
                      explanation: Record<string, unknown>;
                    }[];
                    net: string;
                  } | null;
                  before: {
                    state: string;
                    plan_id: string;
                    plan: string;
                    plan_version_id: string;
                    quantity: number;
                    /** Flat fee per interval */
                    price: string;
                    interval: {
                      unit: string;
                      count: number;
                    };
                    period_start_at: string;
                    period_end_at: string;
                    features: Record<string, boolean | string | number>;
                    quotas: {
                      units: number;
                      period: string;
                      alignment: string;
                      overage: string;
                    }[];
                    rate_limits: {
                      limit: number;
                      window_seconds: number;
                    }[];
                    concurrency: number | null;
                  };
                  /** Once it is in force */
                  after: {
                    state: string;
                    plan_id: string;
                    plan: string;
                    plan_version_id: string;
                    quantity: number;
                    /** Flat fee per interval */
                    price: string;
                    interval: {
                      unit: string;
                      count: number;
                    };
                    period_start_at: string;
                    period_end_at: string;
                    features: Record<string, boolean | string | number>;
                    quotas: {
                      units: number;
                      period: string;
                      alignment: string;
                      overage: string;
                    }[];
                    rate_limits: {
                      limit: number;
                      window_seconds: number;
                    }[];
                    concurrency: number | null;
                  };
                  differences: {
                    pointer: string;
                    kind: string;
                    before: unknown;
                    after: unknown;
                  }[];
                  explanation: string[];
                } | null;
                /** Why this one could not be moved */
                reason: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/plans/{plan_id}/support": {
    /** Say whom the subscribers of a plan ask, and what they ask often */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          plan_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            contacts?: ({
              label: string;
              email?: string | null;
              url?: string | null;
              phone?: string | null;
              /** When somebody is there, as people say it */
              hours?: string;
              /** How soon somebody answers */
              response_time?: string;
            })[];
            faq?: {
              question: string;
              /** Markdown */
              answer: string;
            }[];
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              contacts: ({
                label: string;
                email: string | null;
                url: string | null;
                phone: string | null;
                /** When somebody is there, as people say it */
                hours: string;
                /** How soon somebody answers */
                response_time: string;
              })[];
              faq: {
                question: string;
                /** Markdown */
                answer: string;
              }[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/plans/{plan_id}/versions": {
    /** List the versions of a plan, latest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path: {
          plan_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                plan_id: string;
                number: number;
                state: "draft" | "published";
                terms: components['schemas']["PlanTerms"];
                /** ISO 8601, UTC */
                created_at: string;
                /** ISO 8601, UTC */
                updated_at: string;
                published_at: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Draft a new version */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          plan_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            terms: components['schemas']["PlanTermsInput"];
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              id: string;
              plan_id: string;
              number: number;
              state: "draft" | "published";
              terms: components['schemas']["PlanTerms"];
              /** ISO 8601, UTC */
              created_at: string;
              /** ISO 8601, UTC */
              updated_at: string;
              published_at: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/plans/{plan_id}/versions/{version_id}": {
    /** Show a version */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          plan_id: string;
          version_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              plan_id: string;
              number: number;
              state: "draft" | "published";
              terms: components['schemas']["PlanTerms"];
              /** ISO 8601, UTC */
              created_at: string;
              /** ISO 8601, UTC */
              updated_at: string;
              published_at: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Replace the terms of a draft */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          plan_id: string;
          version_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            terms: components['schemas']["PlanTermsInput"];
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              plan_id: string;
              number: number;
              state: "draft" | "published";
              terms: components['schemas']["PlanTerms"];
              /** ISO 8601, UTC */
              created_at: string;
              /** ISO 8601, UTC */
              updated_at: string;
              published_at: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Discard a draft */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          plan_id: string;
          version_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/plans/{plan_id}/versions/{version_id}/publish": {
    /** Publish a draft: new subscribers get it, and it can never change again */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          plan_id: string;
          version_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              product_id: string;
              slug: string;
              name: string;
              tier: number;
              current_version: {
                id: string;
                plan_id: string;
                number: number;
                state: "draft" | "published";
                terms: components['schemas']["PlanTerms"];
                /** ISO 8601, UTC */
                created_at: string;
                /** ISO 8601, UTC */
                updated_at: string;
                published_at: string | null;
              } | null;
              revision: number;
              /** ISO 8601, UTC */
              created_at: string;
              /** ISO 8601, UTC */
              updated_at: string;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/plans/rate": {
    /** What unsaved terms would charge for some amounts of usage */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** Of the plan; its lines are called by it */
            name?: string;
            terms: components['schemas']["PlanTermsInput"];
            currency?: string;
            /** Seats */
            quantity?: number;
            quantities: Record<string, string>[];
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              currency: string;
              /** In the order of `quantities` */
              data: ({
                /** Of the lines: without tax, unless the prices of the plan include it */
                total: string;
                lines: ({
                  kind: "flat" | "fee" | "usage" | "overage" | "commitment" | "discount" | "credit" | "one_off";
                  item_key: string;
                  description: string;
                  quantity: string;
                  unit: string;
                  amount: string;
                  explanation: Record<string, unknown>;
                })[];
              })[];
              /** What is asked for at once; nothing during a trial */
              first_invoice: {
                /** Of the lines: without tax, unless the prices of the plan include it */
                total: string;
                lines: ({
                  kind: "flat" | "fee" | "usage" | "overage" | "commitment" | "discount" | "credit" | "one_off";
                  item_key: string;
                  description: string;
                  quantity: string;
                  unit: string;
                  amount: string;
                  explanation: Record<string, unknown>;
                })[];
              };
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/plans/validate": {
    /** Check terms without keeping them; answers them in their normal form */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            terms: components['schemas']["PlanTermsInput"];
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              terms: components['schemas']["PlanTerms"];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/redemptions": {
    /** List redeemed coupons: a consumer its own, a provider those of its coupons */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          coupon?: string | undefined;
          subscription?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                coupon_id: string;
                subscription_id: string;
                code: string;
                name: string;
                discount: {
                  kind: "percent";
                  percent: string;
                } | {
                  kind: "amount";
                  amount: string;
                  currency: string;
                } | {
                  kind: "units";
                  meter: string;
                  /** Free in each billing period, as the price counts them */
                  units: string;
                };
                periods: number | null;
                redeemed_at: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/revenue": {
    /** What you invoiced, and what of it is yours: gross, fees, refunds, tax, net */
    get: {
      parameters: {
        query: {
          from: string;
          to: string;
          period?: "day" | "month" | "quarter" | "year" | "whole" | undefined;
          by?: "nothing" | "product" | "plan" | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              from_at: string;
              to_at: string;
              time_zone: string;
              /** One per currency */
              totals: {
                currency: string;
                /** Invoiced, with tax */
                gross: string;
                /** The platform’s, less what it gave back with credit notes */
                fees: string;
                /** Credited, with tax */
                refunds: string;
                /** Owed to tax offices, less what was credited */
                tax: string;
                /** gross − fees − refunds − tax */
                net: string;
              }[];
              data: ({
                /** `2026-03-01`, `2026-03`, `2026-Q1`, `2026`; empty for the whole time */
                period: string;
                product: {
                  id: string;
                  name: string;
                } | null;
                plan: {
                  id: string;
                  name: string;
                } | null;
                currency: string;
                /** Invoiced, with tax */
                gross: string;
                /** The platform’s, less what it gave back with credit notes */
                fees: string;
                /** Credited, with tax */
                refunds: string;
                /** Owed to tax offices, less what was credited */
                tax: string;
                /** gross − fees − refunds − tax */
                net: string;
              })[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/runs": {
    /** List billing runs and how far they are */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          state?: "queued" | "running" | "done" | "canceled" | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                /** Whose consumers; null: everybody’s */
                provider_id: string | null;
                requested_by: string;
                state: "queued" | "running" | "done" | "canceled";
                close_current_period: boolean;
                leave_draft: boolean;
                at: string;
                /** Its subscriptions */
                total: number;
                done: number;
                /** Subscriptions by outcome; open ones are still to do, or were left when it was called off */
                counts: Record<string, number>;
                /** Its pace since work on it last began */
                per_second: number | null;
                /** At this pace; null when it is over */
                estimated_end_at: string | null;
                created_at: string;
                finished_at: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Bill what is due, or the present period so far */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** Only these consumers; a sandbox consumer is billed by its test clock */
            organizations?: string[];
            /** Only these subscriptions */
            subscriptions?: string[];
            /** Bill usage so far of periods that are not over */
            close_current_period?: boolean;
            /** Do not issue the invoices: a person looks at them first */
            leave_draft?: boolean;
            /** Answer when it is done and collected, within about half a minute */
            wait?: boolean;
            /** Write nothing, answer the plan of the first 1000 subscriptions */
            dry_run?: boolean;
            /** For a dry run: the subscriptions after this one, next_after of the one before */
            after?: string;
          };
        };
      };
      responses: {
        202: {
          content: {
            "application/json": {
              /** null for a dry run */
              id: string | null;
              /** Whose consumers; null: everybody’s */
              provider_id: string | null;
              requested_by: string;
              state: "queued" | "running" | "done" | "canceled";
              close_current_period: boolean;
              leave_draft: boolean;
              at: string;
              /** Its subscriptions */
              total: number;
              done: number;
              /** Subscriptions by outcome; open ones are still to do, or were left when it was called off */
              counts: Record<string, number>;
              /** Its pace since work on it last began */
              per_second: number | null;
              /** At this pace; null when it is over */
              estimated_end_at: string | null;
              created_at: string;
              finished_at: string | null;
              /** Of a dry run: what would be billed */
              plan: ({
                subscription_id: string;
                outcome: "invoiced" | "nothing_to_bill" | "not_due" | "waiting" | "set_aside" | "unknown" | "busy";
                reason: string | null;
                currency: string | null;
                total: string | null;
                lines: {
                  kind: string;
                  description: string;
                  quantity: string;
                  unit: string;
                  amount: string;
                }[];
              })[] | null;
              /** Of a dry run: what the plan comes to, before taxes */
              totals: {
                currency: string;
                subscriptions: number;
                total: string;
              }[] | null;
              /** Of a dry run: there are more, after this one */
              next_after: string | null;
              /** When it was waited for: its invoices, at most a hundred */
              invoices: ({
                id: string;
                number: string | null;
                state: "draft" | "discarded" | "open" | "partially_paid" | "paid" | "void" | "uncollectible";
                /** Open or partly paid, and its due date has passed */
                overdue: boolean;
                cause: "start" | "change" | "renewal" | "early" | "threshold" | "final" | "late" | "topup";
                organization_id: string;
                provider_id: string;
                subscription_id: string;
                product_id: string;
                product_name: string;
                period_start_at: string;
                period_end_at: string;
                /** IANA zone of its days */
                time_zone: string;
                net: string;
                tax: string;
                total: string;
                paid: string;
                /** By credit notes, whether it had been paid or not */
                credited: string;
                written_off: string;
                amount_due: string;
                currency: string;
                /** ISO 11649: what a transfer must carry */
                payment_reference: string;
                created_at: string;
                issued_at: string | null;
                due_at: string | null;
                paid_at: string | null;
                /** When a draft is issued by itself */
                finalize_at: string | null;
                platform_fee: string;
                provider_share: string;
              })[] | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/runs/{run_id}": {
    /** Show how far a billing run is */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          run_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              /** null for a dry run */
              id: string | null;
              /** Whose consumers; null: everybody’s */
              provider_id: string | null;
              requested_by: string;
              state: "queued" | "running" | "done" | "canceled";
              close_current_period: boolean;
              leave_draft: boolean;
              at: string;
              /** Its subscriptions */
              total: number;
              done: number;
              /** Subscriptions by outcome; open ones are still to do, or were left when it was called off */
              counts: Record<string, number>;
              /** Its pace since work on it last began */
              per_second: number | null;
              /** At this pace; null when it is over */
              estimated_end_at: string | null;
              created_at: string;
              finished_at: string | null;
              /** Of a dry run: what would be billed */
              plan: ({
                subscription_id: string;
                outcome: "invoiced" | "nothing_to_bill" | "not_due" | "waiting" | "set_aside" | "unknown" | "busy";
                reason: string | null;
                currency: string | null;
                total: string | null;
                lines: {
                  kind: string;
                  description: string;
                  quantity: string;
                  unit: string;
                  amount: string;
                }[];
              })[] | null;
              /** Of a dry run: what the plan comes to, before taxes */
              totals: {
                currency: string;
                subscriptions: number;
                total: string;
              }[] | null;
              /** Of a dry run: there are more, after this one */
              next_after: string | null;
              /** When it was waited for: its invoices, at most a hundred */
              invoices: ({
                id: string;
                number: string | null;
                state: "draft" | "discarded" | "open" | "partially_paid" | "paid" | "void" | "uncollectible";
                /** Open or partly paid, and its due date has passed */
                overdue: boolean;
                cause: "start" | "change" | "renewal" | "early" | "threshold" | "final" | "late" | "topup";
                organization_id: string;
                provider_id: string;
                subscription_id: string;
                product_id: string;
                product_name: string;
                period_start_at: string;
                period_end_at: string;
                /** IANA zone of its days */
                time_zone: string;
                net: string;
                tax: string;
                total: string;
                paid: string;
                /** By credit notes, whether it had been paid or not */
                credited: string;
                written_off: string;
                amount_due: string;
                currency: string;
                /** ISO 11649: what a transfer must carry */
                payment_reference: string;
                created_at: string;
                issued_at: string | null;
                due_at: string | null;
                paid_at: string | null;
                /** When a draft is issued by itself */
                finalize_at: string | null;
                platform_fee: string;
                provider_share: string;
              })[] | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/runs/{run_id}/cancel": {
    /** Call a billing run off */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          run_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              /** null for a dry run */
              id: string | null;
              /** Whose consumers; null: everybody’s */
              provider_id: string | null;
              requested_by: string;
              state: "queued" | "running" | "done" | "canceled";
              close_current_period: boolean;
              leave_draft: boolean;
              at: string;
              /** Its subscriptions */
              total: number;
              done: number;
              /** Subscriptions by outcome; open ones are still to do, or were left when it was called off */
              counts: Record<string, number>;
              /** Its pace since work on it last began */
              per_second: number | null;
              /** At this pace; null when it is over */
              estimated_end_at: string | null;
              created_at: string;
              finished_at: string | null;
              /** Of a dry run: what would be billed */
              plan: ({
                subscription_id: string;
                outcome: "invoiced" | "nothing_to_bill" | "not_due" | "waiting" | "set_aside" | "unknown" | "busy";
                reason: string | null;
                currency: string | null;
                total: string | null;
                lines: {
                  kind: string;
                  description: string;
                  quantity: string;
                  unit: string;
                  amount: string;
                }[];
              })[] | null;
              /** Of a dry run: what the plan comes to, before taxes */
              totals: {
                currency: string;
                subscriptions: number;
                total: string;
              }[] | null;
              /** Of a dry run: there are more, after this one */
              next_after: string | null;
              /** When it was waited for: its invoices, at most a hundred */
              invoices: ({
                id: string;
                number: string | null;
                state: "draft" | "discarded" | "open" | "partially_paid" | "paid" | "void" | "uncollectible";
                /** Open or partly paid, and its due date has passed */
                overdue: boolean;
                cause: "start" | "change" | "renewal" | "early" | "threshold" | "final" | "late" | "topup";
                organization_id: string;
                provider_id: string;
                subscription_id: string;
                product_id: string;
                product_name: string;
                period_start_at: string;
                period_end_at: string;
                /** IANA zone of its days */
                time_zone: string;
                net: string;
                tax: string;
                total: string;
                paid: string;
                /** By credit notes, whether it had been paid or not */
                credited: string;
                written_off: string;
                amount_due: string;
                currency: string;
                /** ISO 11649: what a transfer must carry */
                payment_reference: string;
                created_at: string;
                issued_at: string | null;
                due_at: string | null;
                paid_at: string | null;
                /** When a draft is issued by itself */
                finalize_at: string | null;
                platform_fee: string;
                provider_share: string;
              })[] | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/runs/{run_id}/subscriptions": {
    /** List what became of each subscription of a run */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path: {
          run_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                subscription_id: string;
                /** null while it is still to do */
                outcome: "invoiced" | "nothing_to_bill" | "not_due" | "waiting" | "set_aside" | "unknown" | "busy" | null;
                invoice_id: string | null;
                reason: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/set-aside": {
    /** List subscriptions that could not be billed, with the reasons */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          reason_code?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                subscription_id: string;
                provider_id: string | null;
                reason: string;
                /** The same for all that have the same in their way */
                reason_code: string;
                /** How often in a row it was set aside */
                count: number;
                since: string;
                /** The last time */
                set_aside_at: string;
                /** When it is tried again by itself; null: when you say so */
                retry_at: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/set-aside/{subscription_id}/retry": {
    /** Bill a subscription again that was set aside */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          subscription_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/set-aside/retry": {
    /** Bill again what was set aside, all or for one reason */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** Left out: whatever the reason */
            reason_code?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              retried: number;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/settings": {
    /** A provider's billing settings */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              /** How long a period waits for late usage before it is closed */
              grace_minutes: number;
              payment_terms_days: number;
              consolidate_invoices: boolean;
              /** The platform's share of the net of each invoice, in hundredths of a percent */
              commission_basis_points: number;
              /** How long a draft waits for a person before it is issued by itself */
              draft_grace_hours: number;
              /** Days past the due date after which what is open is given up; null never */
              write_off_after_days: number | null;
              /** Days past the due date after which the subscription gets no more calls through; null never */
              past_due_after_days: number | null;
              /** Whether a consumer's credit is used for invoices without being asked */
              apply_credit: boolean;
              /** What becomes of credit that is left when a subscription ends */
              left_over_credit: "credit" | "refund";
              /** Days after which a payment that was declined for now is tried again */
              retry_after_days: number[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Change a provider's billing settings; null goes back to the installation's */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            grace_minutes?: number | null;
            payment_terms_days?: number | null;
            /** What a consumer’s subscriptions owe at one time is put on one invoice */
            consolidate_invoices?: boolean;
            draft_grace_hours?: number | null;
            write_off_after_days?: number | null;
            past_due_after_days?: number | null;
            apply_credit?: boolean | null;
            left_over_credit?: "credit" | "refund" | null;
            retry_after_days?: number[] | null;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              /** How long a period waits for late usage before it is closed */
              grace_minutes: number;
              payment_terms_days: number;
              consolidate_invoices: boolean;
              /** The platform's share of the net of each invoice, in hundredths of a percent */
              commission_basis_points: number;
              /** How long a draft waits for a person before it is issued by itself */
              draft_grace_hours: number;
              /** Days past the due date after which what is open is given up; null never */
              write_off_after_days: number | null;
              /** Days past the due date after which the subscription gets no more calls through; null never */
              past_due_after_days: number | null;
              /** Whether a consumer's credit is used for invoices without being asked */
              apply_credit: boolean;
              /** What becomes of credit that is left when a subscription ends */
              left_over_credit: "credit" | "refund";
              /** Days after which a payment that was declined for now is tried again */
              retry_after_days: number[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/settings/{workspace_id}/commission": {
    /** Set the platform's commission for a provider; null goes back to the installation's */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          workspace_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            commission_basis_points: number | null;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              /** How long a period waits for late usage before it is closed */
              grace_minutes: number;
              payment_terms_days: number;
              consolidate_invoices: boolean;
              /** The platform's share of the net of each invoice, in hundredths of a percent */
              commission_basis_points: number;
              /** How long a draft waits for a person before it is issued by itself */
              draft_grace_hours: number;
              /** Days past the due date after which what is open is given up; null never */
              write_off_after_days: number | null;
              /** Days past the due date after which the subscription gets no more calls through; null never */
              past_due_after_days: number | null;
              /** Whether a consumer's credit is used for invoices without being asked */
              apply_credit: boolean;
              /** What becomes of credit that is left when a subscription ends */
              left_over_credit: "credit" | "refund";
              /** Days after which a payment that was declined for now is tried again */
              retry_after_days: number[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/statement": {
    /** A consumer's account with a provider over a period: balances and all that moved them */
    get: {
      parameters: {
        query: {
          with: string;
          role?: "buyer" | "seller" | undefined;
          from: string;
          to: string;
          currency: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              seller: {
                id: string;
                name: string;
              };
              buyer: {
                id: string;
                name: string;
              };
              from: string;
              to: string;
              time_zone: string;
              currency: string;
              /** Owed before the first day */
              opening_balance: string;
              charged: string;
              credited: string;
              /** Owed at the end of the last day */
              closing_balance: string;
              entries: {
                on: string;
                kind: string;
                description: string;
                source_type: string;
                source_id: string;
                amount: string;
                balance: string;
              }[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/statement.csv": {
    /** A consumer's account with a provider over a period, as CSV */
    get: {
      parameters: {
        query: {
          with: string;
          role?: "buyer" | "seller" | undefined;
          from: string;
          to: string;
          currency: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "text/csv; charset=utf-8": unknown;
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/statement.pdf": {
    /** A consumer's account with a provider over a period, as PDF */
    get: {
      parameters: {
        query: {
          with: string;
          role?: "buyer" | "seller" | undefined;
          from: string;
          to: string;
          currency: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/pdf": unknown;
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/tax/default-rates": {
    /** List tax rates: the installation's */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          country?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                owner: "own" | "installation";
                country: string;
                region: string | null;
                category: "digital" | "standard" | "reduced";
                name: string;
                percent: string;
                valid_from: string;
                valid_to: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Save a tax rate: the installation's */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            country: string;
            region?: string | null;
            category?: "digital" | "standard" | "reduced";
            /** VAT, GST, Sales tax; several of a place with different names add up */
            name: string;
            percent: string;
            /** ISO 8601 day */
            valid_from: string;
            /** The last day; null: without end */
            valid_to?: string | null;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              owner: "own" | "installation";
              country: string;
              region: string | null;
              category: "digital" | "standard" | "reduced";
              name: string;
              percent: string;
              valid_from: string;
              valid_to: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/tax/default-rates/{rate_id}": {
    /** Delete a tax rate: the installation's */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          rate_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/tax/default-rates/import": {
    /** Import the standard VAT rates of the European Union into the installation's */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            set: "eu_standard";
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                owner: "own" | "installation";
                country: string;
                region: string | null;
                category: "digital" | "standard" | "reduced";
                name: string;
                percent: string;
                valid_from: string;
                valid_to: string | null;
              })[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/tax/exemptions": {
    /** List the consumers that you need not charge tax */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          organization_id?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                organization_id: string;
                country: string | null;
                region: string | null;
                certificate: string;
                reason: string;
                valid_from: string;
                valid_to: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Save the exemption certificate of a consumer */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** The consumer */
            organization_id: string;
            /** null: wherever the sale is taxed */
            country?: string | null;
            region?: string | null;
            /** Number of the certificate */
            certificate: string;
            /** Stands on the invoice */
            reason: string;
            /** ISO 8601 day */
            valid_from: string;
            /** The last day; null: without end */
            valid_to?: string | null;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              organization_id: string;
              country: string | null;
              region: string | null;
              certificate: string;
              reason: string;
              valid_from: string;
              valid_to: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/tax/exemptions/{exemption_id}": {
    /** Delete an exemption */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          exemption_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/tax/preview": {
    /** What tax a sale of yours would bear, and why */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            buyer?: {
              /** For its exemptions with you */
              organization_id?: string | null;
              country?: string | null;
              region?: string | null;
              tax_id?: string | null;
            };
            /** One of yours: its category */
            product_id?: string;
            /** In place of a product; default: digital */
            tax_category?: "digital" | "standard" | "reduced" | "zero" | "exempt";
            amount?: string;
            currency?: string;
            /** The amount has the tax in it */
            inclusive?: boolean;
            /** Default: today */
            on?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              net: string;
              tax: string;
              total: string;
              currency: string;
              taxes: ({
                /** EN 16931: taxed, zero rate, exempt, reverse charge, not subject, export, within the Union */
                code: "S" | "Z" | "E" | "AE" | "O" | "G" | "K";
                name: string;
                rate_percent: string;
                base: string;
                amount: string;
                /** `DE`, `US-CA`; null where no place taxes it */
                jurisdiction: string | null;
                /** Why nothing is charged */
                reason: string | null;
                /** VATEX code of the reason */
                reason_code: string | null;
              })[];
              /** The day whose rates were taken */
              on: string;
              explanation: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/tax/rates": {
    /** List tax rates: your own */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          country?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                owner: "own" | "installation";
                country: string;
                region: string | null;
                category: "digital" | "standard" | "reduced";
                name: string;
                percent: string;
                valid_from: string;
                valid_to: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Save a tax rate: your own */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            country: string;
            region?: string | null;
            category?: "digital" | "standard" | "reduced";
            /** VAT, GST, Sales tax; several of a place with different names add up */
            name: string;
            percent: string;
            /** ISO 8601 day */
            valid_from: string;
            /** The last day; null: without end */
            valid_to?: string | null;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              owner: "own" | "installation";
              country: string;
              region: string | null;
              category: "digital" | "standard" | "reduced";
              name: string;
              percent: string;
              valid_from: string;
              valid_to: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/tax/rates/{rate_id}": {
    /** Delete a tax rate: your own */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          rate_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/tax/rates/import": {
    /** Import the standard VAT rates of the European Union into your own */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            set: "eu_standard";
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                owner: "own" | "installation";
                country: string;
                region: string | null;
                category: "digital" | "standard" | "reduced";
                name: string;
                percent: string;
                valid_from: string;
                valid_to: string | null;
              })[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/tax/registrations": {
    /** List where you are registered for tax */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                country: string;
                region: string | null;
                scheme: "standard" | "small_business" | "oss";
                tax_id: string | null;
                valid_from: string;
                valid_to: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Save where you are registered for tax */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            country: string;
            region?: string | null;
            /** small_business: exempt by size. oss: VAT of private buyers in all of the Union is declared there */
            scheme?: "standard" | "small_business" | "oss";
            /** Where it is another than that of the organization */
            tax_id?: string | null;
            /** ISO 8601 day */
            valid_from: string;
            /** The last day; null: without end */
            valid_to?: string | null;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              country: string;
              region: string | null;
              scheme: "standard" | "small_business" | "oss";
              tax_id: string | null;
              valid_from: string;
              valid_to: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/tax/registrations/{registration_id}": {
    /** Delete a tax registration that was entered by mistake */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          registration_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/tax/report": {
    /** Base and tax of what you invoiced, by place, rate and period */
    get: {
      parameters: {
        query: {
          from: string;
          to: string;
          period?: "month" | "quarter" | "year" | "whole" | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              from_at: string;
              to_at: string;
              time_zone: string;
              data: ({
                /** `2026-03`, `2026-Q1`, `2026` */
                period: string;
                jurisdiction: string | null;
                /** EN 16931: taxed, zero rate, exempt, reverse charge, not subject, export, within the Union */
                code: "S" | "Z" | "E" | "AE" | "O" | "G" | "K";
                name: string;
                rate_percent: string;
                reason: string | null;
                currency: string;
                documents: number;
                base: string;
                tax: string;
              })[];
              tax_by_currency: Record<string, string>;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/tax/report.csv": {
    /** The tax report as a table (RFC 4180) */
    get: {
      parameters: {
        query: {
          from: string;
          to: string;
          period?: "month" | "quarter" | "year" | "whole" | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "text/csv; charset=utf-8": unknown;
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/upcoming": {
    /** What your subscriptions cost so far, what they will, and what the next invoices ask for */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              at: string;
              totals: {
                currency: string;
                so_far: string;
                /** What cannot be projected counts as it stands */
                projected: {
                  low: string;
                  high: string;
                };
              }[];
              data: ({
                subscription_id: string;
                product_id: string;
                product_name: string;
                plan_name: string;
                currency: string;
                time_zone: string;
                period_start_at: string;
                period_end_at: string;
                /** What the present period has cost until now, without tax */
                so_far: {
                  amount: string;
                  billed: string;
                  unbilled: string;
                };
                /** What the period will have cost at its end, without tax, if usage goes on at the pace of the period, and at that of the last seven days. What is no sum (a maximum, say) is taken as it stands. */
                projected: {
                  low: string;
                  high: string;
                } | null;
                /** By the pace of the period; null when none comes by itself */
                next_invoice: {
                  /** When the period ends that it bills */
                  at: string;
                  net: string;
                  tax: string | null;
                  /** Null where one invoice is for several subscriptions */
                  total: string | null;
                  lines: {
                    kind: string;
                    description: string;
                    quantity: string;
                    unit: string;
                    amount: string;
                  }[];
                } | null;
                /** Why it cannot be billed as it stands */
                obstacle: string | null;
              })[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/catalog/categories/{category}": {
    /** Add a category, or call it otherwise */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          category: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            name: string;
            description?: string;
            position?: number;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              slug: string;
              name: string;
              description: string;
              position: number;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Remove a category that no product is in */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          category: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/catalog/moderation": {
    /** Products that wait for you, or that are in another state */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          state?: "draft" | "pending_review" | "published" | "unpublished" | "suspended" | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                organization_id: string;
                slug: string;
                name: string;
                summary: string;
                description: string;
                category: string | null;
                /** What kind of sale it is for taxes */
                tax_category: "digital" | "standard" | "reduced" | "zero" | "exempt";
                state: "draft" | "pending_review" | "published" | "unpublished" | "suspended";
                /** Why the operator refused or suspended it */
                state_reason: string | null;
                /** public: listed. unlisted: for whoever has the address. private: only for whom you let in */
                visibility: "public" | "unlisted" | "private";
                /** Of a private product: may organizations ask to be let in? */
                access_requests: boolean;
                tags: string[];
                logo_url: string | null;
                upstream_url: string;
                upstream: {
                  /** Share of the calls that upstream_url gets */
                  weight: number;
                  targets: {
                    url: string;
                    /** Share of the calls; 0 for none */
                    weight: number;
                  }[];
                  /** Further targets to try; never after a byte of an answer */
                  retries: number;
                  health: {
                    /** Faults in a row after which a target is left alone */
                    failures: number;
                    /** For how long at first; doubled up to a minute */
                    open_ms: number;
                    /** Share of 5xx answers within 10 s (of at least 20) that counts as a fault */
                    server_error_percent: number | null;
                  };
                  timeouts: {
                    connect_ms: number | null;
                    headers_ms: number | null;
                    idle_ms: number | null;
                  };
                  /** What Host says: the target's name, what the consumer called, or host_name */
                  host: "target" | "preserve" | "literal";
                  host_name: string | null;
                  request_headers: ({
                    op: "set" | "add" | "remove";
                    name: string;
                    /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                    value: string | null;
                  })[];
                  response_headers: ({
                    op: "set" | "add" | "remove";
                    name: string;
                    /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                    value: string | null;
                  })[];
                  /** How the upstream can tell that a call came through the gateway; see docs/upstream-proof.md */
                  proof: "none" | "secret" | "signature";
                };
                /** In force first; then the one that follows, if any */
                upstream_proof: {
                  key_id: string;
                  /** ISO 8601, UTC */
                  active_from: string;
                }[];
                upstream_tls: {
                  ca: {
                    subject: string;
                    fingerprint_sha256: string;
                    /** ISO 8601, UTC */
                    expires_at: string;
                  } | null;
                  certificate: {
                    subject: string;
                    fingerprint_sha256: string;
                    /** ISO 8601, UTC */
                    expires_at: string;
                  } | null;
                } | null;
                /** Which header the gateway puts on; null without one */
                upstream_credential: {
                  name: string;
                } | null;
                quota_denial_status: 429 | 403;
                traffic: {
                  cors: {
                    /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                    origins: string[];
                    /** Whether pages may send cookies; never for all origins */
                    credentials: boolean;
                    /** Headers that pages may send; null for any */
                    allowed_headers: string[] | null;
                    /** Headers that pages may read, beside the gateway's own */
                    exposed_headers: string[];
                    max_age_seconds: number;
                  };
                  addresses: {
                    /** Addresses and networks that may call; all when empty */
                    allow: string[];
                    /** Addresses and networks that may not, also of those allowed */
                    deny: string[];
                  };
                  /** The largest request body; null for the installation’s limit */
                  body_bytes: number | null;
                  /** Whether the key may stand in the query */
                  key_in_query: boolean;
                  /** Under which name it stands there */
                  key_query_parameter: string;
                  /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
                  key_headers: unknown[];
                  /** Whether calls are signed (RFC 9421) with the key's signing secret */
                  signing: "off" | "optional" | "required";
                  /** Host names under which the product is reached without its path, once the operator approved them */
                  hosts: unknown[];
                  /** What follows bursts of refused calls and keys in too many places */
                  abuse: "default" | "off" | "alert" | "throttle";
                };
                revision: number;
                /** ISO 8601, UTC */
                created_at: string;
                /** ISO 8601, UTC */
                updated_at: string;
                published_at: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/catalog/moderation/{product_id}/approve": {
    /** Put a product that waits on offer */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              organization_id: string;
              slug: string;
              name: string;
              summary: string;
              description: string;
              category: string | null;
              /** What kind of sale it is for taxes */
              tax_category: "digital" | "standard" | "reduced" | "zero" | "exempt";
              state: "draft" | "pending_review" | "published" | "unpublished" | "suspended";
              /** Why the operator refused or suspended it */
              state_reason: string | null;
              /** public: listed. unlisted: for whoever has the address. private: only for whom you let in */
              visibility: "public" | "unlisted" | "private";
              /** Of a private product: may organizations ask to be let in? */
              access_requests: boolean;
              tags: string[];
              logo_url: string | null;
              upstream_url: string;
              upstream: {
                /** Share of the calls that upstream_url gets */
                weight: number;
                targets: {
                  url: string;
                  /** Share of the calls; 0 for none */
                  weight: number;
                }[];
                /** Further targets to try; never after a byte of an answer */
                retries: number;
                health: {
                  /** Faults in a row after which a target is left alone */
                  failures: number;
                  /** For how long at first; doubled up to a minute */
                  open_ms: number;
                  /** Share of 5xx answers within 10 s (of at least 20) that counts as a fault */
                  server_error_percent: number | null;
                };
                timeouts: {
                  connect_ms: number | null;
                  headers_ms: number | null;
                  idle_ms: number | null;
                };
                /** What Host says: the target's name, what the consumer called, or host_name */
                host: "target" | "preserve" | "literal";
                host_name: string | null;
                request_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                response_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                /** How the upstream can tell that a call came through the gateway; see docs/upstream-proof.md */
                proof: "none" | "secret" | "signature";
              };
              /** In force first; then the one that follows, if any */
              upstream_proof: {
                key_id: string;
                /** ISO 8601, UTC */
                active_from: string;
              }[];
              upstream_tls: {
                ca: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
                certificate: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
              } | null;
              /** Which header the gateway puts on; null without one */
              upstream_credential: {
                name: string;
              } | null;
              quota_denial_status: 429 | 403;
              traffic: {
                cors: {
                  /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                  origins: string[];
                  /** Whether pages may send cookies; never for all origins */
                  credentials: boolean;
                  /** Headers that pages may send; null for any */
                  allowed_headers: string[] | null;
                  /** Headers that pages may read, beside the gateway's own */
                  exposed_headers: string[];
                  max_age_seconds: number;
                };
                addresses: {
                  /** Addresses and networks that may call; all when empty */
                  allow: string[];
                  /** Addresses and networks that may not, also of those allowed */
                  deny: string[];
                };
                /** The largest request body; null for the installation’s limit */
                body_bytes: number | null;
                /** Whether the key may stand in the query */
                key_in_query: boolean;
                /** Under which name it stands there */
                key_query_parameter: string;
                /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
                key_headers: unknown[];
                /** Whether calls are signed (RFC 9421) with the key's signing secret */
                signing: "off" | "optional" | "required";
                /** Host names under which the product is reached without its path, once the operator approved them */
                hosts: unknown[];
                /** What follows bursts of refused calls and keys in too many places */
                abuse: "default" | "off" | "alert" | "throttle";
              };
              revision: number;
              /** ISO 8601, UTC */
              created_at: string;
              /** ISO 8601, UTC */
              updated_at: string;
              published_at: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/catalog/moderation/{product_id}/refuse": {
    /** Send a product that waits back to its provider */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            reason: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              organization_id: string;
              slug: string;
              name: string;
              summary: string;
              description: string;
              category: string | null;
              /** What kind of sale it is for taxes */
              tax_category: "digital" | "standard" | "reduced" | "zero" | "exempt";
              state: "draft" | "pending_review" | "published" | "unpublished" | "suspended";
              /** Why the operator refused or suspended it */
              state_reason: string | null;
              /** public: listed. unlisted: for whoever has the address. private: only for whom you let in */
              visibility: "public" | "unlisted" | "private";
              /** Of a private product: may organizations ask to be let in? */
              access_requests: boolean;
              tags: string[];
              logo_url: string | null;
              upstream_url: string;
              upstream: {
                /** Share of the calls that upstream_url gets */
                weight: number;
                targets: {
                  url: string;
                  /** Share of the calls; 0 for none */
                  weight: number;
                }[];
                /** Further targets to try; never after a byte of an answer */
                retries: number;
                health: {
                  /** Faults in a row after which a target is left alone */
                  failures: number;
                  /** For how long at first; doubled up to a minute */
                  open_ms: number;
                  /** Share of 5xx answers within 10 s (of at least 20) that counts as a fault */
                  server_error_percent: number | null;
                };
                timeouts: {
                  connect_ms: number | null;
                  headers_ms: number | null;
                  idle_ms: number | null;
                };
                /** What Host says: the target's name, what the consumer called, or host_name */
                host: "target" | "preserve" | "literal";
                host_name: string | null;
                request_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                response_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                /** How the upstream can tell that a call came through the gateway; see docs/upstream-proof.md */
                proof: "none" | "secret" | "signature";
              };
              /** In force first; then the one that follows, if any */
              upstream_proof: {
                key_id: string;
                /** ISO 8601, UTC */
                active_from: string;
              }[];
              upstream_tls: {
                ca: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
                certificate: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
              } | null;
              /** Which header the gateway puts on; null without one */
              upstream_credential: {
                name: string;
              } | null;
              quota_denial_status: 429 | 403;
              traffic: {
                cors: {
                  /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                  origins: string[];
                  /** Whether pages may send cookies; never for all origins */
                  credentials: boolean;
                  /** Headers that pages may send; null for any */
                  allowed_headers: string[] | null;
                  /** Headers that pages may read, beside the gateway's own */
                  exposed_headers: string[];
                  max_age_seconds: number;
                };
                addresses: {
                  /** Addresses and networks that may call; all when empty */
                  allow: string[];
                  /** Addresses and networks that may not, also of those allowed */
                  deny: string[];
                };
                /** The largest request body; null for the installation’s limit */
                body_bytes: number | null;
                /** Whether the key may stand in the query */
                key_in_query: boolean;
                /** Under which name it stands there */
                key_query_parameter: string;
                /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
                key_headers: unknown[];
                /** Whether calls are signed (RFC 9421) with the key's signing secret */
                signing: "off" | "optional" | "required";
                /** Host names under which the product is reached without its path, once the operator approved them */
                hosts: unknown[];
                /** What follows bursts of refused calls and keys in too many places */
                abuse: "default" | "off" | "alert" | "throttle";
              };
              revision: number;
              /** ISO 8601, UTC */
              created_at: string;
              /** ISO 8601, UTC */
              updated_at: string;
              published_at: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/catalog/moderation/{product_id}/reinstate": {
    /** Put a suspended product on offer again */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              organization_id: string;
              slug: string;
              name: string;
              summary: string;
              description: string;
              category: string | null;
              /** What kind of sale it is for taxes */
              tax_category: "digital" | "standard" | "reduced" | "zero" | "exempt";
              state: "draft" | "pending_review" | "published" | "unpublished" | "suspended";
              /** Why the operator refused or suspended it */
              state_reason: string | null;
              /** public: listed. unlisted: for whoever has the address. private: only for whom you let in */
              visibility: "public" | "unlisted" | "private";
              /** Of a private product: may organizations ask to be let in? */
              access_requests: boolean;
              tags: string[];
              logo_url: string | null;
              upstream_url: string;
              upstream: {
                /** Share of the calls that upstream_url gets */
                weight: number;
                targets: {
                  url: string;
                  /** Share of the calls; 0 for none */
                  weight: number;
                }[];
                /** Further targets to try; never after a byte of an answer */
                retries: number;
                health: {
                  /** Faults in a row after which a target is left alone */
                  failures: number;
                  /** For how long at first; doubled up to a minute */
                  open_ms: number;
                  /** Share of 5xx answers within 10 s (of at least 20) that counts as a fault */
                  server_error_percent: number | null;
                };
                timeouts: {
                  connect_ms: number | null;
                  headers_ms: number | null;
                  idle_ms: number | null;
                };
                /** What Host says: the target's name, what the consumer called, or host_name */
                host: "target" | "preserve" | "literal";
                host_name: string | null;
                request_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                response_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                /** How the upstream can tell that a call came through the gateway; see docs/upstream-proof.md */
                proof: "none" | "secret" | "signature";
              };
              /** In force first; then the one that follows, if any */
              upstream_proof: {
                key_id: string;
                /** ISO 8601, UTC */
                active_from: string;
              }[];
              upstream_tls: {
                ca: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
                certificate: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
              } | null;
              /** Which header the gateway puts on; null without one */
              upstream_credential: {
                name: string;
              } | null;
              quota_denial_status: 429 | 403;
              traffic: {
                cors: {
                  /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                  origins: string[];
                  /** Whether pages may send cookies; never for all origins */
                  credentials: boolean;
                  /** Headers that pages may send; null for any */
                  allowed_headers: string[] | null;
                  /** Headers that pages may read, beside the gateway's own */
                  exposed_headers: string[];
                  max_age_seconds: number;
                };
                addresses: {
                  /** Addresses and networks that may call; all when empty */
                  allow: string[];
                  /** Addresses and networks that may not, also of those allowed */
                  deny: string[];
                };
                /** The largest request body; null for the installation’s limit */
                body_bytes: number | null;
                /** Whether the key may stand in the query */
                key_in_query: boolean;
                /** Under which name it stands there */
                key_query_parameter: string;
                /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
                key_headers: unknown[];
                /** Whether calls are signed (RFC 9421) with the key's signing secret */
                signing: "off" | "optional" | "required";
                /** Host names under which the product is reached without its path, once the operator approved them */
                hosts: unknown[];
                /** What follows bursts of refused calls and keys in too many places */
                abuse: "default" | "off" | "alert" | "throttle";
              };
              revision: number;
              /** ISO 8601, UTC */
              created_at: string;
              /** ISO 8601, UTC */
              updated_at: string;
              published_at: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/catalog/moderation/{product_id}/suspend": {
    /** Take a product off the marketplace; its subscribers keep it unless their calls are blocked too */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            reason: string;
            block_calls?: boolean;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              organization_id: string;
              slug: string;
              name: string;
              summary: string;
              description: string;
              category: string | null;
              /** What kind of sale it is for taxes */
              tax_category: "digital" | "standard" | "reduced" | "zero" | "exempt";
              state: "draft" | "pending_review" | "published" | "unpublished" | "suspended";
              /** Why the operator refused or suspended it */
              state_reason: string | null;
              /** public: listed. unlisted: for whoever has the address. private: only for whom you let in */
              visibility: "public" | "unlisted" | "private";
              /** Of a private product: may organizations ask to be let in? */
              access_requests: boolean;
              tags: string[];
              logo_url: string | null;
              upstream_url: string;
              upstream: {
                /** Share of the calls that upstream_url gets */
                weight: number;
                targets: {
                  url: string;
                  /** Share of the calls; 0 for none */
                  weight: number;
                }[];
                /** Further targets to try; never after a byte of an answer */
                retries: number;
                health: {
                  /** Faults in a row after which a target is left alone */
                  failures: number;
                  /** For how long at first; doubled up to a minute */
                  open_ms: number;
                  /** Share of 5xx answers within 10 s (of at least 20) that counts as a fault */
                  server_error_percent: number | null;
                };
                timeouts: {
                  connect_ms: number | null;
                  headers_ms: number | null;
                  idle_ms: number | null;
                };
                /** What Host says: the target's name, what the consumer called, or host_name */
                host: "target" | "preserve" | "literal";
                host_name: string | null;
                request_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                response_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                /** How the upstream can tell that a call came through the gateway; see docs/upstream-proof.md */
                proof: "none" | "secret" | "signature";
              };
              /** In force first; then the one that follows, if any */
              upstream_proof: {
                key_id: string;
                /** ISO 8601, UTC */
                active_from: string;
              }[];
              upstream_tls: {
                ca: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
                certificate: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
              } | null;
              /** Which header the gateway puts on; null without one */
              upstream_credential: {
                name: string;
              } | null;
              quota_denial_status: 429 | 403;
              traffic: {
                cors: {
                  /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                  origins: string[];
                  /** Whether pages may send cookies; never for all origins */
                  credentials: boolean;
                  /** Headers that pages may send; null for any */
                  allowed_headers: string[] | null;
                  /** Headers that pages may read, beside the gateway's own */
                  exposed_headers: string[];
                  max_age_seconds: number;
                };
                addresses: {
                  /** Addresses and networks that may call; all when empty */
                  allow: string[];
                  /** Addresses and networks that may not, also of those allowed */
                  deny: string[];
                };
                /** The largest request body; null for the installation’s limit */
                body_bytes: number | null;
                /** Whether the key may stand in the query */
                key_in_query: boolean;
                /** Under which name it stands there */
                key_query_parameter: string;
                /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
                key_headers: unknown[];
                /** Whether calls are signed (RFC 9421) with the key's signing secret */
                signing: "off" | "optional" | "required";
                /** Host names under which the product is reached without its path, once the operator approved them */
                hosts: unknown[];
                /** What follows bursts of refused calls and keys in too many places */
                abuse: "default" | "off" | "alert" | "throttle";
              };
              revision: number;
              /** ISO 8601, UTC */
              created_at: string;
              /** ISO 8601, UTC */
              updated_at: string;
              published_at: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/catalog/settings": {
    /** How products come to be on offer here */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              /** Does the operator look at products before they are on offer? */
              moderation: boolean;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Decide whether products are looked at before they are on offer */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** Does the operator look at products before they are on offer? */
            moderation: boolean;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              /** Does the operator look at products before they are on offer? */
              moderation: boolean;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/checkout/invoices/{workspace_id}": {
    /** List the invoices of a consumer, latest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          state?: "draft" | "discarded" | "overdue" | "open" | "partially_paid" | "paid" | "void" | "uncollectible" | undefined;
        };
        header?: never;
        path: {
          workspace_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                number: string | null;
                state: "draft" | "discarded" | "open" | "partially_paid" | "paid" | "void" | "uncollectible";
                /** Open or partly paid, and its due date has passed */
                overdue: boolean;
                cause: "start" | "change" | "renewal" | "early" | "threshold" | "final" | "late" | "topup";
                organization_id: string;
                provider_id: string;
                subscription_id: string;
                product_id: string;
                product_name: string;
                period_start_at: string;
                period_end_at: string;
                /** IANA zone of its days */
                time_zone: string;
                net: string;
                tax: string;
                total: string;
                paid: string;
                /** By credit notes, whether it had been paid or not */
                credited: string;
                written_off: string;
                amount_due: string;
                currency: string;
                /** ISO 11649: what a transfer must carry */
                payment_reference: string;
                created_at: string;
                issued_at: string | null;
                due_at: string | null;
                paid_at: string | null;
                /** When a draft is issued by itself */
                finalize_at: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/checkout/invoices/detail/{invoice_id}": {
    /** Show an invoice with its lines and how each came about */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          invoice_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              number: string | null;
              state: "draft" | "discarded" | "open" | "partially_paid" | "paid" | "void" | "uncollectible";
              /** Open or partly paid, and its due date has passed */
              overdue: boolean;
              cause: "start" | "change" | "renewal" | "early" | "threshold" | "final" | "late" | "topup";
              organization_id: string;
              provider_id: string;
              subscription_id: string;
              product_id: string;
              product_name: string;
              period_start_at: string;
              period_end_at: string;
              /** IANA zone of its days */
              time_zone: string;
              net: string;
              tax: string;
              total: string;
              paid: string;
              /** By credit notes, whether it had been paid or not */
              credited: string;
              written_off: string;
              amount_due: string;
              currency: string;
              /** ISO 11649: what a transfer must carry */
              payment_reference: string;
              created_at: string;
              issued_at: string | null;
              due_at: string | null;
              paid_at: string | null;
              /** When a draft is issued by itself */
              finalize_at: string | null;
              seller: {
                id: string;
                name: string;
                address: string[];
                street: string | null;
                additional_street: string | null;
                city: string | null;
                postal_code: string | null;
                region: string | null;
                country: string | null;
                tax_id: string | null;
                email: string | null;
              };
              buyer: {
                id: string;
                name: string;
                address: string[];
                street: string | null;
                additional_street: string | null;
                city: string | null;
                postal_code: string | null;
                region: string | null;
                country: string | null;
                tax_id: string | null;
                email: string | null;
              };
              taxes: ({
                /** EN 16931: taxed, zero rate, exempt, reverse charge, not subject, export, within the Union */
                code: "S" | "Z" | "E" | "AE" | "O" | "G" | "K";
                name: string;
                rate_percent: string;
                base: string;
                amount: string;
                /** `DE`, `US-CA`; null where no place taxes it */
                jurisdiction: string | null;
                /** Why nothing is charged */
                reason: string | null;
                /** VATEX code of the reason */
                reason_code: string | null;
              })[];
              lines: ({
                position: number;
                subscription_id: string;
                product_name: string;
                kind: "flat" | "fee" | "usage" | "overage" | "commitment" | "discount" | "credit" | "one_off";
                item_key: string;
                description: string;
                quantity: string;
                unit: string;
                /** Without tax */
                amount: string;
                /** With the tax in it where the prices of the plan include it */
                charged: string;
                /** EN 16931: taxed, zero rate, exempt, reverse charge, not subject, export, within the Union */
                tax_code: "S" | "Z" | "E" | "AE" | "O" | "G" | "K";
                tax_percent: string;
                period_start_at: string;
                period_end_at: string;
                plan_version_id: string;
                sequence: number;
                /** The last batch of usage that the line includes */
                highest_batch: string | null;
                /** Tiers, what was billed before, and the query of its events */
                explanation: Record<string, unknown>;
              })[];
              /** Shown to the provider and the operator */
              platform_fee: string | null;
              /** Shown to the provider and the operator */
              provider_share: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/checkout/reconcile": {
    /** Book the credits of a bank statement */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            transactions: {
              /** The bank's id of the transaction */
              external_id: string;
              /** What the payer wrote */
              reference: string;
              amount: string;
              currency: string;
              /** ISO 8601 with an offset or Z */
              booked_at: string;
            }[];
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                external_id: string;
                outcome: "matched" | "partial" | "overpaid" | "queued" | "assigned" | "credited" | "ignored" | "conflict";
                /** It was told before; nothing changed */
                repeated: boolean;
                reason: string | null;
                invoice_id: string | null;
                payment_id: string | null;
              })[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/checkout/reconcile/queue": {
    /** List transfers that no invoice fits */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: {
                external_id: string;
                reference: string;
                amount: string;
                currency: string;
                booked_at: string;
                reason: string;
              }[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/checkout/reconcile/queue/{external_id}/assign": {
    /** Say which invoice a transfer is for */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          external_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            invoice_id: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              external_id: string;
              outcome: "matched" | "partial" | "overpaid" | "queued" | "assigned" | "credited" | "ignored" | "conflict";
              reason: string | null;
              invoice_id: string | null;
              payment_id: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/checkout/reconcile/queue/{external_id}/credit": {
    /** Say which consumer a transfer is from: it is credit */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          external_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            organization_id: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              external_id: string;
              outcome: "matched" | "partial" | "overpaid" | "queued" | "assigned" | "credited" | "ignored" | "conflict";
              reason: string | null;
              invoice_id: string | null;
              payment_id: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/checkout/reconcile/queue/{external_id}/ignore": {
    /** Say that a transfer is not for us to book, and why */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          external_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            reason: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              external_id: string;
              outcome: "matched" | "partial" | "overpaid" | "queued" | "assigned" | "credited" | "ignored" | "conflict";
              reason: string | null;
              invoice_id: string | null;
              payment_id: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/checkout/test-processor/{attempt_id}": {
    /** Approve or refuse a payment as the test card's owner */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          attempt_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            approve: boolean;
          };
        };
      };
      responses: {
        202: {
          content: {
            "application/json": {
              id: string;
              invoice_id: string;
              payment_method_id: string;
              processor: string;
              amount: string;
              currency: string;
              state: "created" | "sent" | "requires_action" | "processing" | "succeeded" | "failed" | "unknown";
              action_url: string | null;
              failure_code: string | null;
              automatic: boolean;
              created_at: string;
              updated_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/configuration": {
    /** Your products, plans, routes and connections as one document */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              version: 1;
              products: ({
                slug: string;
                name: string;
                summary: string;
                /** Markdown */
                description: string;
                category: string | null;
                /** What kind of sale it is for taxes */
                tax_category: "digital" | "standard" | "reduced" | "zero" | "exempt";
                upstream_url: string;
                /** Replaced whole; what is left out has its default */
                upstream: {
                  /** Share of the calls that upstream_url gets */
                  weight: number;
                  targets: {
                    url: string;
                    /** Share of the calls; 0 for none */
                    weight: number;
                  }[];
                  /** Further targets to try; never after a byte of an answer */
                  retries: number;
                  health: {
                    /** Faults in a row after which a target is left alone */
                    failures: number;
                    /** For how long at first; doubled up to a minute */
                    open_ms: number;
                    /** Share of 5xx answers within 10 s (of at least 20) that counts as a fault */
                    server_error_percent: number | null;
                  };
                  timeouts: {
                    connect_ms: number | null;
                    headers_ms: number | null;
                    idle_ms: number | null;
                  };
                  /** What Host says: the target's name, what the consumer called, or host_name */
                  host: "target" | "preserve" | "literal";
                  host_name: string | null;
                  request_headers: ({
                    op: "set" | "add" | "remove";
                    name: string;
                    /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                    value: string | null;
                  })[];
                  response_headers: ({
                    op: "set" | "add" | "remove";
                    name: string;
                    /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                    value: string | null;
                  })[];
                  /** How the upstream can tell that a call came through the gateway; see docs/upstream-proof.md */
                  proof: "none" | "secret" | "signature";
                };
                /** What an exhausted quota answers */
                quota_denial_status: 429 | 403;
                /** How callers are treated; what is left out stays as it is */
                traffic: {
                  cors?: {
                    /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                    origins: string[];
                    /** Whether pages may send cookies; never for all origins */
                    credentials: boolean;
                    /** Headers that pages may send; null for any */
                    allowed_headers: string[] | null;
                    /** Headers that pages may read, beside the gateway's own */
                    exposed_headers: string[];
                    max_age_seconds: number;
                  };
                  addresses?: {
                    /** Addresses and networks that may call; all when empty */
                    allow: string[];
                    /** Addresses and networks that may not, also of those allowed */
                    deny: string[];
                  };
                  /** The largest request body; null for the installation’s limit */
                  body_bytes?: number | null;
                  /** Whether the key may stand in the query */
                  key_in_query?: boolean;
                  /** Under which name it stands there */
                  key_query_parameter?: string;
                  /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
                  key_headers?: unknown[];
                  /** Whether calls are signed (RFC 9421) with the key's signing secret */
                  signing?: "off" | "optional" | "required";
                  /** Host names under which the product is reached without its path, once the operator approved them */
                  hosts?: unknown[];
                  /** What follows bursts of refused calls and keys in too many places */
                  abuse?: "default" | "off" | "alert" | "throttle";
                };
                /** public: listed. unlisted: for whoever has the address. private: only for whom you let in */
                visibility: "public" | "unlisted" | "private";
                /** Of a private product: may organizations ask to be let in? */
                access_requests: boolean;
                tags: unknown;
                /** On offer in the marketplace */
                published: boolean;
                plans: ({
                  slug: string;
                  name: string;
                  /** Order within the product; higher includes lower */
                  tier: number;
                  /** Changed terms become a new version: a published one never changes */
                  terms?: components['schemas']["PlanTerms"];
                  /** Publishes the version that has these terms */
                  publish: boolean;
                  /** Whom its subscribers ask, beside what the product says */
                  support?: {
                    contacts: ({
                      label: string;
                      email: string | null;
                      url: string | null;
                      phone: string | null;
                      /** When somebody is there, as people say it */
                      hours: string;
                      /** How soon somebody answers */
                      response_time: string;
                    })[];
                    faq: {
                      question: string;
                      /** Markdown */
                      answer: string;
                    }[];
                  };
                })[];
                routes: ({
                  method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | "ANY";
                  /** Path below the product with {parameters} */
                  template: string;
                  /** Path at the upstream when it differs */
                  upstream_path: string | null;
                  /** How its calls differ from others of the product; replaced whole */
                  upstream: {
                    headers_ms: number | null;
                    idle_ms: number | null;
                    request_headers: ({
                      op: "set" | "add" | "remove";
                      name: string;
                      /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                      value: string | null;
                    })[];
                    response_headers: ({
                      op: "set" | "add" | "remove";
                      name: string;
                      /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                      value: string | null;
                    })[];
                  };
                  /** websocket: GET calls may be upgraded; grpc: called with HTTP/2, also at the upstream */
                  protocol: "http" | "websocket" | "grpc";
                  /** Id or slug of the lowest plan that may call it */
                  minimum_plan: string | null;
                  /** Quota units per call */
                  weight: number | string;
                  /** Per subscription; a plan may have others for this route */
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  /** Calls of a subscription at once */
                  concurrency: number | null;
                  /** What is treated otherwise than by the product */
                  traffic: {
                    cors?: {
                      /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                      origins: string[];
                      /** Whether pages may send cookies; never for all origins */
                      credentials: boolean;
                      /** Headers that pages may send; null for any */
                      allowed_headers: string[] | null;
                      /** Headers that pages may read, beside the gateway's own */
                      exposed_headers: string[];
                      max_age_seconds: number;
                    };
                    addresses?: {
                      /** Addresses and networks that may call; all when empty */
                      allow: string[];
                      /** Addresses and networks that may not, also of those allowed */
                      deny: string[];
                    };
                    /** The largest request body; null for the installation’s limit */
                    body_bytes?: number | null;
                    /** Whether the key may stand in the query */
                    key_in_query?: boolean;
                    /** Under which name it stands there */
                    key_query_parameter?: string;
                    /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
                    key_headers?: unknown[];
                    /** Whether calls are signed (RFC 9421) with the key's signing secret */
                    signing?: "off" | "optional" | "required";
                  } | null;
                  /** Keys that are limited to some scopes must have this one */
                  required_scope: string | null;
                  /** Keys of which environments may call it */
                  environments: ("live" | "test")[];
                  name: string;
                  /** Markdown */
                  description: string;
                  position?: number;
                  sample_parameters: Record<string, string>;
                })[];
                support?: {
                  contacts: ({
                    label: string;
                    email: string | null;
                    url: string | null;
                    phone: string | null;
                    /** When somebody is there, as people say it */
                    hours: string;
                    /** How soon somebody answers */
                    response_time: string;
                  })[];
                  faq: {
                    question: string;
                    /** Markdown */
                    answer: string;
                  }[];
                };
                /** Never exported. Left out, it stays as it is; null takes it away */
                upstream_credential?: {
                  /** Authorization, X-Api-Key, or another header that is not the gateway’s own */
                  name: string;
                  /** The whole value, such as `Bearer …`. Kept sealed and never shown */
                  value: string;
                } | null;
              })[];
              /** Left out, they stay as they are, whatever is pruned */
              connections?: {
                billing?: {
                  grace_minutes?: number | null;
                  payment_terms_days?: number | null;
                  /** What a consumer’s subscriptions owe at one time is put on one invoice */
                  consolidate_invoices?: boolean;
                  draft_grace_hours?: number | null;
                  write_off_after_days?: number | null;
                  past_due_after_days?: number | null;
                  apply_credit?: boolean | null;
                  left_over_credit?: "credit" | "refund" | null;
                  retry_after_days?: number[] | null;
                };
                payouts?: {
                  holder_name: string;
                  iban: unknown;
                };
              };
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/configuration/apply": {
    /** Make your products, plans and routes what a document says, all of it or nothing */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            configuration: {
              version: 1;
              products: ({
                slug: string;
                name: string;
                summary?: string;
                /** Markdown */
                description?: string;
                category?: string | null;
                /** What kind of sale it is for taxes */
                tax_category?: "digital" | "standard" | "reduced" | "zero" | "exempt";
                upstream_url: string;
                /** Replaced whole; what is left out has its default */
                upstream?: {
                  /** Share of the calls that upstream_url gets */
                  weight?: number;
                  targets?: {
                    url: string;
                    /** Share of the calls; 0 for none */
                    weight?: number;
                  }[];
                  /** Further targets to try; never after a byte of an answer */
                  retries?: number;
                  health?: {
                    /** Faults in a row after which a target is left alone */
                    failures?: number;
                    /** For how long at first; doubled up to a minute */
                    open_ms?: number;
                    /** Share of 5xx answers within 10 s (of at least 20) that counts as a fault */
                    server_error_percent?: number | null;
                  };
                  timeouts?: {
                    connect_ms?: number | null;
                    headers_ms?: number | null;
                    idle_ms?: number | null;
                  };
                  /** What Host says: the target's name, what the consumer called, or host_name */
                  host?: "target" | "preserve" | "literal";
                  host_name?: string | null;
                  request_headers?: ({
                    op: "set" | "add" | "remove";
                    name: string;
                    /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                    value?: string | null;
                  })[];
                  response_headers?: ({
                    op: "set" | "add" | "remove";
                    name: string;
                    /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                    value?: string | null;
                  })[];
                  /** How the upstream can tell that a call came through the gateway; see docs/upstream-proof.md */
                  proof?: "none" | "secret" | "signature";
                };
                /** What an exhausted quota answers */
                quota_denial_status?: 429 | 403;
                /** How callers are treated; what is left out stays as it is */
                traffic?: {
                  cors?: {
                    /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                    origins?: string[];
                    /** Whether pages may send cookies; never for all origins */
                    credentials?: boolean;
                    /** Headers that pages may send; null for any */
                    allowed_headers?: string[] | null;
                    /** Headers that pages may read, beside the gateway's own */
                    exposed_headers?: string[];
                    max_age_seconds?: number;
                  };
                  addresses?: {
                    /** Addresses and networks that may call; all when empty */
                    allow?: string[];
                    /** Addresses and networks that may not, also of those allowed */
                    deny?: string[];
                  };
                  /** The largest request body; null for the installation’s limit */
                  body_bytes?: number | null;
                  /** Whether the key may stand in the query */
                  key_in_query?: boolean;
                  /** Under which name it stands there */
                  key_query_parameter?: string;
                  /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
                  key_headers?: string[];
                  /** Whether calls are signed (RFC 9421) with the key's signing secret */
                  signing?: "off" | "optional" | "required";
                  /** Host names under which the product is reached without its path, once the operator approved them */
                  hosts?: string[];
                  /** What follows bursts of refused calls and keys in too many places */
                  abuse?: "default" | "off" | "alert" | "throttle";
                };
                /** public: listed. unlisted: for whoever has the address. private: only for whom you let in */
                visibility?: "public" | "unlisted" | "private";
                /** Of a private product: may organizations ask to be let in? */
                access_requests?: boolean;
                tags?: string[];
                /** On offer in the marketplace */
                published?: boolean;
                plans?: ({
                  slug: string;
                  name: string;
                  /** Order within the product; higher includes lower */
                  tier: number;
                  /** Changed terms become a new version: a published one never changes */
                  terms?: components['schemas']["PlanTermsInput"];
                  /** Publishes the version that has these terms */
                  publish?: boolean;
                  /** Whom its subscribers ask, beside what the product says */
                  support?: {
                    contacts?: ({
                      label: string;
                      email?: string | null;
                      url?: string | null;
                      phone?: string | null;
                      /** When somebody is there, as people say it */
                      hours?: string;
                      /** How soon somebody answers */
                      response_time?: string;
                    })[];
                    faq?: {
                      question: string;
                      /** Markdown */
                      answer: string;
                    }[];
                  };
                })[];
                routes?: ({
                  method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | "ANY";
                  /** Path below the product with {parameters} */
                  template: string;
                  /** Path at the upstream when it differs */
                  upstream_path?: string | null;
                  /** How its calls differ from others of the product; replaced whole */
                  upstream?: {
                    headers_ms?: number | null;
                    idle_ms?: number | null;
                    request_headers?: ({
                      op: "set" | "add" | "remove";
                      name: string;
                      /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                      value?: string | null;
                    })[];
                    response_headers?: ({
                      op: "set" | "add" | "remove";
                      name: string;
                      /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                      value?: string | null;
                    })[];
                  };
                  /** websocket: GET calls may be upgraded; grpc: called with HTTP/2, also at the upstream */
                  protocol?: "http" | "websocket" | "grpc";
                  /** Id or slug of the lowest plan that may call it */
                  minimum_plan?: string | null;
                  /** Quota units per call */
                  weight?: number | string;
                  /** Per subscription; a plan may have others for this route */
                  rate_limits?: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  /** Calls of a subscription at once */
                  concurrency?: number | null;
                  /** What is treated otherwise than by the product */
                  traffic?: {
                    cors?: {
                      /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                      origins?: string[];
                      /** Whether pages may send cookies; never for all origins */
                      credentials?: boolean;
                      /** Headers that pages may send; null for any */
                      allowed_headers?: string[] | null;
                      /** Headers that pages may read, beside the gateway's own */
                      exposed_headers?: string[];
                      max_age_seconds?: number;
                    };
                    addresses?: {
                      /** Addresses and networks that may call; all when empty */
                      allow?: string[];
                      /** Addresses and networks that may not, also of those allowed */
                      deny?: string[];
                    };
                    /** The largest request body; null for the installation’s limit */
                    body_bytes?: number | null;
                    /** Whether the key may stand in the query */
                    key_in_query?: boolean;
                    /** Under which name it stands there */
                    key_query_parameter?: string;
                    /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
                    key_headers?: string[];
                    /** Whether calls are signed (RFC 9421) with the key's signing secret */
                    signing?: "off" | "optional" | "required";
                  } | null;
                  /** Keys that are limited to some scopes must have this one */
                  required_scope?: string | null;
                  /** Keys of which environments may call it */
                  environments?: ("live" | "test")[];
                  name?: string;
                  /** Markdown */
                  description?: string;
                  position?: number;
                  sample_parameters?: Record<string, string>;
                })[];
                support?: {
                  contacts?: ({
                    label: string;
                    email?: string | null;
                    url?: string | null;
                    phone?: string | null;
                    /** When somebody is there, as people say it */
                    hours?: string;
                    /** How soon somebody answers */
                    response_time?: string;
                  })[];
                  faq?: {
                    question: string;
                    /** Markdown */
                    answer: string;
                  }[];
                };
                /** Never exported. Left out, it stays as it is; null takes it away */
                upstream_credential?: {
                  /** Authorization, X-Api-Key, or another header that is not the gateway’s own */
                  name: string;
                  /** The whole value, such as `Bearer …`. Kept sealed and never shown */
                  value: string;
                } | null;
              })[];
              /** Left out, they stay as they are, whatever is pruned */
              connections?: {
                billing?: {
                  grace_minutes?: number | null;
                  payment_terms_days?: number | null;
                  /** What a consumer’s subscriptions owe at one time is put on one invoice */
                  consolidate_invoices?: boolean;
                  draft_grace_hours?: number | null;
                  write_off_after_days?: number | null;
                  past_due_after_days?: number | null;
                  apply_credit?: boolean | null;
                  left_over_credit?: "credit" | "refund" | null;
                  retry_after_days?: number[] | null;
                };
                payouts?: {
                  holder_name: string;
                  iban: string;
                };
              };
            };
            /** Says what would change and changes nothing */
            dry_run?: boolean;
            /** Removes what the document does not name */
            prune?: boolean;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              applied: boolean;
              changes: ({
                action: "create" | "change" | "publish" | "unpublish" | "new-version" | "delete";
                /** What it happens to: product weather, plan weather/basic, route weather GET /now, connection payouts */
                object: string;
                fields: {
                  pointer: string;
                  before: unknown;
                  after: unknown;
                }[];
              })[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/console/calls": {
    /** Call a route through the gateway, as one of your keys would */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            subscription_id: string;
            environment?: "live" | "test";
            route_id: string;
            /** For routes that take any */
            method?: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";
            path_parameters?: Record<string, string>;
            query?: {
              name: string;
              value: string;
            }[];
            headers?: {
              name: string;
              value: string;
            }[];
            content_type?: string | null;
            body?: string | null;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              /** By which it is counted; null when no gateway named one */
              call_id: string | null;
              made_at: string;
              request: {
                method: string;
                path: string;
              };
              response: {
                status: number;
                headers: {
                  name: string;
                  value: string;
                }[];
                body: string;
                body_encoding: "text" | "base64";
                /** There was more */
                truncated: boolean;
                bytes: number;
              };
              first_byte_ms: number;
              total_ms: number;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        429: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        502: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        504: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/console/subscriptions/{subscription_id}/calls/{call_id}": {
    /** What a call was counted as, and what it cost */
    get: {
      parameters: {
        query?: {
          made_at?: string | undefined;
        };
        header?: never;
        path: {
          subscription_id: string;
          call_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              /** uncounted: the gateway refused it, which costs nothing */
              state: "pending" | "counted" | "uncounted";
              units: string | null;
              overage_units: string | null;
              /** What it added to the period, before discounts and taxes, not rounded; null when it cannot be told */
              cost: {
                amount: string;
                currency: string;
              } | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/credit-notes": {
    /** List credit notes that the organization has received or issued, latest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          invoice_id?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                number: string;
                invoice_id: string;
                provider_id: string;
                organization_id: string;
                reason: "duplicate" | "order_change" | "service_failure" | "goodwill" | "fraud" | "not_collectable" | "left_over" | "other";
                note: string | null;
                /** What became of what had been paid */
                remainder: "credit" | "refund";
                issued_at: string;
                net: string;
                tax: string;
                total: string;
                /** Reduces what is open */
                offset: string;
                /** Had been paid: the consumer's again */
                surplus: string;
                currency: string;
                taxes: {
                  code: string;
                  name: string;
                  rate_percent: string;
                  base: string;
                  amount: string;
                }[];
                lines: {
                  invoice_position: number;
                  description: string;
                  amount: string;
                }[];
                /** Shown to the provider and the operator */
                platform_fee: string | null;
                /** Shown to the provider and the operator */
                provider_share: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/credit-notes/{credit_note_id}": {
    /** Show a credit note */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          credit_note_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              number: string;
              invoice_id: string;
              provider_id: string;
              organization_id: string;
              reason: "duplicate" | "order_change" | "service_failure" | "goodwill" | "fraud" | "not_collectable" | "left_over" | "other";
              note: string | null;
              /** What became of what had been paid */
              remainder: "credit" | "refund";
              issued_at: string;
              net: string;
              tax: string;
              total: string;
              /** Reduces what is open */
              offset: string;
              /** Had been paid: the consumer's again */
              surplus: string;
              currency: string;
              taxes: {
                code: string;
                name: string;
                rate_percent: string;
                base: string;
                amount: string;
              }[];
              lines: {
                invoice_position: number;
                description: string;
                amount: string;
              }[];
              /** Shown to the provider and the operator */
              platform_fee: string | null;
              /** Shown to the provider and the operator */
              provider_share: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/credit-notes/{credit_note_id}.pdf": {
    /** A credit note as PDF */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          credit_note_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/pdf": unknown;
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/credit-notes/{credit_note_id}.xml": {
    /** A credit note for machines: UBL 2.1 or CII D16B, as Peppol BIS Billing 3 asks */
    get: {
      parameters: {
        query?: {
          format?: "ubl" | "cii" | undefined;
        };
        header?: never;
        path: {
          credit_note_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/xml": unknown;
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/credit-notes/{credit_note_id}/facturx.pdf": {
    /** A credit note as Factur-X (ZUGFeRD): a PDF/A-3 with the credit note for machines in it */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          credit_note_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/pdf": unknown;
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/directory/organizations": {
    /** Organizations of this installation; `search` looks in names, slugs and external ids */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          search?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                slug: string;
                name: string;
                external_id: string | null;
                provider: boolean;
                members: number;
                suspended_at: string | null;
                closed_at: string | null;
                created_at: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/directory/organizations/{organization_id}/resume": {
    /** Let a suspended organization act again */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          organization_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/directory/organizations/{organization_id}/suspend": {
    /** Silence an organization: its members hold no permission, its machines are refused */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          organization_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/directory/people": {
    /** People of this installation; `search` looks in addresses and names */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          search?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                email: string;
                name: string;
                operator: boolean;
                email_verified: boolean;
                second_factor: boolean;
                live_sessions: number;
                suspended_at: string | null;
                erased_at: string | null;
                created_at: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/directory/people/{user_id}": {
    /** A person */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          user_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              email: string;
              name: string;
              operator: boolean;
              email_verified: boolean;
              second_factor: boolean;
              live_sessions: number;
              suspended_at: string | null;
              erased_at: string | null;
              created_at: string;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Erase a person who asked for it and cannot do it */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          user_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/directory/people/{user_id}/end-sessions": {
    /** End all sessions of a person */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          user_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/directory/people/{user_id}/reset-second-factor": {
    /** Turn off the second factor of who lost it; the person is told by mail */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          user_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/directory/people/{user_id}/resume": {
    /** Let a suspended person in again */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          user_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/directory/people/{user_id}/suspend": {
    /** Keep a person out: sessions end and no log-in begins */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          user_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/entitlements/{workspace_id}": {
    /** What a consumer may do now */
    get: {
      parameters: {
        query?: {
          product?: string | undefined;
        };
        header?: never;
        path: {
          workspace_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              workspace_id: string;
              features: Record<string, boolean | string | number>;
              subscriptions: ({
                subscription_id: string;
                product_id: string;
                product: string;
                plan: string;
                plan_name: string;
                plan_version_id: string;
                state: string;
                active: boolean;
                features: Record<string, boolean | string | number>;
                quotas: ({
                  /** As headers and resets name it */
                  name: string;
                  limit: number;
                  used: number;
                  remaining: number;
                  overage_units: number;
                  period: "day" | "week" | "month" | "year";
                  alignment: "calendar" | "anniversary";
                  overage: "block" | "charge";
                  period_start: string;
                  period_end: string;
                  exhausted: boolean;
                })[];
                rate_limits: {
                  limit: number;
                  window_seconds: number;
                }[];
                concurrency: number | null;
              })[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/entitlements/{workspace_id}/feature/{feature}": {
    /** Whether a consumer has a feature */
    get: {
      parameters: {
        query?: {
          product?: string | undefined;
        };
        header?: never;
        path: {
          workspace_id: string;
          feature: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              has_access: boolean;
              value: boolean | string | number | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/entitlements/{workspace_id}/invalidate": {
    /** Reads a consumer's subscriptions again */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          workspace_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              reloaded: number;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/entitlements/{workspace_id}/usage/{meter}/exceeded": {
    /** Whether what a plan gives of a meter is used up */
    get: {
      parameters: {
        query?: {
          product?: string | undefined;
        };
        header?: never;
        path: {
          workspace_id: string;
          meter: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              exceeded: boolean;
              meter: string;
              quotas: ({
                /** As headers and resets name it */
                name: string;
                limit: number;
                used: number;
                remaining: number;
                overage_units: number;
                period: "day" | "week" | "month" | "year";
                alignment: "calendar" | "anniversary";
                overage: "block" | "charge";
                period_start: string;
                period_end: string;
                exhausted: boolean;
              })[];
              /** Of a meter that is not built in */
              subscriptions: ({
                subscription_id: string;
                product_id: string;
                quantity: string;
                /** Null: without limit */
                limit: string | null;
                exceeded: boolean;
                period_start: string;
                period_end: string;
              })[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/health": {
    /** Whether the process is alive */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              status: "ok";
              version: string;
            };
          };
        };
      };
    };
  };
  "/api/v1/hosts": {
    /** List the host names of your products; operators see all */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                host: string;
                product_id: string;
                /** Null while the operator has not given the name to the product */
                approved_at: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/hosts/{host}": {
    /** Give a host name to a product that lists it */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          host: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            product_id: string;
          };
        };
      };
      responses: {
        204: {
          content?: never;
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Take a host name from its product */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          host: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/invitations/accept": {
    /** Take up an invitation to my e-mail address */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            token: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              organization_id: string;
              role: "owner" | "admin" | "billing" | "developer" | "viewer";
              joined_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/invoices": {
    /** List invoices that the organization has received or issued, latest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          role?: "buyer" | "seller" | undefined;
          organization_id?: string | undefined;
          subscription_id?: string | undefined;
          state?: "draft" | "discarded" | "overdue" | "open" | "partially_paid" | "paid" | "void" | "uncollectible" | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                number: string | null;
                state: "draft" | "discarded" | "open" | "partially_paid" | "paid" | "void" | "uncollectible";
                /** Open or partly paid, and its due date has passed */
                overdue: boolean;
                cause: "start" | "change" | "renewal" | "early" | "threshold" | "final" | "late" | "topup";
                organization_id: string;
                provider_id: string;
                subscription_id: string;
                product_id: string;
                product_name: string;
                period_start_at: string;
                period_end_at: string;
                /** IANA zone of its days */
                time_zone: string;
                net: string;
                tax: string;
                total: string;
                paid: string;
                /** By credit notes, whether it had been paid or not */
                credited: string;
                written_off: string;
                amount_due: string;
                currency: string;
                /** ISO 11649: what a transfer must carry */
                payment_reference: string;
                created_at: string;
                issued_at: string | null;
                due_at: string | null;
                paid_at: string | null;
                /** When a draft is issued by itself */
                finalize_at: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/invoices/{invoice_id}": {
    /** Show an invoice with its lines and how each came about */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          invoice_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              number: string | null;
              state: "draft" | "discarded" | "open" | "partially_paid" | "paid" | "void" | "uncollectible";
              /** Open or partly paid, and its due date has passed */
              overdue: boolean;
              cause: "start" | "change" | "renewal" | "early" | "threshold" | "final" | "late" | "topup";
              organization_id: string;
              provider_id: string;
              subscription_id: string;
              product_id: string;
              product_name: string;
              period_start_at: string;
              period_end_at: string;
              /** IANA zone of its days */
              time_zone: string;
              net: string;
              tax: string;
              total: string;
              paid: string;
              /** By credit notes, whether it had been paid or not */
              credited: string;
              written_off: string;
              amount_due: string;
              currency: string;
              /** ISO 11649: what a transfer must carry */
              payment_reference: string;
              created_at: string;
              issued_at: string | null;
              due_at: string | null;
              paid_at: string | null;
              /** When a draft is issued by itself */
              finalize_at: string | null;
              seller: {
                id: string;
                name: string;
                address: string[];
                street: string | null;
                additional_street: string | null;
                city: string | null;
                postal_code: string | null;
                region: string | null;
                country: string | null;
                tax_id: string | null;
                email: string | null;
              };
              buyer: {
                id: string;
                name: string;
                address: string[];
                street: string | null;
                additional_street: string | null;
                city: string | null;
                postal_code: string | null;
                region: string | null;
                country: string | null;
                tax_id: string | null;
                email: string | null;
              };
              taxes: ({
                /** EN 16931: taxed, zero rate, exempt, reverse charge, not subject, export, within the Union */
                code: "S" | "Z" | "E" | "AE" | "O" | "G" | "K";
                name: string;
                rate_percent: string;
                base: string;
                amount: string;
                /** `DE`, `US-CA`; null where no place taxes it */
                jurisdiction: string | null;
                /** Why nothing is charged */
                reason: string | null;
                /** VATEX code of the reason */
                reason_code: string | null;
              })[];
              lines: ({
                position: number;
                subscription_id: string;
                product_name: string;
                kind: "flat" | "fee" | "usage" | "overage" | "commitment" | "discount" | "credit" | "one_off";
                item_key: string;
                description: string;
                quantity: string;
                unit: string;
                /** Without tax */
                amount: string;
                /** With the tax in it where the prices of the plan include it */
                charged: string;
                /** EN 16931: taxed, zero rate, exempt, reverse charge, not subject, export, within the Union */
                tax_code: "S" | "Z" | "E" | "AE" | "O" | "G" | "K";
                tax_percent: string;
                period_start_at: string;
                period_end_at: string;
                plan_version_id: string;
                sequence: number;
                /** The last batch of usage that the line includes */
                highest_batch: string | null;
                /** Tiers, what was billed before, and the query of its events */
                explanation: Record<string, unknown>;
              })[];
              /** Shown to the provider and the operator */
              platform_fee: string | null;
              /** Shown to the provider and the operator */
              provider_share: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/invoices/{invoice_id}.pdf": {
    /** An invoice as PDF, with what is paid of it */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          invoice_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/pdf": unknown;
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/invoices/{invoice_id}.xml": {
    /** An issued invoice for machines: UBL 2.1 or CII D16B, as Peppol BIS Billing 3 asks */
    get: {
      parameters: {
        query?: {
          format?: "ubl" | "cii" | undefined;
        };
        header?: never;
        path: {
          invoice_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/xml": unknown;
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/invoices/{invoice_id}/credit-notes": {
    /** Take back an invoice or part of it */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          invoice_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** Which part of the invoice is taken back */
            credit: {
              kind: "whole";
            } | {
              kind: "lines";
              lines: ({
                position: number;
                /** Before tax; null for all that is left of the line */
                amount?: string | null;
              })[];
            } | {
              kind: "amount";
              /** With tax */
              amount: string;
            };
            reason: "duplicate" | "order_change" | "service_failure" | "goodwill" | "fraud" | "not_collectable" | "left_over" | "other";
            /** Printed on the credit note */
            note?: string | null;
            /** What becomes of what had been paid: kept for other invoices, or back to where it came from */
            remainder?: "credit" | "refund";
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              id: string;
              number: string;
              invoice_id: string;
              provider_id: string;
              organization_id: string;
              reason: "duplicate" | "order_change" | "service_failure" | "goodwill" | "fraud" | "not_collectable" | "left_over" | "other";
              note: string | null;
              /** What became of what had been paid */
              remainder: "credit" | "refund";
              issued_at: string;
              net: string;
              tax: string;
              total: string;
              /** Reduces what is open */
              offset: string;
              /** Had been paid: the consumer's again */
              surplus: string;
              currency: string;
              taxes: {
                code: string;
                name: string;
                rate_percent: string;
                base: string;
                amount: string;
              }[];
              lines: {
                invoice_position: number;
                description: string;
                amount: string;
              }[];
              /** Shown to the provider and the operator */
              platform_fee: string | null;
              /** Shown to the provider and the operator */
              provider_share: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/invoices/{invoice_id}/credit-notes/preview": {
    /** What a credit note would take back, and where it would go */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          invoice_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            credit: {
              kind: "whole";
            } | {
              kind: "lines";
              lines: ({
                position: number;
                /** Before tax; null for all that is left of the line */
                amount?: string | null;
              })[];
            } | {
              kind: "amount";
              /** With tax */
              amount: string;
            };
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              invoice_id: string;
              net: string;
              tax: string;
              total: string;
              /** Reduces what is open */
              offset: string;
              /** Had been paid: the consumer's again */
              surplus: string;
              currency: string;
              taxes: {
                code: string;
                name: string;
                rate_percent: string;
                base: string;
                amount: string;
              }[];
              lines: {
                invoice_position: number;
                description: string;
                amount: string;
              }[];
              /** Shown to the provider and the operator */
              platform_fee: string | null;
              /** Shown to the provider and the operator */
              provider_share: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/invoices/{invoice_id}/discard": {
    /** Throw a draft away; what it bills waits for the next invoice */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          invoice_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              number: string | null;
              state: "draft" | "discarded" | "open" | "partially_paid" | "paid" | "void" | "uncollectible";
              /** Open or partly paid, and its due date has passed */
              overdue: boolean;
              cause: "start" | "change" | "renewal" | "early" | "threshold" | "final" | "late" | "topup";
              organization_id: string;
              provider_id: string;
              subscription_id: string;
              product_id: string;
              product_name: string;
              period_start_at: string;
              period_end_at: string;
              /** IANA zone of its days */
              time_zone: string;
              net: string;
              tax: string;
              total: string;
              paid: string;
              /** By credit notes, whether it had been paid or not */
              credited: string;
              written_off: string;
              amount_due: string;
              currency: string;
              /** ISO 11649: what a transfer must carry */
              payment_reference: string;
              created_at: string;
              issued_at: string | null;
              due_at: string | null;
              paid_at: string | null;
              /** When a draft is issued by itself */
              finalize_at: string | null;
              seller: {
                id: string;
                name: string;
                address: string[];
                street: string | null;
                additional_street: string | null;
                city: string | null;
                postal_code: string | null;
                region: string | null;
                country: string | null;
                tax_id: string | null;
                email: string | null;
              };
              buyer: {
                id: string;
                name: string;
                address: string[];
                street: string | null;
                additional_street: string | null;
                city: string | null;
                postal_code: string | null;
                region: string | null;
                country: string | null;
                tax_id: string | null;
                email: string | null;
              };
              taxes: ({
                /** EN 16931: taxed, zero rate, exempt, reverse charge, not subject, export, within the Union */
                code: "S" | "Z" | "E" | "AE" | "O" | "G" | "K";
                name: string;
                rate_percent: string;
                base: string;
                amount: string;
                /** `DE`, `US-CA`; null where no place taxes it */
                jurisdiction: string | null;
                /** Why nothing is charged */
                reason: string | null;
                /** VATEX code of the reason */
                reason_code: string | null;
              })[];
              lines: ({
                position: number;
                subscription_id: string;
                product_name: string;
                kind: "flat" | "fee" | "usage" | "overage" | "commitment" | "discount" | "credit" | "one_off";
                item_key: string;
                description: string;
                quantity: string;
                unit: string;
                /** Without tax */
                amount: string;
                /** With the tax in it where the prices of the plan include it */
                charged: string;
                /** EN 16931: taxed, zero rate, exempt, reverse charge, not subject, export, within the Union */
                tax_code: "S" | "Z" | "E" | "AE" | "O" | "G" | "K";
                tax_percent: string;
                period_start_at: string;
                period_end_at: string;
                plan_version_id: string;
                sequence: number;
                /** The last batch of usage that the line includes */
                highest_batch: string | null;
                /** Tiers, what was billed before, and the query of its events */
                explanation: Record<string, unknown>;
              })[];
              /** Shown to the provider and the operator */
              platform_fee: string | null;
              /** Shown to the provider and the operator */
              provider_share: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/invoices/{invoice_id}/facturx.pdf": {
    /** An issued invoice as Factur-X (ZUGFeRD): a PDF/A-3 with the invoice for machines in it */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          invoice_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/pdf": unknown;
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/invoices/{invoice_id}/finalize": {
    /** Issue a draft: it gets its number and does not change any more */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          invoice_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              number: string | null;
              state: "draft" | "discarded" | "open" | "partially_paid" | "paid" | "void" | "uncollectible";
              /** Open or partly paid, and its due date has passed */
              overdue: boolean;
              cause: "start" | "change" | "renewal" | "early" | "threshold" | "final" | "late" | "topup";
              organization_id: string;
              provider_id: string;
              subscription_id: string;
              product_id: string;
              product_name: string;
              period_start_at: string;
              period_end_at: string;
              /** IANA zone of its days */
              time_zone: string;
              net: string;
              tax: string;
              total: string;
              paid: string;
              /** By credit notes, whether it had been paid or not */
              credited: string;
              written_off: string;
              amount_due: string;
              currency: string;
              /** ISO 11649: what a transfer must carry */
              payment_reference: string;
              created_at: string;
              issued_at: string | null;
              due_at: string | null;
              paid_at: string | null;
              /** When a draft is issued by itself */
              finalize_at: string | null;
              seller: {
                id: string;
                name: string;
                address: string[];
                street: string | null;
                additional_street: string | null;
                city: string | null;
                postal_code: string | null;
                region: string | null;
                country: string | null;
                tax_id: string | null;
                email: string | null;
              };
              buyer: {
                id: string;
                name: string;
                address: string[];
                street: string | null;
                additional_street: string | null;
                city: string | null;
                postal_code: string | null;
                region: string | null;
                country: string | null;
                tax_id: string | null;
                email: string | null;
              };
              taxes: ({
                /** EN 16931: taxed, zero rate, exempt, reverse charge, not subject, export, within the Union */
                code: "S" | "Z" | "E" | "AE" | "O" | "G" | "K";
                name: string;
                rate_percent: string;
                base: string;
                amount: string;
                /** `DE`, `US-CA`; null where no place taxes it */
                jurisdiction: string | null;
                /** Why nothing is charged */
                reason: string | null;
                /** VATEX code of the reason */
                reason_code: string | null;
              })[];
              lines: ({
                position: number;
                subscription_id: string;
                product_name: string;
                kind: "flat" | "fee" | "usage" | "overage" | "commitment" | "discount" | "credit" | "one_off";
                item_key: string;
                description: string;
                quantity: string;
                unit: string;
                /** Without tax */
                amount: string;
                /** With the tax in it where the prices of the plan include it */
                charged: string;
                /** EN 16931: taxed, zero rate, exempt, reverse charge, not subject, export, within the Union */
                tax_code: "S" | "Z" | "E" | "AE" | "O" | "G" | "K";
                tax_percent: string;
                period_start_at: string;
                period_end_at: string;
                plan_version_id: string;
                sequence: number;
                /** The last batch of usage that the line includes */
                highest_batch: string | null;
                /** Tiers, what was billed before, and the query of its events */
                explanation: Record<string, unknown>;
              })[];
              /** Shown to the provider and the operator */
              platform_fee: string | null;
              /** Shown to the provider and the operator */
              provider_share: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/invoices/{invoice_id}/lines": {
    /** Add a line of your own to a draft */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          invoice_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            description: string;
            /** Before tax; negative takes off */
            amount: string;
            currency: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              number: string | null;
              state: "draft" | "discarded" | "open" | "partially_paid" | "paid" | "void" | "uncollectible";
              /** Open or partly paid, and its due date has passed */
              overdue: boolean;
              cause: "start" | "change" | "renewal" | "early" | "threshold" | "final" | "late" | "topup";
              organization_id: string;
              provider_id: string;
              subscription_id: string;
              product_id: string;
              product_name: string;
              period_start_at: string;
              period_end_at: string;
              /** IANA zone of its days */
              time_zone: string;
              net: string;
              tax: string;
              total: string;
              paid: string;
              /** By credit notes, whether it had been paid or not */
              credited: string;
              written_off: string;
              amount_due: string;
              currency: string;
              /** ISO 11649: what a transfer must carry */
              payment_reference: string;
              created_at: string;
              issued_at: string | null;
              due_at: string | null;
              paid_at: string | null;
              /** When a draft is issued by itself */
              finalize_at: string | null;
              seller: {
                id: string;
                name: string;
                address: string[];
                street: string | null;
                additional_street: string | null;
                city: string | null;
                postal_code: string | null;
                region: string | null;
                country: string | null;
                tax_id: string | null;
                email: string | null;
              };
              buyer: {
                id: string;
                name: string;
                address: string[];
                street: string | null;
                additional_street: string | null;
                city: string | null;
                postal_code: string | null;
                region: string | null;
                country: string | null;
                tax_id: string | null;
                email: string | null;
              };
              taxes: ({
                /** EN 16931: taxed, zero rate, exempt, reverse charge, not subject, export, within the Union */
                code: "S" | "Z" | "E" | "AE" | "O" | "G" | "K";
                name: string;
                rate_percent: string;
                base: string;
                amount: string;
                /** `DE`, `US-CA`; null where no place taxes it */
                jurisdiction: string | null;
                /** Why nothing is charged */
                reason: string | null;
                /** VATEX code of the reason */
                reason_code: string | null;
              })[];
              lines: ({
                position: number;
                subscription_id: string;
                product_name: string;
                kind: "flat" | "fee" | "usage" | "overage" | "commitment" | "discount" | "credit" | "one_off";
                item_key: string;
                description: string;
                quantity: string;
                unit: string;
                /** Without tax */
                amount: string;
                /** With the tax in it where the prices of the plan include it */
                charged: string;
                /** EN 16931: taxed, zero rate, exempt, reverse charge, not subject, export, within the Union */
                tax_code: "S" | "Z" | "E" | "AE" | "O" | "G" | "K";
                tax_percent: string;
                period_start_at: string;
                period_end_at: string;
                plan_version_id: string;
                sequence: number;
                /** The last batch of usage that the line includes */
                highest_batch: string | null;
                /** Tiers, what was billed before, and the query of its events */
                explanation: Record<string, unknown>;
              })[];
              /** Shown to the provider and the operator */
              platform_fee: string | null;
              /** Shown to the provider and the operator */
              provider_share: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/invoices/{invoice_id}/lines/{position}/events": {
    /** List the usage events behind a line of an invoice, oldest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path: {
          invoice_id: string;
          position: number;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                source: string;
                id: string;
                event_type: string;
                timestamp: string;
                units: string;
                value: string;
                /** How much of it the line counted; of all its events it is the quantity of the line */
                quantity: string;
                route_id: string | null;
                key_id: string | null;
                method: string | null;
                status: number | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/invoices/{invoice_id}/pay": {
    /** Pay an invoice with a payment method */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          invoice_id: string;
        };
        cookie?: never;
      };
      requestBody?: {
        content: {
          "application/json": {
            payment_method_id?: string;
          };
        };
      };
      responses: {
        202: {
          content: {
            "application/json": {
              id: string;
              invoice_id: string;
              payment_method_id: string;
              processor: string;
              amount: string;
              currency: string;
              state: "created" | "sent" | "requires_action" | "processing" | "succeeded" | "failed" | "unknown";
              action_url: string | null;
              failure_code: string | null;
              automatic: boolean;
              created_at: string;
              updated_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/invoices/{invoice_id}/payment-attempts": {
    /** List what was tried to collect an invoice */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          invoice_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                invoice_id: string;
                payment_method_id: string;
                processor: string;
                amount: string;
                currency: string;
                state: "created" | "sent" | "requires_action" | "processing" | "succeeded" | "failed" | "unknown";
                action_url: string | null;
                failure_code: string | null;
                automatic: boolean;
                created_at: string;
                updated_at: string;
              })[];
              next_cursor: null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/invoices/{invoice_id}/payments": {
    /** List what was paid of an invoice, oldest first */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          invoice_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: {
                id: string;
                source: string;
                /** What of it this invoice took */
                amount: string;
                currency: string;
                received_at: string;
              }[];
              next_cursor: null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/invoices/{invoice_id}/refresh": {
    /** Rate a draft again with the usage there is now */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          invoice_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              number: string | null;
              state: "draft" | "discarded" | "open" | "partially_paid" | "paid" | "void" | "uncollectible";
              /** Open or partly paid, and its due date has passed */
              overdue: boolean;
              cause: "start" | "change" | "renewal" | "early" | "threshold" | "final" | "late" | "topup";
              organization_id: string;
              provider_id: string;
              subscription_id: string;
              product_id: string;
              product_name: string;
              period_start_at: string;
              period_end_at: string;
              /** IANA zone of its days */
              time_zone: string;
              net: string;
              tax: string;
              total: string;
              paid: string;
              /** By credit notes, whether it had been paid or not */
              credited: string;
              written_off: string;
              amount_due: string;
              currency: string;
              /** ISO 11649: what a transfer must carry */
              payment_reference: string;
              created_at: string;
              issued_at: string | null;
              due_at: string | null;
              paid_at: string | null;
              /** When a draft is issued by itself */
              finalize_at: string | null;
              seller: {
                id: string;
                name: string;
                address: string[];
                street: string | null;
                additional_street: string | null;
                city: string | null;
                postal_code: string | null;
                region: string | null;
                country: string | null;
                tax_id: string | null;
                email: string | null;
              };
              buyer: {
                id: string;
                name: string;
                address: string[];
                street: string | null;
                additional_street: string | null;
                city: string | null;
                postal_code: string | null;
                region: string | null;
                country: string | null;
                tax_id: string | null;
                email: string | null;
              };
              taxes: ({
                /** EN 16931: taxed, zero rate, exempt, reverse charge, not subject, export, within the Union */
                code: "S" | "Z" | "E" | "AE" | "O" | "G" | "K";
                name: string;
                rate_percent: string;
                base: string;
                amount: string;
                /** `DE`, `US-CA`; null where no place taxes it */
                jurisdiction: string | null;
                /** Why nothing is charged */
                reason: string | null;
                /** VATEX code of the reason */
                reason_code: string | null;
              })[];
              lines: ({
                position: number;
                subscription_id: string;
                product_name: string;
                kind: "flat" | "fee" | "usage" | "overage" | "commitment" | "discount" | "credit" | "one_off";
                item_key: string;
                description: string;
                quantity: string;
                unit: string;
                /** Without tax */
                amount: string;
                /** With the tax in it where the prices of the plan include it */
                charged: string;
                /** EN 16931: taxed, zero rate, exempt, reverse charge, not subject, export, within the Union */
                tax_code: "S" | "Z" | "E" | "AE" | "O" | "G" | "K";
                tax_percent: string;
                period_start_at: string;
                period_end_at: string;
                plan_version_id: string;
                sequence: number;
                /** The last batch of usage that the line includes */
                highest_batch: string | null;
                /** Tiers, what was billed before, and the query of its events */
                explanation: Record<string, unknown>;
              })[];
              /** Shown to the provider and the operator */
              platform_fee: string | null;
              /** Shown to the provider and the operator */
              provider_share: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        503: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/invoices/{invoice_id}/replay": {
    /** Make an invoice again from its events and plan versions, and say where the two differ */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          invoice_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              invoice_id: string;
              number: string | null;
              currency: string;
              /** The same events made the same invoice, to the cent */
              same: boolean;
              digest: {
                /** sha-256 of what the invoice was made of; null: not kept */
                recorded: string | null;
                /** null: it cannot be made again */
                recomputed: string | null;
              };
              lines: ({
                /** null: it is not on the invoice and should be */
                position: number | null;
                description: string;
                billed: {
                  quantity: string;
                  amount: string;
                } | null;
                recomputed: {
                  quantity: string;
                  amount: string;
                } | null;
              })[];
              differences: ({
                kind: "not_replayable" | "inputs" | "plan" | "usage" | "billed_before" | "charge" | "line" | "total" | "digest";
                detail: string;
              })[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/invoices/{invoice_id}/use-credit": {
    /** Pay an invoice with the credit that there is, oldest first */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          invoice_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/invoices/{invoice_id}/void": {
    /** Take back all of an invoice that nobody has paid anything of */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          invoice_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            reason: "duplicate" | "order_change" | "service_failure" | "goodwill" | "fraud" | "not_collectable" | "left_over" | "other";
            /** Printed on the credit note */
            note?: string | null;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              id: string;
              number: string;
              invoice_id: string;
              provider_id: string;
              organization_id: string;
              reason: "duplicate" | "order_change" | "service_failure" | "goodwill" | "fraud" | "not_collectable" | "left_over" | "other";
              note: string | null;
              /** What became of what had been paid */
              remainder: "credit" | "refund";
              issued_at: string;
              net: string;
              tax: string;
              total: string;
              /** Reduces what is open */
              offset: string;
              /** Had been paid: the consumer's again */
              surplus: string;
              currency: string;
              taxes: {
                code: string;
                name: string;
                rate_percent: string;
                base: string;
                amount: string;
              }[];
              lines: {
                invoice_position: number;
                description: string;
                amount: string;
              }[];
              /** Shown to the provider and the operator */
              platform_fee: string | null;
              /** Shown to the provider and the operator */
              provider_share: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/invoices/{invoice_id}/write-off": {
    /** Give up what is open of an invoice */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          invoice_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            reason: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              number: string | null;
              state: "draft" | "discarded" | "open" | "partially_paid" | "paid" | "void" | "uncollectible";
              /** Open or partly paid, and its due date has passed */
              overdue: boolean;
              cause: "start" | "change" | "renewal" | "early" | "threshold" | "final" | "late" | "topup";
              organization_id: string;
              provider_id: string;
              subscription_id: string;
              product_id: string;
              product_name: string;
              period_start_at: string;
              period_end_at: string;
              /** IANA zone of its days */
              time_zone: string;
              net: string;
              tax: string;
              total: string;
              paid: string;
              /** By credit notes, whether it had been paid or not */
              credited: string;
              written_off: string;
              amount_due: string;
              currency: string;
              /** ISO 11649: what a transfer must carry */
              payment_reference: string;
              created_at: string;
              issued_at: string | null;
              due_at: string | null;
              paid_at: string | null;
              /** When a draft is issued by itself */
              finalize_at: string | null;
              seller: {
                id: string;
                name: string;
                address: string[];
                street: string | null;
                additional_street: string | null;
                city: string | null;
                postal_code: string | null;
                region: string | null;
                country: string | null;
                tax_id: string | null;
                email: string | null;
              };
              buyer: {
                id: string;
                name: string;
                address: string[];
                street: string | null;
                additional_street: string | null;
                city: string | null;
                postal_code: string | null;
                region: string | null;
                country: string | null;
                tax_id: string | null;
                email: string | null;
              };
              taxes: ({
                /** EN 16931: taxed, zero rate, exempt, reverse charge, not subject, export, within the Union */
                code: "S" | "Z" | "E" | "AE" | "O" | "G" | "K";
                name: string;
                rate_percent: string;
                base: string;
                amount: string;
                /** `DE`, `US-CA`; null where no place taxes it */
                jurisdiction: string | null;
                /** Why nothing is charged */
                reason: string | null;
                /** VATEX code of the reason */
                reason_code: string | null;
              })[];
              lines: ({
                position: number;
                subscription_id: string;
                product_name: string;
                kind: "flat" | "fee" | "usage" | "overage" | "commitment" | "discount" | "credit" | "one_off";
                item_key: string;
                description: string;
                quantity: string;
                unit: string;
                /** Without tax */
                amount: string;
                /** With the tax in it where the prices of the plan include it */
                charged: string;
                /** EN 16931: taxed, zero rate, exempt, reverse charge, not subject, export, within the Union */
                tax_code: "S" | "Z" | "E" | "AE" | "O" | "G" | "K";
                tax_percent: string;
                period_start_at: string;
                period_end_at: string;
                plan_version_id: string;
                sequence: number;
                /** The last batch of usage that the line includes */
                highest_batch: string | null;
                /** Tiers, what was billed before, and the query of its events */
                explanation: Record<string, unknown>;
              })[];
              /** Shown to the provider and the operator */
              platform_fee: string | null;
              /** Shown to the provider and the operator */
              provider_share: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/keys": {
    /** List your API keys, latest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          subscription?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                subscription_id: string;
                environment: "live" | "test";
                name: string;
                prefix: string;
                last_four: string;
                state: "active" | "revoked" | "expired";
                expires_at: string | null;
                revoked_at: string | null;
                /** console: minted by the portal for a few minutes */
                purpose: "calls" | "console";
                allowed_ips: string[];
                scopes: string[];
                routes: string[];
                /** Issued by the provider before; its text has a form of its own */
                imported: boolean;
                /** The key that rotation put into its place */
                successor_id: string | null;
                created_at: string;
                /** Admission of the last call whose usage has arrived; a call shows here some seconds after its end. Missing while the usage store is away */
                last_used_at?: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Create an API key; `key` and `signing_secret` are shown this once */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            subscription_id: string;
            /** Calls with test keys are limited and metered, never billed */
            environment?: "live" | "test";
            name: string;
            expires_at?: string | null;
            /** Addresses and networks (IPv4, IPv6) that may call with it; empty: all */
            allowed_ips?: string[];
            /** Scopes that it has; empty: all */
            scopes?: string[];
            /** Ids of the routes that it may call; empty: all */
            routes?: string[];
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              id: string;
              subscription_id: string;
              environment: "live" | "test";
              name: string;
              prefix: string;
              last_four: string;
              state: "active" | "revoked" | "expired";
              expires_at: string | null;
              revoked_at: string | null;
              /** console: minted by the portal for a few minutes */
              purpose: "calls" | "console";
              allowed_ips: string[];
              scopes: string[];
              routes: string[];
              /** Issued by the provider before; its text has a form of its own */
              imported: boolean;
              /** The key that rotation put into its place */
              successor_id: string | null;
              created_at: string;
              /** Shown this once */
              key: string;
              /** Signs calls (RFC 9421, hmac-sha256) where a product asks for it */
              signing_secret: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/keys/{key_id}": {
    /** Show an API key, without its text */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          key_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              subscription_id: string;
              environment: "live" | "test";
              name: string;
              prefix: string;
              last_four: string;
              state: "active" | "revoked" | "expired";
              expires_at: string | null;
              revoked_at: string | null;
              /** console: minted by the portal for a few minutes */
              purpose: "calls" | "console";
              allowed_ips: string[];
              scopes: string[];
              routes: string[];
              /** Issued by the provider before; its text has a form of its own */
              imported: boolean;
              /** The key that rotation put into its place */
              successor_id: string | null;
              created_at: string;
              /** Admission of the last call whose usage has arrived; a call shows here some seconds after its end. Missing while the usage store is away */
              last_used_at?: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Change the name, expiry or restrictions of an API key */
    patch: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          key_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            name?: string;
            expires_at?: string | null;
            /** Addresses and networks (IPv4, IPv6) that may call with it; empty: all */
            allowed_ips?: string[];
            /** Scopes that it has; empty: all */
            scopes?: string[];
            /** Ids of the routes that it may call; empty: all */
            routes?: string[];
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              subscription_id: string;
              environment: "live" | "test";
              name: string;
              prefix: string;
              last_four: string;
              state: "active" | "revoked" | "expired";
              expires_at: string | null;
              revoked_at: string | null;
              /** console: minted by the portal for a few minutes */
              purpose: "calls" | "console";
              allowed_ips: string[];
              scopes: string[];
              routes: string[];
              /** Issued by the provider before; its text has a form of its own */
              imported: boolean;
              /** The key that rotation put into its place */
              successor_id: string | null;
              created_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/keys/{key_id}/revoke": {
    /** Revoke an API key for good */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          key_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              subscription_id: string;
              environment: "live" | "test";
              name: string;
              prefix: string;
              last_four: string;
              state: "active" | "revoked" | "expired";
              expires_at: string | null;
              revoked_at: string | null;
              /** console: minted by the portal for a few minutes */
              purpose: "calls" | "console";
              allowed_ips: string[];
              scopes: string[];
              routes: string[];
              /** Issued by the provider before; its text has a form of its own */
              imported: boolean;
              /** The key that rotation put into its place */
              successor_id: string | null;
              created_at: string;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/keys/{key_id}/rotate": {
    /** Put a new key in the place of one; `key` and `signing_secret` are shown this once */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          key_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** How long the old key works on; 0 ends it at once */
            overlap_seconds: number;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              id: string;
              subscription_id: string;
              environment: "live" | "test";
              name: string;
              prefix: string;
              last_four: string;
              state: "active" | "revoked" | "expired";
              expires_at: string | null;
              revoked_at: string | null;
              /** console: minted by the portal for a few minutes */
              purpose: "calls" | "console";
              allowed_ips: string[];
              scopes: string[];
              routes: string[];
              /** Issued by the provider before; its text has a form of its own */
              imported: boolean;
              /** The key that rotation put into its place */
              successor_id: string | null;
              created_at: string;
              /** Shown this once */
              key: string;
              /** Signs calls (RFC 9421, hmac-sha256) where a product asks for it */
              signing_secret: string;
              old: {
                id: string;
                subscription_id: string;
                environment: "live" | "test";
                name: string;
                prefix: string;
                last_four: string;
                state: "active" | "revoked" | "expired";
                expires_at: string | null;
                revoked_at: string | null;
                /** console: minted by the portal for a few minutes */
                purpose: "calls" | "console";
                allowed_ips: string[];
                scopes: string[];
                routes: string[];
                /** Issued by the provider before; its text has a form of its own */
                imported: boolean;
                /** The key that rotation put into its place */
                successor_id: string | null;
                created_at: string;
              };
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/keys/{key_id}/usage": {
    /** Usage of an API key by day */
    get: {
      parameters: {
        query?: {
          from?: string | undefined;
          to?: string | undefined;
        };
        header?: never;
        path: {
          key_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              from: string;
              to: string;
              /** Usage admitted before this is all in; null when no node reported yet */
              complete_until: string | null;
              days: {
                /** UTC */
                date: string;
                calls: number;
                client_errors: number;
                server_errors: number;
                units: string;
              }[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/keys/report-leak": {
    /** Report an API key that was found where it should not be; it is revoked */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** The text that was found */
            key: string;
          };
        };
      };
      responses: {
        202: {
          content: {
            "application/json": {
              received: true;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        429: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/ledger/accounts": {
    /** List ledger accounts with their balances */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          code?: "receivable" | "processor_clearing" | "bank" | "processor_fee" | "platform_fee_revenue" | "provider_unsettled" | "provider_payable" | "payout_in_transit" | "tax_payable" | "unapplied_credit" | "prepaid_credit" | "promo_credit" | "marketing_expense" | "breakage_revenue" | "refund_in_transit" | "bad_debt" | undefined;
          currency?: string | undefined;
          owner?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                code: string;
                class: string;
                owner: string;
                counterparty: string | null;
                currency: string;
                /** Debit positive, credit negative */
                balance: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/ledger/postings": {
    /** List postings, newest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          account_id?: string | undefined;
          source_id?: string | undefined;
          owner?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                entry_id: string;
                position: number;
                kind: string;
                key: string;
                source_type: string;
                source_id: string;
                account_id: string;
                code: string;
                owner: string;
                counterparty: string | null;
                /** Debit positive, credit negative */
                amount: string;
                currency: string;
                effective_at: string;
                posted_at: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/ledger/trial-balance": {
    /** Sum every account code in every currency */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              /** Every currency sums to zero and balances equal their postings */
              balanced: boolean;
              rows: {
                currency: string;
                code: string;
                /** Debit positive */
                balance: string;
              }[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/login-providers": {
    /** The login providers of this installation, without their secrets */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                name: string;
                kind: "oidc" | "github";
                label: string;
                issuer: string;
                client_id: string;
                /** Register this address at the provider */
                redirect_uri: string;
                updated_at: string;
              })[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/login-providers/{provider}": {
    /** Set a login provider up, or change it */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          provider: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            kind: "oidc" | "github";
            label: string;
            issuer: string;
            client_id: string;
            client_secret: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              name: string;
              kind: "oidc" | "github";
              label: string;
              issuer: string;
              client_id: string;
              /** Register this address at the provider */
              redirect_uri: string;
              updated_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Remove a login provider; nobody logs in through it from then on */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          provider: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/marketplace/access-requests": {
    /** What became of your requests, and what you were let in to */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                product_id: string;
                organization: {
                  id: string;
                  slug: string;
                  name: string;
                };
                state: "requested" | "granted" | "refused" | "revoked";
                message: string;
                reason: string;
                requested_at: string | null;
                decided_at: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Ask for a private product whose address you know */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            product: string;
            message?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              product_id: string;
              organization: {
                id: string;
                slug: string;
                name: string;
              };
              state: "requested" | "granted" | "refused" | "revoked";
              message: string;
              reason: string;
              requested_at: string | null;
              decided_at: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/marketplace/categories": {
    /** What products can be about */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: {
                slug: string;
                name: string;
                description: string;
                position: number;
              }[];
            };
          };
        };
      };
    };
  };
  "/api/v1/marketplace/compare": {
    /** Two to four products side by side */
    get: {
      parameters: {
        query: {
          products: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              columns: ({
                product_id: string;
                plan_id: string | null;
                slug: string;
                name: string;
              })[];
              rows: ({
                /** What the row is about: price, quota, feature:seats, usage_price:calls … */
                key: string;
                group: "price" | "limits" | "features" | "routes" | "support" | "about";
                /** One per column; null where there is none */
                values: unknown[];
                /** All columns say the same */
                equal: boolean;
              })[];
            };
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/marketplace/products": {
    /** Search the products on offer, newest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          q?: string | undefined;
          category?: string | undefined;
          tag?: string | undefined;
          price?: "free" | "paid" | undefined;
          provider?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                slug: string;
                name: string;
                summary: string;
                category: string | null;
                tags: string[];
                /** public: listed. unlisted: for whoever has the address. private: only for whom you let in */
                visibility: "public" | "unlisted" | "private";
                logo_url: string | null;
                provider: {
                  id: string;
                  slug: string;
                  name: string;
                };
                published_at: string | null;
                plan_count: number;
                /** Flat fee of the lowest tier */
                from_price: {
                  amount: string;
                  currency: string;
                  plan_id: string;
                } | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/marketplace/products/{product_id}": {
    /** Show a product on offer with its routes and plans */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              slug: string;
              name: string;
              summary: string;
              category: string | null;
              tags: string[];
              /** public: listed. unlisted: for whoever has the address. private: only for whom you let in */
              visibility: "public" | "unlisted" | "private";
              logo_url: string | null;
              provider: {
                id: string;
                slug: string;
                name: string;
              };
              published_at: string | null;
              plan_count: number;
              /** Flat fee of the lowest tier */
              from_price: {
                amount: string;
                currency: string;
                plan_id: string;
              } | null;
              /** Markdown */
              description: string;
              /** Where to call it */
              address: string;
              routes: ({
                id: string;
                method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | "ANY";
                template: string;
                protocol: "http" | "websocket" | "grpc";
                minimum_plan_id: string | null;
                weight: string;
                required_scope: string | null;
                environments: ("live" | "test")[];
                rate_limits: {
                  limit: number;
                  window_seconds: number;
                }[];
                concurrency: number | null;
                name: string;
                description: string;
                sample_parameters: Record<string, string>;
              })[];
              plans: ({
                id: string;
                product_id: string;
                slug: string;
                name: string;
                tier: number;
                version: {
                  id: string;
                  number: number;
                  published_at: string | null;
                  terms: components['schemas']["PlanTerms"];
                };
              })[];
            };
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/marketplace/products/{product_id}/changelog": {
    /** What changed, newest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                version: string;
                title: string;
                markdown: string;
                published_at: string | null;
                /** ISO 8601, UTC */
                updated_at: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/marketplace/products/{product_id}/logo/{logo}": {
    /** The logo, by what it is: its address never shows another */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
          logo: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "image/*": unknown;
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/marketplace/products/{product_id}/openapi.json": {
    /** The OpenAPI document of a product on offer */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": Record<string, unknown>;
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/marketplace/products/{product_id}/pages": {
    /** List the pages of documentation */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: {
                slug: string;
                title: string;
                position: number;
                /** ISO 8601, UTC */
                updated_at: string;
              }[];
            };
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/marketplace/products/{product_id}/pages/{page}": {
    /** Show a page of documentation as it was written */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
          page: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              slug: string;
              title: string;
              position: number;
              /** ISO 8601, UTC */
              updated_at: string;
              markdown: string;
            };
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/marketplace/products/{product_id}/plans/compare": {
    /** The plans of a product side by side */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              columns: ({
                product_id: string;
                plan_id: string | null;
                slug: string;
                name: string;
              })[];
              rows: ({
                /** What the row is about: price, quota, feature:seats, usage_price:calls … */
                key: string;
                group: "price" | "limits" | "features" | "routes" | "support" | "about";
                /** One per column; null where there is none */
                values: unknown[];
                /** All columns say the same */
                equal: boolean;
              })[];
            };
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/marketplace/products/{product_id}/routes/{route_id}": {
    /** Show a route with its parameters, bodies, answers, a sample of each answer and of a call */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
          route_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | "ANY";
              template: string;
              protocol: "http" | "websocket" | "grpc";
              minimum_plan_id: string | null;
              weight: string;
              required_scope: string | null;
              environments: ("live" | "test")[];
              rate_limits: {
                limit: number;
                window_seconds: number;
              }[];
              concurrency: number | null;
              name: string;
              description: string;
              sample_parameters: Record<string, string>;
              documentation: {
                tags: string[];
                deprecated: boolean;
                parameters: ({
                  name: string;
                  in: "path" | "query" | "header";
                  required: boolean;
                  deprecated: boolean;
                  /** Markdown */
                  description: string;
                  style: string | null;
                  explode: boolean | null;
                  schema: Record<string, unknown>;
                  examples: {
                    name: string;
                    summary: string;
                    value: unknown;
                  }[];
                })[];
                request_body: {
                  description: string;
                  required: boolean;
                  content: ({
                    media_type: string;
                    schema: Record<string, unknown> | null;
                    examples: {
                      name: string;
                      summary: string;
                      value: unknown;
                    }[];
                  })[];
                } | null;
                responses: ({
                  status: string;
                  description: string;
                  headers: {
                    name: string;
                    description: string;
                    schema: Record<string, unknown>;
                  }[];
                  content: ({
                    media_type: string;
                    schema: Record<string, unknown> | null;
                    examples: {
                      name: string;
                      summary: string;
                      value: unknown;
                    }[];
                  })[];
                })[];
              } | null;
              sample_responses: ({
                status: string;
                content_type: string;
                body: string;
                source: "provider" | "example" | "generated";
              })[];
              sample_request: {
                /** That of the route; GET of one that takes any */
                method: string;
                /** Those that are needed, and those with samples; a query may have one more than once */
                parameters: ({
                  name: string;
                  in: "path" | "query" | "header";
                  /** Not encoded */
                  value: string;
                })[];
                content_type: string | null;
                body: string | null;
              };
            };
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/marketplace/products/{product_id}/status": {
    /** How a product is doing, and how its calls were answered of late */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              /** As the gateway reaches its servers now. degraded: some of them are left alone; down: all */
              state: "operational" | "degraded" | "down";
              /** The last 30 UTC days, the present one last. How many calls there were is nobody's business. */
              days: ({
                day: string;
                /** Share of answers that were no error of the server; null on a day without calls */
                availability: number | null;
                average_latency_ms: number | null;
              })[];
              availability: number | null;
            };
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/marketplace/products/{product_id}/support": {
    /** Whom to ask, and what is asked often: of the product and of its plans */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              contacts: ({
                label: string;
                email: string | null;
                url: string | null;
                phone: string | null;
                /** When somebody is there, as people say it */
                hours: string;
                /** How soon somebody answers */
                response_time: string;
              })[];
              faq: {
                question: string;
                /** Markdown */
                answer: string;
              }[];
              plans: ({
                plan_id: string;
                contacts: ({
                  label: string;
                  email: string | null;
                  url: string | null;
                  phone: string | null;
                  /** When somebody is there, as people say it */
                  hours: string;
                  /** How soon somebody answers */
                  response_time: string;
                })[];
                faq: {
                  question: string;
                  /** Markdown */
                  answer: string;
                }[];
              })[];
            };
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/marketplace/products/{provider}/{product}": {
    /** Show a product on offer by the slugs of its provider and itself */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          provider: string;
          product: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              slug: string;
              name: string;
              summary: string;
              category: string | null;
              tags: string[];
              /** public: listed. unlisted: for whoever has the address. private: only for whom you let in */
              visibility: "public" | "unlisted" | "private";
              logo_url: string | null;
              provider: {
                id: string;
                slug: string;
                name: string;
              };
              published_at: string | null;
              plan_count: number;
              /** Flat fee of the lowest tier */
              from_price: {
                amount: string;
                currency: string;
                plan_id: string;
              } | null;
              /** Markdown */
              description: string;
              /** Where to call it */
              address: string;
              routes: ({
                id: string;
                method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | "ANY";
                template: string;
                protocol: "http" | "websocket" | "grpc";
                minimum_plan_id: string | null;
                weight: string;
                required_scope: string | null;
                environments: ("live" | "test")[];
                rate_limits: {
                  limit: number;
                  window_seconds: number;
                }[];
                concurrency: number | null;
                name: string;
                description: string;
                sample_parameters: Record<string, string>;
              })[];
              plans: ({
                id: string;
                product_id: string;
                slug: string;
                name: string;
                tier: number;
                version: {
                  id: string;
                  number: number;
                  published_at: string | null;
                  terms: components['schemas']["PlanTerms"];
                };
              })[];
            };
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/me": {
    /** Who am I, where do I belong, what may I do */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              kind: "user" | "service";
              /** null for a service token */
              user: {
                id: string;
                email: string;
                email_verified: boolean;
                name: string;
                operator: boolean;
                /** false for who signed up through a provider: set one by a reset mail */
                has_password: boolean;
                /** The password was made by the installation: ask for a new one */
                password_is_temporary: boolean;
                created_at: string;
              } | null;
              operator: boolean;
              /** The organization acted for (header Turnpike-Organization) */
              organization_id: string | null;
              /** In the organization acted for */
              permissions: ("catalog:read" | "catalog:write" | "subscriptions:read" | "subscriptions:write" | "keys:write" | "usage:read" | "usage:write" | "billing:read" | "billing:write" | "payouts:read" | "members:read" | "members:write" | "settings:write" | "organization:close" | "audit:read" | "analytics:read" | "authoring:write")[];
              organizations: ({
                id: string;
                slug: string;
                name: string;
                provider: boolean;
                role: "owner" | "admin" | "billing" | "developer" | "viewer" | null;
                permissions: ("catalog:read" | "catalog:write" | "subscriptions:read" | "subscriptions:write" | "keys:write" | "usage:read" | "usage:write" | "billing:read" | "billing:write" | "payouts:read" | "members:read" | "members:write" | "settings:write" | "organization:close" | "audit:read" | "analytics:read" | "authoring:write")[];
              })[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Delete my account and my personal data */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            password: string;
            /** Of the second factor, where the account has one */
            code?: string;
          };
        };
      };
      responses: {
        204: {
          content?: never;
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        429: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/me/email": {
    /** Ask for another e-mail address; it counts once it is proven */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            password: string;
            /** Of the second factor, where the account has one */
            code?: string;
            email: string;
          };
        };
      };
      responses: {
        202: {
          content: {
            "application/json": Record<string, never>;
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        429: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/me/email/verification": {
    /** Have the verification mail sent once more */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        202: {
          content: {
            "application/json": Record<string, never>;
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        429: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/me/export": {
    /** Everything that is kept about me */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              exported_at: string;
              person: {
                id: string;
                email: string;
                email_verified: boolean;
                name: string;
                operator: boolean;
                /** false for who signed up through a provider: set one by a reset mail */
                has_password: boolean;
                /** The password was made by the installation: ask for a new one */
                password_is_temporary: boolean;
                created_at: string;
              };
              second_factor: boolean;
              organizations: ({
                id: string;
                slug: string;
                name: string;
                role: "owner" | "admin" | "billing" | "developer" | "viewer";
              })[];
              sessions: ({
                id: string;
                kind: "token" | "cookie";
                /** The session that asks */
                current: boolean;
                address: string | null;
                user_agent: string | null;
                created_at: string;
                last_seen_at: string;
                expires_at: string;
              })[];
              linked_logins: ({
                provider: string;
                issuer: string;
                subject: string;
                label: string | null;
                linked_at: string;
              })[];
              invitations: {
                organization_id: string;
                email: string;
                role: string;
                sent_by_me: boolean;
                created_at: string;
              }[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/me/logins": {
    /** The log-ins elsewhere that open my account */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                provider: string;
                label: string | null;
                linked_at: string;
                last_used_at: string | null;
              })[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Begin to link a log-in elsewhere with my account */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            password: string;
            /** Of the second factor, where the account has one */
            code?: string;
            provider: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              /** Send the browser there */
              url: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        429: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/me/logins/{login_id}": {
    /** Unlink a log-in, unless it is the only way in */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          login_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/me/password": {
    /** Change the password; ends all other sessions */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            current_password: string;
            new_password: string;
          };
        };
      };
      responses: {
        204: {
          content?: never;
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        429: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/me/second-factor": {
    /** Whether logging in takes a second factor */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              enabled: boolean;
              recovery_codes_left: number;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/me/second-factor/disable": {
    /** Turn the second factor off with the password and a code */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            password: string;
            /** Of the second factor, where the account has one */
            code?: string;
          };
        };
      };
      responses: {
        204: {
          content?: never;
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        429: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/me/second-factor/enable": {
    /** Turn the second factor on with the password and a code; ends other sessions */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            password: string;
            code: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              /** Shown this once; each opens the account once */
              recovery_codes: string[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        429: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/me/second-factor/recovery-codes": {
    /** New recovery codes in place of the ones before */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            password: string;
            /** Of the second factor, where the account has one */
            code?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              /** Shown this once; each opens the account once */
              recovery_codes: string[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        429: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/me/second-factor/secret": {
    /** A secret for an authenticator; it counts once a code of it is shown */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        201: {
          content: {
            "application/json": {
              secret: string;
              uri: string;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/me/sessions": {
    /** Where I am logged in, the latest log-in first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                kind: "token" | "cookie";
                /** The session that asks */
                current: boolean;
                address: string | null;
                user_agent: string | null;
                created_at: string;
                last_seen_at: string;
                expires_at: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/me/sessions/{session_id}": {
    /** End one of my sessions */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          session_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/me/sessions/end-others": {
    /** End all my sessions but this one */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/metering/nodes": {
    /** Nodes whose usage is collected */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                connection: string;
                kind: "gateway" | "api";
                state: "alive" | "closed" | "lost";
                /** Everything admitted before this is in the usage store */
                complete_until: string;
                last_seen_at: string;
                lost_at: string | null;
              })[];
              next_cursor: null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/metering/nodes/{connection}/declare-lost": {
    /** Give up a node whose journal will not come back, so that periods can close */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          connection: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/operations/keys": {
    /** The keys that seal secrets, and how far a rotation is */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              root_key_id: string;
              sealing_keys: {
                id: string;
                created_at: string;
                active_from: string;
                /** Seals what is new */
                current: boolean;
                /** What it still protects; a former key is forgotten at 0 */
                values: number;
              }[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/operations/keys/rotate": {
    /** Make a new root key, sealing key and signing key; what is sealed is sealed again in the background */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              root_key_id: string;
              sealing_key_id: string;
              /** From then on it seals; the former key goes on opening what it sealed */
              active_from: string;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/organizations": {
    /** My organizations; all of them for the operator */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                slug: string;
                external_id: string | null;
                name: string;
                provider: boolean;
                billing_time_zone: string;
                default_currency: string;
                billing_email: string | null;
                legal: {
                  name: string | null;
                  address: {
                    line1: string;
                    line2: string | null;
                    city: string;
                    region: string | null;
                    postal_code: string | null;
                  } | null;
                  country: string | null;
                  tax_id: string | null;
                };
                created_at: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Create an organization and become its owner */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            billing_time_zone?: string;
            default_currency?: string;
            name: string;
            slug?: string;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              id: string;
              slug: string;
              external_id: string | null;
              name: string;
              provider: boolean;
              billing_time_zone: string;
              default_currency: string;
              billing_email: string | null;
              legal: {
                name: string | null;
                address: {
                  line1: string;
                  line2: string | null;
                  city: string;
                  region: string | null;
                  postal_code: string | null;
                } | null;
                country: string | null;
                tax_id: string | null;
              };
              created_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/organizations/{organization_id}": {
    /** An organization */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          organization_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              slug: string;
              external_id: string | null;
              name: string;
              provider: boolean;
              billing_time_zone: string;
              default_currency: string;
              billing_email: string | null;
              legal: {
                name: string | null;
                address: {
                  line1: string;
                  line2: string | null;
                  city: string;
                  region: string | null;
                  postal_code: string | null;
                } | null;
                country: string | null;
                tax_id: string | null;
              };
              created_at: string;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Change an organization */
    patch: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          organization_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            billing_time_zone?: string;
            default_currency?: string;
            name?: string;
            /** Fixed once the organization provides */
            slug?: string;
            /** Given by the operator */
            external_id?: string | null;
            billing_email?: string | null;
            legal?: {
              name?: string | null;
              address?: {
                line1: string;
                line2?: string | null;
                city: string;
                region?: string | null;
                postal_code?: string | null;
              } | null;
              country?: string | null;
              /** VAT or GST number; of known countries its form is checked */
              tax_id?: string | null;
            };
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              slug: string;
              external_id: string | null;
              name: string;
              provider: boolean;
              billing_time_zone: string;
              default_currency: string;
              billing_email: string | null;
              legal: {
                name: string | null;
                address: {
                  line1: string;
                  line2: string | null;
                  city: string;
                  region: string | null;
                  postal_code: string | null;
                } | null;
                country: string | null;
                tax_id: string | null;
              };
              created_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/organizations/{organization_id}/close": {
    /** Close an organization for good */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          organization_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/organizations/{organization_id}/invitations": {
    /** Invitations that are open */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path: {
          organization_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                email: string;
                role: "owner" | "admin" | "billing" | "developer" | "viewer";
                created_at: string;
                expires_at: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/organizations/{organization_id}/invitations/{invitation_id}": {
    /** Withdraw an invitation */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          organization_id: string;
          invitation_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/organizations/{organization_id}/invitations/{invitation_id}/resend": {
    /** Send an invitation once more, under a new id; the link before ends */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          organization_id: string;
          invitation_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        201: {
          content: {
            "application/json": {
              id: string;
              email: string;
              role: "owner" | "admin" | "billing" | "developer" | "viewer";
              created_at: string;
              expires_at: string;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/organizations/{organization_id}/members": {
    /** The members of an organization */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path: {
          organization_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                user_id: string;
                email: string;
                name: string;
                role: "owner" | "admin" | "billing" | "developer" | "viewer";
                joined_at: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Add a person by e-mail, or invite an address that has no account yet */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          organization_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            email: string;
            role: "owner" | "admin" | "billing" | "developer" | "viewer";
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              member: {
                user_id: string;
                email: string;
                name: string;
                role: "owner" | "admin" | "billing" | "developer" | "viewer";
                joined_at: string;
              } | null;
              invitation: {
                id: string;
                email: string;
                role: "owner" | "admin" | "billing" | "developer" | "viewer";
                created_at: string;
                expires_at: string;
                token: string;
              } | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/organizations/{organization_id}/members/{user_id}": {
    /** Remove a member, or leave */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          organization_id: string;
          user_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Change a member's role */
    patch: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          organization_id: string;
          user_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            role: "owner" | "admin" | "billing" | "developer" | "viewer";
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              user_id: string;
              email: string;
              name: string;
              role: "owner" | "admin" | "billing" | "developer" | "viewer";
              joined_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/organizations/{organization_id}/provider": {
    /** Onboard as a provider: the organization may sell from then on */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          organization_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            billing_time_zone?: string;
            default_currency?: string;
            billing_email?: string;
            legal: {
              name: string;
              address: {
                line1: string;
                line2?: string | null;
                city: string;
                region?: string | null;
                postal_code?: string | null;
              };
              country: string;
              tax_id?: string;
            };
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              slug: string;
              external_id: string | null;
              name: string;
              provider: boolean;
              billing_time_zone: string;
              default_currency: string;
              billing_email: string | null;
              legal: {
                name: string | null;
                address: {
                  line1: string;
                  line2: string | null;
                  city: string;
                  region: string | null;
                  postal_code: string | null;
                } | null;
                country: string | null;
                tax_id: string | null;
              };
              created_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/organizations/{organization_id}/service-tokens": {
    /** An organization's service tokens, without their secrets */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path: {
          organization_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                name: string;
                prefix: string;
                last_four: string;
                permissions: ("catalog:read" | "catalog:write" | "subscriptions:read" | "subscriptions:write" | "keys:write" | "usage:read" | "usage:write" | "billing:read" | "billing:write" | "payouts:read" | "members:read" | "members:write" | "settings:write" | "organization:close" | "audit:read" | "analytics:read" | "authoring:write")[];
                created_at: string;
                expires_at: string | null;
                last_used_at: string | null;
                revoked_at: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Create a service token; it is shown this once */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          organization_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            name: string;
            permissions: ("catalog:read" | "catalog:write" | "subscriptions:read" | "subscriptions:write" | "keys:write" | "usage:read" | "usage:write" | "billing:read" | "billing:write" | "payouts:read" | "members:read" | "members:write" | "settings:write" | "organization:close" | "audit:read" | "analytics:read" | "authoring:write")[];
            expires_at?: string | null;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              id: string;
              name: string;
              prefix: string;
              last_four: string;
              permissions: ("catalog:read" | "catalog:write" | "subscriptions:read" | "subscriptions:write" | "keys:write" | "usage:read" | "usage:write" | "billing:read" | "billing:write" | "payouts:read" | "members:read" | "members:write" | "settings:write" | "organization:close" | "audit:read" | "analytics:read" | "authoring:write")[];
              created_at: string;
              expires_at: string | null;
              last_used_at: string | null;
              revoked_at: string | null;
              /** Shown this once; only its hash is kept */
              token: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/organizations/{organization_id}/service-tokens/{token_id}": {
    /** Revoke a service token; it is refused within a second */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          organization_id: string;
          token_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/organizations/{organization_id}/service-tokens/{token_id}/rotate": {
    /** A new token of the same name and permissions; the one before ends after the overlap */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          organization_id: string;
          token_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            overlap_hours?: number;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              id: string;
              name: string;
              prefix: string;
              last_four: string;
              permissions: ("catalog:read" | "catalog:write" | "subscriptions:read" | "subscriptions:write" | "keys:write" | "usage:read" | "usage:write" | "billing:read" | "billing:write" | "payouts:read" | "members:read" | "members:write" | "settings:write" | "organization:close" | "audit:read" | "analytics:read" | "authoring:write")[];
              created_at: string;
              expires_at: string | null;
              last_used_at: string | null;
              revoked_at: string | null;
              /** Shown this once; only its hash is kept */
              token: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/outbound/mails": {
    /** Mails, the latest first; `state=dead` shows those that could not be delivered */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          state?: "queued" | "sent" | "dead" | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                kind: string;
                /** null once it is sent: the address is kept no longer than it is needed */
                to: string | null;
                user_id: string | null;
                state: "queued" | "sent" | "dead";
                attempts: number;
                next_attempt_at: string | null;
                last_error: string | null;
                created_at: string;
                finished_at: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/outbound/mails/{mail_id}/retry": {
    /** Send a dead mail again */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          mail_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              kind: string;
              /** null once it is sent: the address is kept no longer than it is needed */
              to: string | null;
              user_id: string | null;
              state: "queued" | "sent" | "dead";
              attempts: number;
              next_attempt_at: string | null;
              last_error: string | null;
              created_at: string;
              finished_at: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/payment-attempts/{attempt_id}": {
    /** Show a payment attempt */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          attempt_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              invoice_id: string;
              payment_method_id: string;
              processor: string;
              amount: string;
              currency: string;
              state: "created" | "sent" | "requires_action" | "processing" | "succeeded" | "failed" | "unknown";
              action_url: string | null;
              failure_code: string | null;
              automatic: boolean;
              created_at: string;
              updated_at: string;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/payment-methods": {
    /** List payment methods */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: {
                id: string;
                processor: string;
                label: string;
                default: boolean;
                created_at: string;
              }[];
              next_cursor: null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Add a payment method */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            processor: string;
            /** The processor's name for it; of the test processor e.g. pm_test_ok */
            token: string;
            default?: boolean;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              id: string;
              processor: string;
              label: string;
              default: boolean;
              created_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/payment-methods/{payment_method_id}": {
    /** Remove a payment method */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          payment_method_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/payment-methods/{payment_method_id}/default": {
    /** Charge invoices to this payment method from now on */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          payment_method_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/payments/{payment_id}/receipt.pdf": {
    /** The receipt for a payment as PDF, by each seller for what it was paid */
    get: {
      parameters: {
        query?: {
          provider_id?: string | undefined;
        };
        header?: never;
        path: {
          payment_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/pdf": unknown;
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/payouts": {
    /** List payouts, latest first; for operators those of all providers, unless they name one */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          run_key?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                run_key: string;
                provider_id: string;
                amount: string;
                currency: string;
                state: "in_transit" | "paid" | "failed" | "returned";
                holder_name: string;
                iban: string;
                reason: string | null;
                created_at: string;
                updated_at: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/payouts/{payout_id}": {
    /** Show a payout */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          payout_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              run_key: string;
              provider_id: string;
              amount: string;
              currency: string;
              state: "in_transit" | "paid" | "failed" | "returned";
              holder_name: string;
              iban: string;
              reason: string | null;
              created_at: string;
              updated_at: string;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/payouts/{payout_id}/failed": {
    /** Say that a payout did not get through */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          payout_id: string;
        };
        cookie?: never;
      };
      requestBody?: {
        content: {
          "application/json": {
            reason?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              run_key: string;
              provider_id: string;
              amount: string;
              currency: string;
              state: "in_transit" | "paid" | "failed" | "returned";
              holder_name: string;
              iban: string;
              reason: string | null;
              created_at: string;
              updated_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/payouts/{payout_id}/paid": {
    /** Say that a payout has arrived */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          payout_id: string;
        };
        cookie?: never;
      };
      requestBody?: {
        content: {
          "application/json": {
            reason?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              run_key: string;
              provider_id: string;
              amount: string;
              currency: string;
              state: "in_transit" | "paid" | "failed" | "returned";
              holder_name: string;
              iban: string;
              reason: string | null;
              created_at: string;
              updated_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/payouts/{payout_id}/returned": {
    /** Say that a payout came back after it was paid */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          payout_id: string;
        };
        cookie?: never;
      };
      requestBody?: {
        content: {
          "application/json": {
            reason?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              run_key: string;
              provider_id: string;
              amount: string;
              currency: string;
              state: "in_transit" | "paid" | "failed" | "returned";
              holder_name: string;
              iban: string;
              reason: string | null;
              created_at: string;
              updated_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/payouts/account": {
    /** Where payouts go; `account` is null until somebody has said it */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              account: {
                holder_name: string;
                iban: string;
              } | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Say where payouts go */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            holder_name: string;
            iban: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              holder_name: string;
              iban: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/payouts/runs": {
    /** Pay all providers what is payable */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** Natural key of the run; default: the day (UTC) */
            key?: string;
            minimum?: string;
            currency?: string;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              key: string;
              repeated: boolean;
              payouts: ({
                id: string;
                run_key: string;
                provider_id: string;
                amount: string;
                currency: string;
                state: "in_transit" | "paid" | "failed" | "returned";
                holder_name: string;
                iban: string;
                reason: string | null;
                created_at: string;
                updated_at: string;
              })[];
              held: ({
                provider_id: string;
                currency: string;
                amount: string;
                reason: "below_minimum" | "no_payout_account";
              })[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/payouts/runs/{key}/file.csv": {
    /** The payouts of a run as a file for the bank */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          key: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "text/csv; charset=utf-8": unknown;
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/plans": {
    /** List the plans on offer */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          product?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                product_id: string;
                slug: string;
                name: string;
                tier: number;
                version: {
                  id: string;
                  number: number;
                  published_at: string | null;
                  terms: components['schemas']["PlanTerms"];
                };
              })[];
              next_cursor: string | null;
            };
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products": {
    /** List your products */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                organization_id: string;
                slug: string;
                name: string;
                summary: string;
                description: string;
                category: string | null;
                /** What kind of sale it is for taxes */
                tax_category: "digital" | "standard" | "reduced" | "zero" | "exempt";
                state: "draft" | "pending_review" | "published" | "unpublished" | "suspended";
                /** Why the operator refused or suspended it */
                state_reason: string | null;
                /** public: listed. unlisted: for whoever has the address. private: only for whom you let in */
                visibility: "public" | "unlisted" | "private";
                /** Of a private product: may organizations ask to be let in? */
                access_requests: boolean;
                tags: string[];
                logo_url: string | null;
                upstream_url: string;
                upstream: {
                  /** Share of the calls that upstream_url gets */
                  weight: number;
                  targets: {
                    url: string;
                    /** Share of the calls; 0 for none */
                    weight: number;
                  }[];
                  /** Further targets to try; never after a byte of an answer */
                  retries: number;
                  health: {
                    /** Faults in a row after which a target is left alone */
                    failures: number;
                    /** For how long at first; doubled up to a minute */
                    open_ms: number;
                    /** Share of 5xx answers within 10 s (of at least 20) that counts as a fault */
                    server_error_percent: number | null;
                  };
                  timeouts: {
                    connect_ms: number | null;
                    headers_ms: number | null;
                    idle_ms: number | null;
                  };
                  /** What Host says: the target's name, what the consumer called, or host_name */
                  host: "target" | "preserve" | "literal";
                  host_name: string | null;
                  request_headers: ({
                    op: "set" | "add" | "remove";
                    name: string;
                    /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                    value: string | null;
                  })[];
                  response_headers: ({
                    op: "set" | "add" | "remove";
                    name: string;
                    /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                    value: string | null;
                  })[];
                  /** How the upstream can tell that a call came through the gateway; see docs/upstream-proof.md */
                  proof: "none" | "secret" | "signature";
                };
                /** In force first; then the one that follows, if any */
                upstream_proof: {
                  key_id: string;
                  /** ISO 8601, UTC */
                  active_from: string;
                }[];
                upstream_tls: {
                  ca: {
                    subject: string;
                    fingerprint_sha256: string;
                    /** ISO 8601, UTC */
                    expires_at: string;
                  } | null;
                  certificate: {
                    subject: string;
                    fingerprint_sha256: string;
                    /** ISO 8601, UTC */
                    expires_at: string;
                  } | null;
                } | null;
                /** Which header the gateway puts on; null without one */
                upstream_credential: {
                  name: string;
                } | null;
                quota_denial_status: 429 | 403;
                traffic: {
                  cors: {
                    /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                    origins: string[];
                    /** Whether pages may send cookies; never for all origins */
                    credentials: boolean;
                    /** Headers that pages may send; null for any */
                    allowed_headers: string[] | null;
                    /** Headers that pages may read, beside the gateway's own */
                    exposed_headers: string[];
                    max_age_seconds: number;
                  };
                  addresses: {
                    /** Addresses and networks that may call; all when empty */
                    allow: string[];
                    /** Addresses and networks that may not, also of those allowed */
                    deny: string[];
                  };
                  /** The largest request body; null for the installation’s limit */
                  body_bytes: number | null;
                  /** Whether the key may stand in the query */
                  key_in_query: boolean;
                  /** Under which name it stands there */
                  key_query_parameter: string;
                  /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
                  key_headers: unknown[];
                  /** Whether calls are signed (RFC 9421) with the key's signing secret */
                  signing: "off" | "optional" | "required";
                  /** Host names under which the product is reached without its path, once the operator approved them */
                  hosts: unknown[];
                  /** What follows bursts of refused calls and keys in too many places */
                  abuse: "default" | "off" | "alert" | "throttle";
                };
                revision: number;
                /** ISO 8601, UTC */
                created_at: string;
                /** ISO 8601, UTC */
                updated_at: string;
                published_at: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Create a product (a draft) */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            slug: string;
            name: string;
            summary?: string;
            /** Markdown */
            description?: string;
            category?: string | null;
            /** What kind of sale it is for taxes */
            tax_category?: "digital" | "standard" | "reduced" | "zero" | "exempt";
            upstream_url: string;
            /** Replaced whole; what is left out has its default */
            upstream?: {
              /** Share of the calls that upstream_url gets */
              weight?: number;
              targets?: {
                url: string;
                /** Share of the calls; 0 for none */
                weight?: number;
              }[];
              /** Further targets to try; never after a byte of an answer */
              retries?: number;
              health?: {
                /** Faults in a row after which a target is left alone */
                failures?: number;
                /** For how long at first; doubled up to a minute */
                open_ms?: number;
                /** Share of 5xx answers within 10 s (of at least 20) that counts as a fault */
                server_error_percent?: number | null;
              };
              timeouts?: {
                connect_ms?: number | null;
                headers_ms?: number | null;
                idle_ms?: number | null;
              };
              /** What Host says: the target's name, what the consumer called, or host_name */
              host?: "target" | "preserve" | "literal";
              host_name?: string | null;
              request_headers?: ({
                op: "set" | "add" | "remove";
                name: string;
                /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                value?: string | null;
              })[];
              response_headers?: ({
                op: "set" | "add" | "remove";
                name: string;
                /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                value?: string | null;
              })[];
              /** How the upstream can tell that a call came through the gateway; see docs/upstream-proof.md */
              proof?: "none" | "secret" | "signature";
            };
            /** What an exhausted quota answers */
            quota_denial_status?: 429 | 403;
            /** How callers are treated; what is left out stays as it is */
            traffic?: {
              cors?: {
                /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                origins?: string[];
                /** Whether pages may send cookies; never for all origins */
                credentials?: boolean;
                /** Headers that pages may send; null for any */
                allowed_headers?: string[] | null;
                /** Headers that pages may read, beside the gateway's own */
                exposed_headers?: string[];
                max_age_seconds?: number;
              };
              addresses?: {
                /** Addresses and networks that may call; all when empty */
                allow?: string[];
                /** Addresses and networks that may not, also of those allowed */
                deny?: string[];
              };
              /** The largest request body; null for the installation’s limit */
              body_bytes?: number | null;
              /** Whether the key may stand in the query */
              key_in_query?: boolean;
              /** Under which name it stands there */
              key_query_parameter?: string;
              /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
              key_headers?: string[];
              /** Whether calls are signed (RFC 9421) with the key's signing secret */
              signing?: "off" | "optional" | "required";
              /** Host names under which the product is reached without its path, once the operator approved them */
              hosts?: string[];
              /** What follows bursts of refused calls and keys in too many places */
              abuse?: "default" | "off" | "alert" | "throttle";
            };
            /** public: listed. unlisted: for whoever has the address. private: only for whom you let in */
            visibility?: "public" | "unlisted" | "private";
            /** Of a private product: may organizations ask to be let in? */
            access_requests?: boolean;
            tags?: string[];
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              id: string;
              organization_id: string;
              slug: string;
              name: string;
              summary: string;
              description: string;
              category: string | null;
              /** What kind of sale it is for taxes */
              tax_category: "digital" | "standard" | "reduced" | "zero" | "exempt";
              state: "draft" | "pending_review" | "published" | "unpublished" | "suspended";
              /** Why the operator refused or suspended it */
              state_reason: string | null;
              /** public: listed. unlisted: for whoever has the address. private: only for whom you let in */
              visibility: "public" | "unlisted" | "private";
              /** Of a private product: may organizations ask to be let in? */
              access_requests: boolean;
              tags: string[];
              logo_url: string | null;
              upstream_url: string;
              upstream: {
                /** Share of the calls that upstream_url gets */
                weight: number;
                targets: {
                  url: string;
                  /** Share of the calls; 0 for none */
                  weight: number;
                }[];
                /** Further targets to try; never after a byte of an answer */
                retries: number;
                health: {
                  /** Faults in a row after which a target is left alone */
                  failures: number;
                  /** For how long at first; doubled up to a minute */
                  open_ms: number;
                  /** Share of 5xx answers within 10 s (of at least 20) that counts as a fault */
                  server_error_percent: number | null;
                };
                timeouts: {
                  connect_ms: number | null;
                  headers_ms: number | null;
                  idle_ms: number | null;
                };
                /** What Host says: the target's name, what the consumer called, or host_name */
                host: "target" | "preserve" | "literal";
                host_name: string | null;
                request_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                response_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                /** How the upstream can tell that a call came through the gateway; see docs/upstream-proof.md */
                proof: "none" | "secret" | "signature";
              };
              /** In force first; then the one that follows, if any */
              upstream_proof: {
                key_id: string;
                /** ISO 8601, UTC */
                active_from: string;
              }[];
              upstream_tls: {
                ca: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
                certificate: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
              } | null;
              /** Which header the gateway puts on; null without one */
              upstream_credential: {
                name: string;
              } | null;
              quota_denial_status: 429 | 403;
              traffic: {
                cors: {
                  /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                  origins: string[];
                  /** Whether pages may send cookies; never for all origins */
                  credentials: boolean;
                  /** Headers that pages may send; null for any */
                  allowed_headers: string[] | null;
                  /** Headers that pages may read, beside the gateway's own */
                  exposed_headers: string[];
                  max_age_seconds: number;
                };
                addresses: {
                  /** Addresses and networks that may call; all when empty */
                  allow: string[];
                  /** Addresses and networks that may not, also of those allowed */
                  deny: string[];
                };
                /** The largest request body; null for the installation’s limit */
                body_bytes: number | null;
                /** Whether the key may stand in the query */
                key_in_query: boolean;
                /** Under which name it stands there */
                key_query_parameter: string;
                /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
                key_headers: unknown[];
                /** Whether calls are signed (RFC 9421) with the key's signing secret */
                signing: "off" | "optional" | "required";
                /** Host names under which the product is reached without its path, once the operator approved them */
                hosts: unknown[];
                /** What follows bursts of refused calls and keys in too many places */
                abuse: "default" | "off" | "alert" | "throttle";
              };
              revision: number;
              /** ISO 8601, UTC */
              created_at: string;
              /** ISO 8601, UTC */
              updated_at: string;
              published_at: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products/{product_id}": {
    /** Show a product of yours */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              organization_id: string;
              slug: string;
              name: string;
              summary: string;
              description: string;
              category: string | null;
              /** What kind of sale it is for taxes */
              tax_category: "digital" | "standard" | "reduced" | "zero" | "exempt";
              state: "draft" | "pending_review" | "published" | "unpublished" | "suspended";
              /** Why the operator refused or suspended it */
              state_reason: string | null;
              /** public: listed. unlisted: for whoever has the address. private: only for whom you let in */
              visibility: "public" | "unlisted" | "private";
              /** Of a private product: may organizations ask to be let in? */
              access_requests: boolean;
              tags: string[];
              logo_url: string | null;
              upstream_url: string;
              upstream: {
                /** Share of the calls that upstream_url gets */
                weight: number;
                targets: {
                  url: string;
                  /** Share of the calls; 0 for none */
                  weight: number;
                }[];
                /** Further targets to try; never after a byte of an answer */
                retries: number;
                health: {
                  /** Faults in a row after which a target is left alone */
                  failures: number;
                  /** For how long at first; doubled up to a minute */
                  open_ms: number;
                  /** Share of 5xx answers within 10 s (of at least 20) that counts as a fault */
                  server_error_percent: number | null;
                };
                timeouts: {
                  connect_ms: number | null;
                  headers_ms: number | null;
                  idle_ms: number | null;
                };
                /** What Host says: the target's name, what the consumer called, or host_name */
                host: "target" | "preserve" | "literal";
                host_name: string | null;
                request_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                response_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                /** How the upstream can tell that a call came through the gateway; see docs/upstream-proof.md */
                proof: "none" | "secret" | "signature";
              };
              /** In force first; then the one that follows, if any */
              upstream_proof: {
                key_id: string;
                /** ISO 8601, UTC */
                active_from: string;
              }[];
              upstream_tls: {
                ca: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
                certificate: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
              } | null;
              /** Which header the gateway puts on; null without one */
              upstream_credential: {
                name: string;
              } | null;
              quota_denial_status: 429 | 403;
              traffic: {
                cors: {
                  /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                  origins: string[];
                  /** Whether pages may send cookies; never for all origins */
                  credentials: boolean;
                  /** Headers that pages may send; null for any */
                  allowed_headers: string[] | null;
                  /** Headers that pages may read, beside the gateway's own */
                  exposed_headers: string[];
                  max_age_seconds: number;
                };
                addresses: {
                  /** Addresses and networks that may call; all when empty */
                  allow: string[];
                  /** Addresses and networks that may not, also of those allowed */
                  deny: string[];
                };
                /** The largest request body; null for the installation’s limit */
                body_bytes: number | null;
                /** Whether the key may stand in the query */
                key_in_query: boolean;
                /** Under which name it stands there */
                key_query_parameter: string;
                /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
                key_headers: unknown[];
                /** Whether calls are signed (RFC 9421) with the key's signing secret */
                signing: "off" | "optional" | "required";
                /** Host names under which the product is reached without its path, once the operator approved them */
                hosts: unknown[];
                /** What follows bursts of refused calls and keys in too many places */
                abuse: "default" | "off" | "alert" | "throttle";
              };
              revision: number;
              /** ISO 8601, UTC */
              created_at: string;
              /** ISO 8601, UTC */
              updated_at: string;
              published_at: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Delete a product that was never on offer */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Change a product */
    patch: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            slug?: string;
            name?: string;
            summary?: string;
            /** Markdown */
            description?: string;
            category?: string | null;
            /** What kind of sale it is for taxes */
            tax_category?: "digital" | "standard" | "reduced" | "zero" | "exempt";
            upstream_url?: string;
            /** Replaced whole; what is left out has its default */
            upstream?: {
              /** Share of the calls that upstream_url gets */
              weight?: number;
              targets?: {
                url: string;
                /** Share of the calls; 0 for none */
                weight?: number;
              }[];
              /** Further targets to try; never after a byte of an answer */
              retries?: number;
              health?: {
                /** Faults in a row after which a target is left alone */
                failures?: number;
                /** For how long at first; doubled up to a minute */
                open_ms?: number;
                /** Share of 5xx answers within 10 s (of at least 20) that counts as a fault */
                server_error_percent?: number | null;
              };
              timeouts?: {
                connect_ms?: number | null;
                headers_ms?: number | null;
                idle_ms?: number | null;
              };
              /** What Host says: the target's name, what the consumer called, or host_name */
              host?: "target" | "preserve" | "literal";
              host_name?: string | null;
              request_headers?: ({
                op: "set" | "add" | "remove";
                name: string;
                /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                value?: string | null;
              })[];
              response_headers?: ({
                op: "set" | "add" | "remove";
                name: string;
                /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                value?: string | null;
              })[];
              /** How the upstream can tell that a call came through the gateway; see docs/upstream-proof.md */
              proof?: "none" | "secret" | "signature";
            };
            /** What an exhausted quota answers */
            quota_denial_status?: 429 | 403;
            /** How callers are treated; what is left out stays as it is */
            traffic?: {
              cors?: {
                /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                origins?: string[];
                /** Whether pages may send cookies; never for all origins */
                credentials?: boolean;
                /** Headers that pages may send; null for any */
                allowed_headers?: string[] | null;
                /** Headers that pages may read, beside the gateway's own */
                exposed_headers?: string[];
                max_age_seconds?: number;
              };
              addresses?: {
                /** Addresses and networks that may call; all when empty */
                allow?: string[];
                /** Addresses and networks that may not, also of those allowed */
                deny?: string[];
              };
              /** The largest request body; null for the installation’s limit */
              body_bytes?: number | null;
              /** Whether the key may stand in the query */
              key_in_query?: boolean;
              /** Under which name it stands there */
              key_query_parameter?: string;
              /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
              key_headers?: string[];
              /** Whether calls are signed (RFC 9421) with the key's signing secret */
              signing?: "off" | "optional" | "required";
              /** Host names under which the product is reached without its path, once the operator approved them */
              hosts?: string[];
              /** What follows bursts of refused calls and keys in too many places */
              abuse?: "default" | "off" | "alert" | "throttle";
            };
            /** public: listed. unlisted: for whoever has the address. private: only for whom you let in */
            visibility?: "public" | "unlisted" | "private";
            /** Of a private product: may organizations ask to be let in? */
            access_requests?: boolean;
            tags?: string[];
            /** The revision that you changed; refused when it is no longer current */
            revision?: number;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              organization_id: string;
              slug: string;
              name: string;
              summary: string;
              description: string;
              category: string | null;
              /** What kind of sale it is for taxes */
              tax_category: "digital" | "standard" | "reduced" | "zero" | "exempt";
              state: "draft" | "pending_review" | "published" | "unpublished" | "suspended";
              /** Why the operator refused or suspended it */
              state_reason: string | null;
              /** public: listed. unlisted: for whoever has the address. private: only for whom you let in */
              visibility: "public" | "unlisted" | "private";
              /** Of a private product: may organizations ask to be let in? */
              access_requests: boolean;
              tags: string[];
              logo_url: string | null;
              upstream_url: string;
              upstream: {
                /** Share of the calls that upstream_url gets */
                weight: number;
                targets: {
                  url: string;
                  /** Share of the calls; 0 for none */
                  weight: number;
                }[];
                /** Further targets to try; never after a byte of an answer */
                retries: number;
                health: {
                  /** Faults in a row after which a target is left alone */
                  failures: number;
                  /** For how long at first; doubled up to a minute */
                  open_ms: number;
                  /** Share of 5xx answers within 10 s (of at least 20) that counts as a fault */
                  server_error_percent: number | null;
                };
                timeouts: {
                  connect_ms: number | null;
                  headers_ms: number | null;
                  idle_ms: number | null;
                };
                /** What Host says: the target's name, what the consumer called, or host_name */
                host: "target" | "preserve" | "literal";
                host_name: string | null;
                request_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                response_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                /** How the upstream can tell that a call came through the gateway; see docs/upstream-proof.md */
                proof: "none" | "secret" | "signature";
              };
              /** In force first; then the one that follows, if any */
              upstream_proof: {
                key_id: string;
                /** ISO 8601, UTC */
                active_from: string;
              }[];
              upstream_tls: {
                ca: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
                certificate: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
              } | null;
              /** Which header the gateway puts on; null without one */
              upstream_credential: {
                name: string;
              } | null;
              quota_denial_status: 429 | 403;
              traffic: {
                cors: {
                  /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                  origins: string[];
                  /** Whether pages may send cookies; never for all origins */
                  credentials: boolean;
                  /** Headers that pages may send; null for any */
                  allowed_headers: string[] | null;
                  /** Headers that pages may read, beside the gateway's own */
                  exposed_headers: string[];
                  max_age_seconds: number;
                };
                addresses: {
                  /** Addresses and networks that may call; all when empty */
                  allow: string[];
                  /** Addresses and networks that may not, also of those allowed */
                  deny: string[];
                };
                /** The largest request body; null for the installation’s limit */
                body_bytes: number | null;
                /** Whether the key may stand in the query */
                key_in_query: boolean;
                /** Under which name it stands there */
                key_query_parameter: string;
                /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
                key_headers: unknown[];
                /** Whether calls are signed (RFC 9421) with the key's signing secret */
                signing: "off" | "optional" | "required";
                /** Host names under which the product is reached without its path, once the operator approved them */
                hosts: unknown[];
                /** What follows bursts of refused calls and keys in too many places */
                abuse: "default" | "off" | "alert" | "throttle";
              };
              revision: number;
              /** ISO 8601, UTC */
              created_at: string;
              /** ISO 8601, UTC */
              updated_at: string;
              published_at: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products/{product_id}/access": {
    /** Who may have a private product of yours, and who asks for it */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          state?: "requested" | "granted" | "refused" | "revoked" | undefined;
        };
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                product_id: string;
                organization: {
                  id: string;
                  slug: string;
                  name: string;
                };
                state: "requested" | "granted" | "refused" | "revoked";
                message: string;
                reason: string;
                requested_at: string | null;
                decided_at: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products/{product_id}/access/{consumer_id}": {
    /** Let an organization in, refuse it, or take access back */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
          consumer_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            state: "granted" | "refused" | "revoked";
            reason?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              product_id: string;
              organization: {
                id: string;
                slug: string;
                name: string;
              };
              state: "requested" | "granted" | "refused" | "revoked";
              message: string;
              reason: string;
              requested_at: string | null;
              decided_at: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products/{product_id}/changelog": {
    /** The changelog of a product of yours, with its drafts */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                version: string;
                title: string;
                markdown: string;
                published_at: string | null;
                /** ISO 8601, UTC */
                updated_at: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products/{product_id}/changelog/{version}": {
    /** Write what a version changed; publishing it tells subscribers once */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
          version: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            title: string;
            /** Markdown, kept as it is written */
            markdown: string;
            /** Shows it, for good: what was published stays so */
            publish?: boolean;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              version: string;
              title: string;
              markdown: string;
              published_at: string | null;
              /** ISO 8601, UTC */
              updated_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Remove an entry of the changelog */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
          version: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products/{product_id}/keys/import": {
    /** Import API keys that you issued before */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            keys: ({
              subscription_id: string;
              name: string;
              /** The key as consumers send it: 16 to 256 printable characters. It is not stored */
              key?: string;
              /** Instead of the key: the SHA-256 of its text, in hex or base64 */
              sha256?: string;
              environment?: "live" | "test";
              expires_at?: string | null;
              /** Addresses and networks (IPv4, IPv6) that may call with it; empty: all */
              allowed_ips?: string[];
              /** Scopes that it has; empty: all */
              scopes?: string[];
              /** Ids of the routes that it may call; empty: all */
              routes?: string[];
            })[];
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              imported: number;
              unchanged: number;
              refused: number;
              /** One per row, in their order */
              results: ({
                index: number;
                status: "imported" | "unchanged" | "refused";
                key_id: string | null;
                reason: "subscription-not-found" | "subscription-ended" | "key-weak" | "key-taken" | "key-revoked" | "name-taken" | "too-many-keys" | "expiry-past" | "route-not-found" | null;
                detail: string | null;
              })[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products/{product_id}/logo": {
    /** Set the logo: the bytes of a PNG, JPEG or WebP picture */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: {
        content: {
          "*/*": unknown;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              organization_id: string;
              slug: string;
              name: string;
              summary: string;
              description: string;
              category: string | null;
              /** What kind of sale it is for taxes */
              tax_category: "digital" | "standard" | "reduced" | "zero" | "exempt";
              state: "draft" | "pending_review" | "published" | "unpublished" | "suspended";
              /** Why the operator refused or suspended it */
              state_reason: string | null;
              /** public: listed. unlisted: for whoever has the address. private: only for whom you let in */
              visibility: "public" | "unlisted" | "private";
              /** Of a private product: may organizations ask to be let in? */
              access_requests: boolean;
              tags: string[];
              logo_url: string | null;
              upstream_url: string;
              upstream: {
                /** Share of the calls that upstream_url gets */
                weight: number;
                targets: {
                  url: string;
                  /** Share of the calls; 0 for none */
                  weight: number;
                }[];
                /** Further targets to try; never after a byte of an answer */
                retries: number;
                health: {
                  /** Faults in a row after which a target is left alone */
                  failures: number;
                  /** For how long at first; doubled up to a minute */
                  open_ms: number;
                  /** Share of 5xx answers within 10 s (of at least 20) that counts as a fault */
                  server_error_percent: number | null;
                };
                timeouts: {
                  connect_ms: number | null;
                  headers_ms: number | null;
                  idle_ms: number | null;
                };
                /** What Host says: the target's name, what the consumer called, or host_name */
                host: "target" | "preserve" | "literal";
                host_name: string | null;
                request_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                response_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                /** How the upstream can tell that a call came through the gateway; see docs/upstream-proof.md */
                proof: "none" | "secret" | "signature";
              };
              /** In force first; then the one that follows, if any */
              upstream_proof: {
                key_id: string;
                /** ISO 8601, UTC */
                active_from: string;
              }[];
              upstream_tls: {
                ca: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
                certificate: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
              } | null;
              /** Which header the gateway puts on; null without one */
              upstream_credential: {
                name: string;
              } | null;
              quota_denial_status: 429 | 403;
              traffic: {
                cors: {
                  /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                  origins: string[];
                  /** Whether pages may send cookies; never for all origins */
                  credentials: boolean;
                  /** Headers that pages may send; null for any */
                  allowed_headers: string[] | null;
                  /** Headers that pages may read, beside the gateway's own */
                  exposed_headers: string[];
                  max_age_seconds: number;
                };
                addresses: {
                  /** Addresses and networks that may call; all when empty */
                  allow: string[];
                  /** Addresses and networks that may not, also of those allowed */
                  deny: string[];
                };
                /** The largest request body; null for the installation’s limit */
                body_bytes: number | null;
                /** Whether the key may stand in the query */
                key_in_query: boolean;
                /** Under which name it stands there */
                key_query_parameter: string;
                /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
                key_headers: unknown[];
                /** Whether calls are signed (RFC 9421) with the key's signing secret */
                signing: "off" | "optional" | "required";
                /** Host names under which the product is reached without its path, once the operator approved them */
                hosts: unknown[];
                /** What follows bursts of refused calls and keys in too many places */
                abuse: "default" | "off" | "alert" | "throttle";
              };
              revision: number;
              /** ISO 8601, UTC */
              created_at: string;
              /** ISO 8601, UTC */
              updated_at: string;
              published_at: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Remove the logo */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products/{product_id}/meters": {
    /** List the meters that prices can stand on: built-in ones, your own, and event types that are priced */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: {
                /** What prices name */
                name: string;
                built_in: boolean;
                description: string;
                definition: components['schemas']["MeterDefinition"];
              }[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Define a meter: which events count, and how */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** What prices name; an event type of the same name is no longer meant by it */
            key: string;
            name: string;
            /** For the plans of all your products, not of this one */
            all_products?: boolean;
            definition: components['schemas']["MeterDefinitionInput"];
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              id: string;
              key: string;
              name: string;
              /** Null: for all products of the provider */
              product_id: string | null;
              definition: components['schemas']["MeterDefinition"];
              revision: number;
              /** ISO 8601, UTC */
              created_at: string;
              /** ISO 8601, UTC */
              updated_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products/{product_id}/meters/{meter_key}": {
    /** Show a meter of yours */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
          meter_key: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              key: string;
              name: string;
              /** Null: for all products of the provider */
              product_id: string | null;
              definition: components['schemas']["MeterDefinition"];
              revision: number;
              /** ISO 8601, UTC */
              created_at: string;
              /** ISO 8601, UTC */
              updated_at: string;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Delete a meter that no published version prices */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
          meter_key: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Change a meter; once a published version prices it, only its name */
    patch: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
          meter_key: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            name?: string;
            definition?: components['schemas']["MeterDefinitionInput"];
            /** The revision that you changed; refused when it is no longer current */
            revision?: number;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              key: string;
              name: string;
              /** Null: for all products of the provider */
              product_id: string | null;
              definition: components['schemas']["MeterDefinition"];
              revision: number;
              /** ISO 8601, UTC */
              created_at: string;
              /** ISO 8601, UTC */
              updated_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products/{product_id}/openapi-imports": {
    /** Make routes of an OpenAPI document, or see what a new version of it would change */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** The document itself, JSON or YAML */
            text?: string | null;
            /** Where the document is; asked without credentials */
            url?: string | null;
            /** Says what would change and changes nothing */
            dry_run?: boolean;
            /** digest of the preview: refused when anything else would change by now */
            digest?: string | null;
            /** Of the routes in missing, the ids of those that go */
            remove?: string[];
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              applied: boolean;
              version: string;
              title: string;
              digest: string;
              added: ({
                route_id: string | null;
                method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | "ANY";
                template: string;
                name: string;
                operation_id: string | null;
              })[];
              changed: ({
                route_id: string | null;
                method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | "ANY";
                template: string;
                name: string;
                operation_id: string | null;
                /** From the route as it is; values that are long are null. At most 20, and 2,000 in all */
                differences: ({
                  /** Where in the terms; lists are named by what tells their items apart */
                  pointer: string;
                  kind: "added" | "removed" | "changed";
                  before: unknown;
                  after: unknown;
                })[];
              })[];
              /** Routes that the document does not name; they stay unless in remove */
              missing: ({
                route_id: string | null;
                method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | "ANY";
                template: string;
                name: string;
                operation_id: string | null;
              })[];
              removed: string[];
              unchanged: number;
              report: {
                items: ({
                  /** JSON pointer into the document */
                  pointer: string;
                  severity: "error" | "warning" | "info";
                  code: string;
                  detail: string;
                })[];
                counts: {
                  error: number;
                  warning: number;
                  info: number;
                };
                left_off: number;
              };
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        503: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products/{product_id}/pages": {
    /** List the pages of documentation of a product of yours */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: {
                slug: string;
                title: string;
                position: number;
                /** ISO 8601, UTC */
                updated_at: string;
              }[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products/{product_id}/pages/{page}": {
    /** Show a page of documentation of a product of yours */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
          page: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              slug: string;
              title: string;
              position: number;
              /** ISO 8601, UTC */
              updated_at: string;
              markdown: string;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Write a page of documentation */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
          page: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            title: string;
            /** Markdown, kept as it is written */
            markdown: string;
            position?: number;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              slug: string;
              title: string;
              position: number;
              /** ISO 8601, UTC */
              updated_at: string;
              markdown: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Remove a page of documentation */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
          page: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products/{product_id}/publish": {
    /** Put a product on the marketplace */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              organization_id: string;
              slug: string;
              name: string;
              summary: string;
              description: string;
              category: string | null;
              /** What kind of sale it is for taxes */
              tax_category: "digital" | "standard" | "reduced" | "zero" | "exempt";
              state: "draft" | "pending_review" | "published" | "unpublished" | "suspended";
              /** Why the operator refused or suspended it */
              state_reason: string | null;
              /** public: listed. unlisted: for whoever has the address. private: only for whom you let in */
              visibility: "public" | "unlisted" | "private";
              /** Of a private product: may organizations ask to be let in? */
              access_requests: boolean;
              tags: string[];
              logo_url: string | null;
              upstream_url: string;
              upstream: {
                /** Share of the calls that upstream_url gets */
                weight: number;
                targets: {
                  url: string;
                  /** Share of the calls; 0 for none */
                  weight: number;
                }[];
                /** Further targets to try; never after a byte of an answer */
                retries: number;
                health: {
                  /** Faults in a row after which a target is left alone */
                  failures: number;
                  /** For how long at first; doubled up to a minute */
                  open_ms: number;
                  /** Share of 5xx answers within 10 s (of at least 20) that counts as a fault */
                  server_error_percent: number | null;
                };
                timeouts: {
                  connect_ms: number | null;
                  headers_ms: number | null;
                  idle_ms: number | null;
                };
                /** What Host says: the target's name, what the consumer called, or host_name */
                host: "target" | "preserve" | "literal";
                host_name: string | null;
                request_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                response_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                /** How the upstream can tell that a call came through the gateway; see docs/upstream-proof.md */
                proof: "none" | "secret" | "signature";
              };
              /** In force first; then the one that follows, if any */
              upstream_proof: {
                key_id: string;
                /** ISO 8601, UTC */
                active_from: string;
              }[];
              upstream_tls: {
                ca: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
                certificate: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
              } | null;
              /** Which header the gateway puts on; null without one */
              upstream_credential: {
                name: string;
              } | null;
              quota_denial_status: 429 | 403;
              traffic: {
                cors: {
                  /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                  origins: string[];
                  /** Whether pages may send cookies; never for all origins */
                  credentials: boolean;
                  /** Headers that pages may send; null for any */
                  allowed_headers: string[] | null;
                  /** Headers that pages may read, beside the gateway's own */
                  exposed_headers: string[];
                  max_age_seconds: number;
                };
                addresses: {
                  /** Addresses and networks that may call; all when empty */
                  allow: string[];
                  /** Addresses and networks that may not, also of those allowed */
                  deny: string[];
                };
                /** The largest request body; null for the installation’s limit */
                body_bytes: number | null;
                /** Whether the key may stand in the query */
                key_in_query: boolean;
                /** Under which name it stands there */
                key_query_parameter: string;
                /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
                key_headers: unknown[];
                /** Whether calls are signed (RFC 9421) with the key's signing secret */
                signing: "off" | "optional" | "required";
                /** Host names under which the product is reached without its path, once the operator approved them */
                hosts: unknown[];
                /** What follows bursts of refused calls and keys in too many places */
                abuse: "default" | "off" | "alert" | "throttle";
              };
              revision: number;
              /** ISO 8601, UTC */
              created_at: string;
              /** ISO 8601, UTC */
              updated_at: string;
              published_at: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products/{product_id}/routes": {
    /** List the routes of a product */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | "ANY";
                template: string;
                protocol: "http" | "websocket" | "grpc";
                minimum_plan_id: string | null;
                weight: string;
                required_scope: string | null;
                environments: ("live" | "test")[];
                rate_limits: {
                  limit: number;
                  window_seconds: number;
                }[];
                concurrency: number | null;
                name: string;
                description: string;
                sample_parameters: Record<string, string>;
                product_id: string;
                position: number;
                upstream_path: string | null;
                upstream: {
                  headers_ms: number | null;
                  idle_ms: number | null;
                  request_headers: ({
                    op: "set" | "add" | "remove";
                    name: string;
                    /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                    value: string | null;
                  })[];
                  response_headers: ({
                    op: "set" | "add" | "remove";
                    name: string;
                    /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                    value: string | null;
                  })[];
                };
                traffic: {
                  cors?: {
                    /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                    origins: string[];
                    /** Whether pages may send cookies; never for all origins */
                    credentials: boolean;
                    /** Headers that pages may send; null for any */
                    allowed_headers: string[] | null;
                    /** Headers that pages may read, beside the gateway's own */
                    exposed_headers: string[];
                    max_age_seconds: number;
                  };
                  addresses?: {
                    /** Addresses and networks that may call; all when empty */
                    allow: string[];
                    /** Addresses and networks that may not, also of those allowed */
                    deny: string[];
                  };
                  /** The largest request body; null for the installation’s limit */
                  body_bytes?: number | null;
                  /** Whether the key may stand in the query */
                  key_in_query?: boolean;
                  /** Under which name it stands there */
                  key_query_parameter?: string;
                  /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
                  key_headers?: unknown[];
                  /** Whether calls are signed (RFC 9421) with the key's signing secret */
                  signing?: "off" | "optional" | "required";
                } | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Add a route */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | "ANY";
            /** Path below the product with {parameters} */
            template: string;
            /** Path at the upstream when it differs */
            upstream_path?: string | null;
            /** How its calls differ from others of the product; replaced whole */
            upstream?: {
              headers_ms?: number | null;
              idle_ms?: number | null;
              request_headers?: ({
                op: "set" | "add" | "remove";
                name: string;
                /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                value?: string | null;
              })[];
              response_headers?: ({
                op: "set" | "add" | "remove";
                name: string;
                /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                value?: string | null;
              })[];
            };
            /** websocket: GET calls may be upgraded; grpc: called with HTTP/2, also at the upstream */
            protocol?: "http" | "websocket" | "grpc";
            /** Id or slug of the lowest plan that may call it */
            minimum_plan?: string | null;
            /** Quota units per call */
            weight?: number | string;
            /** Per subscription; a plan may have others for this route */
            rate_limits?: {
              limit: number;
              window_seconds: number;
            }[];
            /** Calls of a subscription at once */
            concurrency?: number | null;
            /** What is treated otherwise than by the product */
            traffic?: {
              cors?: {
                /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                origins?: string[];
                /** Whether pages may send cookies; never for all origins */
                credentials?: boolean;
                /** Headers that pages may send; null for any */
                allowed_headers?: string[] | null;
                /** Headers that pages may read, beside the gateway's own */
                exposed_headers?: string[];
                max_age_seconds?: number;
              };
              addresses?: {
                /** Addresses and networks that may call; all when empty */
                allow?: string[];
                /** Addresses and networks that may not, also of those allowed */
                deny?: string[];
              };
              /** The largest request body; null for the installation’s limit */
              body_bytes?: number | null;
              /** Whether the key may stand in the query */
              key_in_query?: boolean;
              /** Under which name it stands there */
              key_query_parameter?: string;
              /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
              key_headers?: string[];
              /** Whether calls are signed (RFC 9421) with the key's signing secret */
              signing?: "off" | "optional" | "required";
            } | null;
            /** Keys that are limited to some scopes must have this one */
            required_scope?: string | null;
            /** Keys of which environments may call it */
            environments?: ("live" | "test")[];
            name?: string;
            /** Markdown */
            description?: string;
            position?: number;
            sample_parameters?: Record<string, string>;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              id: string;
              method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | "ANY";
              template: string;
              protocol: "http" | "websocket" | "grpc";
              minimum_plan_id: string | null;
              weight: string;
              required_scope: string | null;
              environments: ("live" | "test")[];
              rate_limits: {
                limit: number;
                window_seconds: number;
              }[];
              concurrency: number | null;
              name: string;
              description: string;
              sample_parameters: Record<string, string>;
              product_id: string;
              position: number;
              upstream_path: string | null;
              upstream: {
                headers_ms: number | null;
                idle_ms: number | null;
                request_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                response_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
              };
              traffic: {
                cors?: {
                  /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                  origins: string[];
                  /** Whether pages may send cookies; never for all origins */
                  credentials: boolean;
                  /** Headers that pages may send; null for any */
                  allowed_headers: string[] | null;
                  /** Headers that pages may read, beside the gateway's own */
                  exposed_headers: string[];
                  max_age_seconds: number;
                };
                addresses?: {
                  /** Addresses and networks that may call; all when empty */
                  allow: string[];
                  /** Addresses and networks that may not, also of those allowed */
                  deny: string[];
                };
                /** The largest request body; null for the installation’s limit */
                body_bytes?: number | null;
                /** Whether the key may stand in the query */
                key_in_query?: boolean;
                /** Under which name it stands there */
                key_query_parameter?: string;
                /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
                key_headers?: unknown[];
                /** Whether calls are signed (RFC 9421) with the key's signing secret */
                signing?: "off" | "optional" | "required";
              } | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products/{product_id}/routes/{route_id}": {
    /** Show a route */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
          route_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | "ANY";
              template: string;
              protocol: "http" | "websocket" | "grpc";
              minimum_plan_id: string | null;
              weight: string;
              required_scope: string | null;
              environments: ("live" | "test")[];
              rate_limits: {
                limit: number;
                window_seconds: number;
              }[];
              concurrency: number | null;
              name: string;
              description: string;
              sample_parameters: Record<string, string>;
              product_id: string;
              position: number;
              upstream_path: string | null;
              upstream: {
                headers_ms: number | null;
                idle_ms: number | null;
                request_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                response_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
              };
              traffic: {
                cors?: {
                  /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                  origins: string[];
                  /** Whether pages may send cookies; never for all origins */
                  credentials: boolean;
                  /** Headers that pages may send; null for any */
                  allowed_headers: string[] | null;
                  /** Headers that pages may read, beside the gateway's own */
                  exposed_headers: string[];
                  max_age_seconds: number;
                };
                addresses?: {
                  /** Addresses and networks that may call; all when empty */
                  allow: string[];
                  /** Addresses and networks that may not, also of those allowed */
                  deny: string[];
                };
                /** The largest request body; null for the installation’s limit */
                body_bytes?: number | null;
                /** Whether the key may stand in the query */
                key_in_query?: boolean;
                /** Under which name it stands there */
                key_query_parameter?: string;
                /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
                key_headers?: unknown[];
                /** Whether calls are signed (RFC 9421) with the key's signing secret */
                signing?: "off" | "optional" | "required";
              } | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Remove a route */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
          route_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Change a route */
    patch: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
          route_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            method?: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | "ANY";
            /** Path below the product with {parameters} */
            template?: string;
            /** Path at the upstream when it differs */
            upstream_path?: string | null;
            /** How its calls differ from others of the product; replaced whole */
            upstream?: {
              headers_ms?: number | null;
              idle_ms?: number | null;
              request_headers?: ({
                op: "set" | "add" | "remove";
                name: string;
                /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                value?: string | null;
              })[];
              response_headers?: ({
                op: "set" | "add" | "remove";
                name: string;
                /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                value?: string | null;
              })[];
            };
            /** websocket: GET calls may be upgraded; grpc: called with HTTP/2, also at the upstream */
            protocol?: "http" | "websocket" | "grpc";
            /** Id or slug of the lowest plan that may call it */
            minimum_plan?: string | null;
            /** Quota units per call */
            weight?: number | string;
            /** Per subscription; a plan may have others for this route */
            rate_limits?: {
              limit: number;
              window_seconds: number;
            }[];
            /** Calls of a subscription at once */
            concurrency?: number | null;
            /** What is treated otherwise than by the product */
            traffic?: {
              cors?: {
                /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                origins?: string[];
                /** Whether pages may send cookies; never for all origins */
                credentials?: boolean;
                /** Headers that pages may send; null for any */
                allowed_headers?: string[] | null;
                /** Headers that pages may read, beside the gateway's own */
                exposed_headers?: string[];
                max_age_seconds?: number;
              };
              addresses?: {
                /** Addresses and networks that may call; all when empty */
                allow?: string[];
                /** Addresses and networks that may not, also of those allowed */
                deny?: string[];
              };
              /** The largest request body; null for the installation’s limit */
              body_bytes?: number | null;
              /** Whether the key may stand in the query */
              key_in_query?: boolean;
              /** Under which name it stands there */
              key_query_parameter?: string;
              /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
              key_headers?: string[];
              /** Whether calls are signed (RFC 9421) with the key's signing secret */
              signing?: "off" | "optional" | "required";
            } | null;
            /** Keys that are limited to some scopes must have this one */
            required_scope?: string | null;
            /** Keys of which environments may call it */
            environments?: ("live" | "test")[];
            name?: string;
            /** Markdown */
            description?: string;
            position?: number;
            sample_parameters?: Record<string, string>;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | "ANY";
              template: string;
              protocol: "http" | "websocket" | "grpc";
              minimum_plan_id: string | null;
              weight: string;
              required_scope: string | null;
              environments: ("live" | "test")[];
              rate_limits: {
                limit: number;
                window_seconds: number;
              }[];
              concurrency: number | null;
              name: string;
              description: string;
              sample_parameters: Record<string, string>;
              product_id: string;
              position: number;
              upstream_path: string | null;
              upstream: {
                headers_ms: number | null;
                idle_ms: number | null;
                request_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                response_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
              };
              traffic: {
                cors?: {
                  /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                  origins: string[];
                  /** Whether pages may send cookies; never for all origins */
                  credentials: boolean;
                  /** Headers that pages may send; null for any */
                  allowed_headers: string[] | null;
                  /** Headers that pages may read, beside the gateway's own */
                  exposed_headers: string[];
                  max_age_seconds: number;
                };
                addresses?: {
                  /** Addresses and networks that may call; all when empty */
                  allow: string[];
                  /** Addresses and networks that may not, also of those allowed */
                  deny: string[];
                };
                /** The largest request body; null for the installation’s limit */
                body_bytes?: number | null;
                /** Whether the key may stand in the query */
                key_in_query?: boolean;
                /** Under which name it stands there */
                key_query_parameter?: string;
                /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
                key_headers?: unknown[];
                /** Whether calls are signed (RFC 9421) with the key's signing secret */
                signing?: "off" | "optional" | "required";
              } | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products/{product_id}/routes/{route_id}/samples": {
    /** Sample answers of a route: yours, of its documentation, or made of its schemas */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
          route_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                status: string;
                content_type: string;
                body: string;
                source: "provider" | "example" | "generated";
              })[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Set sample answers of a route by hand; all others are made for you */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
          route_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            samples: {
              status: string;
              content_type: string;
              /** As the answer would carry it */
              body: string;
            }[];
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                status: string;
                content_type: string;
                body: string;
                source: "provider" | "example" | "generated";
              })[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products/{product_id}/support": {
    /** Support contacts and frequent questions of a product of yours and its plans */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              contacts: ({
                label: string;
                email: string | null;
                url: string | null;
                phone: string | null;
                /** When somebody is there, as people say it */
                hours: string;
                /** How soon somebody answers */
                response_time: string;
              })[];
              faq: {
                question: string;
                /** Markdown */
                answer: string;
              }[];
              plans: ({
                plan_id: string;
                contacts: ({
                  label: string;
                  email: string | null;
                  url: string | null;
                  phone: string | null;
                  /** When somebody is there, as people say it */
                  hours: string;
                  /** How soon somebody answers */
                  response_time: string;
                })[];
                faq: {
                  question: string;
                  /** Markdown */
                  answer: string;
                }[];
              })[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Say whom to ask about a product, and what is asked often */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            contacts?: ({
              label: string;
              email?: string | null;
              url?: string | null;
              phone?: string | null;
              /** When somebody is there, as people say it */
              hours?: string;
              /** How soon somebody answers */
              response_time?: string;
            })[];
            faq?: {
              question: string;
              /** Markdown */
              answer: string;
            }[];
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              contacts: ({
                label: string;
                email: string | null;
                url: string | null;
                phone: string | null;
                /** When somebody is there, as people say it */
                hours: string;
                /** How soon somebody answers */
                response_time: string;
              })[];
              faq: {
                question: string;
                /** Markdown */
                answer: string;
              }[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products/{product_id}/unpublish": {
    /** Take a product off the marketplace; subscribers keep it */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              organization_id: string;
              slug: string;
              name: string;
              summary: string;
              description: string;
              category: string | null;
              /** What kind of sale it is for taxes */
              tax_category: "digital" | "standard" | "reduced" | "zero" | "exempt";
              state: "draft" | "pending_review" | "published" | "unpublished" | "suspended";
              /** Why the operator refused or suspended it */
              state_reason: string | null;
              /** public: listed. unlisted: for whoever has the address. private: only for whom you let in */
              visibility: "public" | "unlisted" | "private";
              /** Of a private product: may organizations ask to be let in? */
              access_requests: boolean;
              tags: string[];
              logo_url: string | null;
              upstream_url: string;
              upstream: {
                /** Share of the calls that upstream_url gets */
                weight: number;
                targets: {
                  url: string;
                  /** Share of the calls; 0 for none */
                  weight: number;
                }[];
                /** Further targets to try; never after a byte of an answer */
                retries: number;
                health: {
                  /** Faults in a row after which a target is left alone */
                  failures: number;
                  /** For how long at first; doubled up to a minute */
                  open_ms: number;
                  /** Share of 5xx answers within 10 s (of at least 20) that counts as a fault */
                  server_error_percent: number | null;
                };
                timeouts: {
                  connect_ms: number | null;
                  headers_ms: number | null;
                  idle_ms: number | null;
                };
                /** What Host says: the target's name, what the consumer called, or host_name */
                host: "target" | "preserve" | "literal";
                host_name: string | null;
                request_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                response_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                /** How the upstream can tell that a call came through the gateway; see docs/upstream-proof.md */
                proof: "none" | "secret" | "signature";
              };
              /** In force first; then the one that follows, if any */
              upstream_proof: {
                key_id: string;
                /** ISO 8601, UTC */
                active_from: string;
              }[];
              upstream_tls: {
                ca: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
                certificate: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
              } | null;
              /** Which header the gateway puts on; null without one */
              upstream_credential: {
                name: string;
              } | null;
              quota_denial_status: 429 | 403;
              traffic: {
                cors: {
                  /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                  origins: string[];
                  /** Whether pages may send cookies; never for all origins */
                  credentials: boolean;
                  /** Headers that pages may send; null for any */
                  allowed_headers: string[] | null;
                  /** Headers that pages may read, beside the gateway's own */
                  exposed_headers: string[];
                  max_age_seconds: number;
                };
                addresses: {
                  /** Addresses and networks that may call; all when empty */
                  allow: string[];
                  /** Addresses and networks that may not, also of those allowed */
                  deny: string[];
                };
                /** The largest request body; null for the installation’s limit */
                body_bytes: number | null;
                /** Whether the key may stand in the query */
                key_in_query: boolean;
                /** Under which name it stands there */
                key_query_parameter: string;
                /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
                key_headers: unknown[];
                /** Whether calls are signed (RFC 9421) with the key's signing secret */
                signing: "off" | "optional" | "required";
                /** Host names under which the product is reached without its path, once the operator approved them */
                hosts: unknown[];
                /** What follows bursts of refused calls and keys in too many places */
                abuse: "default" | "off" | "alert" | "throttle";
              };
              revision: number;
              /** ISO 8601, UTC */
              created_at: string;
              /** ISO 8601, UTC */
              updated_at: string;
              published_at: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products/{product_id}/upstream-credential": {
    /** Set the header by which the upstream knows who may call it; its value is never shown */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** Authorization, X-Api-Key, or another header that is not the gateway’s own */
            name: string;
            /** The whole value, such as `Bearer …`. Kept sealed and never shown */
            value: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              organization_id: string;
              slug: string;
              name: string;
              summary: string;
              description: string;
              category: string | null;
              /** What kind of sale it is for taxes */
              tax_category: "digital" | "standard" | "reduced" | "zero" | "exempt";
              state: "draft" | "pending_review" | "published" | "unpublished" | "suspended";
              /** Why the operator refused or suspended it */
              state_reason: string | null;
              /** public: listed. unlisted: for whoever has the address. private: only for whom you let in */
              visibility: "public" | "unlisted" | "private";
              /** Of a private product: may organizations ask to be let in? */
              access_requests: boolean;
              tags: string[];
              logo_url: string | null;
              upstream_url: string;
              upstream: {
                /** Share of the calls that upstream_url gets */
                weight: number;
                targets: {
                  url: string;
                  /** Share of the calls; 0 for none */
                  weight: number;
                }[];
                /** Further targets to try; never after a byte of an answer */
                retries: number;
                health: {
                  /** Faults in a row after which a target is left alone */
                  failures: number;
                  /** For how long at first; doubled up to a minute */
                  open_ms: number;
                  /** Share of 5xx answers within 10 s (of at least 20) that counts as a fault */
                  server_error_percent: number | null;
                };
                timeouts: {
                  connect_ms: number | null;
                  headers_ms: number | null;
                  idle_ms: number | null;
                };
                /** What Host says: the target's name, what the consumer called, or host_name */
                host: "target" | "preserve" | "literal";
                host_name: string | null;
                request_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                response_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                /** How the upstream can tell that a call came through the gateway; see docs/upstream-proof.md */
                proof: "none" | "secret" | "signature";
              };
              /** In force first; then the one that follows, if any */
              upstream_proof: {
                key_id: string;
                /** ISO 8601, UTC */
                active_from: string;
              }[];
              upstream_tls: {
                ca: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
                certificate: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
              } | null;
              /** Which header the gateway puts on; null without one */
              upstream_credential: {
                name: string;
              } | null;
              quota_denial_status: 429 | 403;
              traffic: {
                cors: {
                  /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                  origins: string[];
                  /** Whether pages may send cookies; never for all origins */
                  credentials: boolean;
                  /** Headers that pages may send; null for any */
                  allowed_headers: string[] | null;
                  /** Headers that pages may read, beside the gateway's own */
                  exposed_headers: string[];
                  max_age_seconds: number;
                };
                addresses: {
                  /** Addresses and networks that may call; all when empty */
                  allow: string[];
                  /** Addresses and networks that may not, also of those allowed */
                  deny: string[];
                };
                /** The largest request body; null for the installation’s limit */
                body_bytes: number | null;
                /** Whether the key may stand in the query */
                key_in_query: boolean;
                /** Under which name it stands there */
                key_query_parameter: string;
                /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
                key_headers: unknown[];
                /** Whether calls are signed (RFC 9421) with the key's signing secret */
                signing: "off" | "optional" | "required";
                /** Host names under which the product is reached without its path, once the operator approved them */
                hosts: unknown[];
                /** What follows bursts of refused calls and keys in too many places */
                abuse: "default" | "off" | "alert" | "throttle";
              };
              revision: number;
              /** ISO 8601, UTC */
              created_at: string;
              /** ISO 8601, UTC */
              updated_at: string;
              published_at: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Call the upstream without a credential */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products/{product_id}/upstream-health": {
    /** Show which targets of a product the gateway leaves alone because they fail */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                url: string;
                weight: number;
                /** The worst that a gateway worker sees */
                state: "closed" | "half_open" | "open";
                open_workers: number;
                workers: number;
              })[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products/{product_id}/upstream-proof/rotate": {
    /** Make the secret that proves calls to the upstream, or the one that follows it; shown once */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** How long the gateway goes on with the present secret; a first one is in force at once */
            activate_in_seconds?: number;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              key_id: string;
              /** ISO 8601, UTC */
              active_from: string;
              /** Shown once */
              secret: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/products/{product_id}/upstream-tls": {
    /** Set whom the gateway trusts behind https addresses, and the certificate that it shows there */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          product_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** The only authority that is trusted; null for the public ones */
            ca?: string | null;
            /** Of the gateway as a client, with its chain */
            certificate?: string | null;
            /** Kept sealed and never shown */
            private_key?: string | null;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              organization_id: string;
              slug: string;
              name: string;
              summary: string;
              description: string;
              category: string | null;
              /** What kind of sale it is for taxes */
              tax_category: "digital" | "standard" | "reduced" | "zero" | "exempt";
              state: "draft" | "pending_review" | "published" | "unpublished" | "suspended";
              /** Why the operator refused or suspended it */
              state_reason: string | null;
              /** public: listed. unlisted: for whoever has the address. private: only for whom you let in */
              visibility: "public" | "unlisted" | "private";
              /** Of a private product: may organizations ask to be let in? */
              access_requests: boolean;
              tags: string[];
              logo_url: string | null;
              upstream_url: string;
              upstream: {
                /** Share of the calls that upstream_url gets */
                weight: number;
                targets: {
                  url: string;
                  /** Share of the calls; 0 for none */
                  weight: number;
                }[];
                /** Further targets to try; never after a byte of an answer */
                retries: number;
                health: {
                  /** Faults in a row after which a target is left alone */
                  failures: number;
                  /** For how long at first; doubled up to a minute */
                  open_ms: number;
                  /** Share of 5xx answers within 10 s (of at least 20) that counts as a fault */
                  server_error_percent: number | null;
                };
                timeouts: {
                  connect_ms: number | null;
                  headers_ms: number | null;
                  idle_ms: number | null;
                };
                /** What Host says: the target's name, what the consumer called, or host_name */
                host: "target" | "preserve" | "literal";
                host_name: string | null;
                request_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                response_headers: ({
                  op: "set" | "add" | "remove";
                  name: string;
                  /** May hold ${consumer_id}, ${plan}, ${subscription_id}, ${request_id}; null to remove */
                  value: string | null;
                })[];
                /** How the upstream can tell that a call came through the gateway; see docs/upstream-proof.md */
                proof: "none" | "secret" | "signature";
              };
              /** In force first; then the one that follows, if any */
              upstream_proof: {
                key_id: string;
                /** ISO 8601, UTC */
                active_from: string;
              }[];
              upstream_tls: {
                ca: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
                certificate: {
                  subject: string;
                  fingerprint_sha256: string;
                  /** ISO 8601, UTC */
                  expires_at: string;
                } | null;
              } | null;
              /** Which header the gateway puts on; null without one */
              upstream_credential: {
                name: string;
              } | null;
              quota_denial_status: 429 | 403;
              traffic: {
                cors: {
                  /** Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand */
                  origins: string[];
                  /** Whether pages may send cookies; never for all origins */
                  credentials: boolean;
                  /** Headers that pages may send; null for any */
                  allowed_headers: string[] | null;
                  /** Headers that pages may read, beside the gateway's own */
                  exposed_headers: string[];
                  max_age_seconds: number;
                };
                addresses: {
                  /** Addresses and networks that may call; all when empty */
                  allow: string[];
                  /** Addresses and networks that may not, also of those allowed */
                  deny: string[];
                };
                /** The largest request body; null for the installation’s limit */
                body_bytes: number | null;
                /** Whether the key may stand in the query */
                key_in_query: boolean;
                /** Under which name it stands there */
                key_query_parameter: string;
                /** Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey */
                key_headers: unknown[];
                /** Whether calls are signed (RFC 9421) with the key's signing secret */
                signing: "off" | "optional" | "required";
                /** Host names under which the product is reached without its path, once the operator approved them */
                hosts: unknown[];
                /** What follows bursts of refused calls and keys in too many places */
                abuse: "default" | "off" | "alert" | "throttle";
              };
              revision: number;
              /** ISO 8601, UTC */
              created_at: string;
              /** ISO 8601, UTC */
              updated_at: string;
              published_at: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/provider/consumers": {
    /** List the subscribers of your products, latest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          product?: string | undefined;
          organization?: string | undefined;
          state?: "trialing" | "active" | "past_due" | "paused" | "canceled" | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                organization: {
                  id: string;
                  slug: string;
                  name: string;
                };
                /** Set while the provider does not serve the consumer */
                ban: {
                  reason: string;
                  banned_at: string;
                } | null;
                subscription: {
                  id: string;
                  organization_id: string;
                  provider_organization_id: string;
                  product_id: string;
                  plan_id: string;
                  plan_version_id: string;
                  product: {
                    id: string;
                    name: string;
                    slug: string;
                    provider_slug: string;
                    provider_name: string;
                  };
                  plan: {
                    id: string;
                    slug: string;
                    name: string;
                    tier: number;
                  };
                  /** What was agreed, which later versions of the plan do not change */
                  version: {
                    id: string;
                    number: number;
                    terms: components['schemas']["PlanTerms"];
                  };
                  /** What holds now: in its currency, its phase, and with terms of its own */
                  terms: components['schemas']["PlanTerms"];
                  state: "trialing" | "active" | "past_due" | "paused" | "canceled";
                  currency: string;
                  /** Seats */
                  quantity: number;
                  /** Terms of its own, in place of the plan’s */
                  overrides: components['schemas']["TermsOverride"] | null;
                  /** What it becomes when the present period is over */
                  scheduled: {
                    plan_id: string;
                    plan_version_id: string;
                    plan_name: string;
                    quantity: number;
                    overrides: components['schemas']["TermsOverride"] | null;
                    /** null: when it is resumed */
                    effective_at: string | null;
                  } | null;
                  pause: {
                    since: string;
                    resumes_at: string | null;
                  } | null;
                  /** When its trial ended or is to end */
                  trial_ends_at: string | null;
                  /** Stretches with one set of terms that are not billed yet; the last one is the present */
                  segments: ({
                    start_at: string;
                    end_at: string;
                    kind: "trial" | "paid" | "paused";
                    plan_version_id: string;
                    plan_name: string;
                    quantity: number;
                  })[];
                  time_zone: string;
                  anchor_at: string;
                  current_period_start_at: string;
                  current_period_end_at: string;
                  cancel_at_period_end: boolean;
                  cancel_reason: string | null;
                  canceled_at: string | null;
                  revision: number;
                  created_at: string;
                };
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/provider/consumers/{consumer_id}/ban": {
    /** Serve a consumer no longer: its calls are refused within a second */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          consumer_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** Kept in the audit logs of both sides */
            reason: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              reason: string;
              banned_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/provider/consumers/{consumer_id}/lift-ban": {
    /** Serve a consumer again */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          consumer_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** Kept in the audit logs of both sides */
            reason: string;
          };
        };
      };
      responses: {
        204: {
          content?: never;
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/provider/keys/{key_id}/revoke": {
    /** Revoke an API key of a consumer for good */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          key_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** Kept in the audit logs of both sides */
            reason: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              subscription_id: string;
              environment: "live" | "test";
              name: string;
              prefix: string;
              last_four: string;
              state: "active" | "revoked" | "expired";
              expires_at: string | null;
              revoked_at: string | null;
              /** console: minted by the portal for a few minutes */
              purpose: "calls" | "console";
              allowed_ips: string[];
              scopes: string[];
              routes: string[];
              /** Issued by the provider before; its text has a form of its own */
              imported: boolean;
              /** The key that rotation put into its place */
              successor_id: string | null;
              created_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/provider/plan-versions": {
    /** How many subscribers are on which version of a plan of yours */
    get: {
      parameters: {
        query: {
          plan: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: {
                plan_version_id: string;
                subscriptions: number;
              }[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/provider/subscriptions/{subscription_id}/keys": {
    /** List the API keys of a subscription to a product of yours, latest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path: {
          subscription_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                subscription_id: string;
                environment: "live" | "test";
                name: string;
                prefix: string;
                last_four: string;
                state: "active" | "revoked" | "expired";
                expires_at: string | null;
                revoked_at: string | null;
                /** console: minted by the portal for a few minutes */
                purpose: "calls" | "console";
                allowed_ips: string[];
                scopes: string[];
                routes: string[];
                /** Issued by the provider before; its text has a form of its own */
                imported: boolean;
                /** The key that rotation put into its place */
                successor_id: string | null;
                created_at: string;
                /** Admission of the last call whose usage has arrived; a call shows here some seconds after its end. Missing while the usage store is away */
                last_used_at?: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/refunds": {
    /** List refunds that the organization gets or gives, latest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          invoice_id?: string | undefined;
          credit_note_id?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                state: "pending" | "succeeded" | "failed";
                credit_id: string;
                /** Null: paid beyond what was owed */
                credit_note_id: string | null;
                payment_id: string;
                organization_id: string;
                provider_id: string | null;
                /** The processor, or `bank`: then the operator transfers it and says so */
                source: string;
                amount: string;
                currency: string;
                failure_code: string | null;
                created_at: string;
                updated_at: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/refunds/{refund_id}": {
    /** Show a refund */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          refund_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              state: "pending" | "succeeded" | "failed";
              credit_id: string;
              /** Null: paid beyond what was owed */
              credit_note_id: string | null;
              payment_id: string;
              organization_id: string;
              provider_id: string | null;
              /** The processor, or `bank`: then the operator transfers it and says so */
              source: string;
              amount: string;
              currency: string;
              failure_code: string | null;
              created_at: string;
              updated_at: string;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/refunds/{refund_id}/failed": {
    /** Say that a transfer back has failed: it is credit again */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          refund_id: string;
        };
        cookie?: never;
      };
      requestBody?: {
        content: {
          "application/json": {
            reason?: string | null;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              state: "pending" | "succeeded" | "failed";
              credit_id: string;
              /** Null: paid beyond what was owed */
              credit_note_id: string | null;
              payment_id: string;
              organization_id: string;
              provider_id: string | null;
              /** The processor, or `bank`: then the operator transfers it and says so */
              source: string;
              amount: string;
              currency: string;
              failure_code: string | null;
              created_at: string;
              updated_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/refunds/{refund_id}/paid": {
    /** Say that a transfer back has been made */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          refund_id: string;
        };
        cookie?: never;
      };
      requestBody?: {
        content: {
          "application/json": {
            reason?: string | null;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              state: "pending" | "succeeded" | "failed";
              credit_id: string;
              /** Null: paid beyond what was owed */
              credit_note_id: string | null;
              payment_id: string;
              organization_id: string;
              provider_id: string | null;
              /** The processor, or `bank`: then the operator transfers it and says so */
              source: string;
              amount: string;
              currency: string;
              failure_code: string | null;
              created_at: string;
              updated_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/roles": {
    /** The roles and what each may do */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                role: "owner" | "admin" | "billing" | "developer" | "viewer";
                permissions: string[];
              })[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/subscriptions": {
    /** Subscribe to a plan of a product */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** Id of a product, or provider/product */
            product: string;
            /** Id or slug of a plan on offer */
            plan: string;
            /** One of the plan’s; of all charges from now on */
            currency?: string;
            /** Seats */
            quantity?: number;
            /** The code of a coupon that holds from the first invoice on */
            coupon?: string;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              id: string;
              organization_id: string;
              provider_organization_id: string;
              product_id: string;
              plan_id: string;
              plan_version_id: string;
              product: {
                id: string;
                name: string;
                slug: string;
                provider_slug: string;
                provider_name: string;
              };
              plan: {
                id: string;
                slug: string;
                name: string;
                tier: number;
              };
              /** What was agreed, which later versions of the plan do not change */
              version: {
                id: string;
                number: number;
                terms: components['schemas']["PlanTerms"];
              };
              /** What holds now: in its currency, its phase, and with terms of its own */
              terms: components['schemas']["PlanTerms"];
              state: "trialing" | "active" | "past_due" | "paused" | "canceled";
              currency: string;
              /** Seats */
              quantity: number;
              /** Terms of its own, in place of the plan’s */
              overrides: components['schemas']["TermsOverride"] | null;
              /** What it becomes when the present period is over */
              scheduled: {
                plan_id: string;
                plan_version_id: string;
                plan_name: string;
                quantity: number;
                overrides: components['schemas']["TermsOverride"] | null;
                /** null: when it is resumed */
                effective_at: string | null;
              } | null;
              pause: {
                since: string;
                resumes_at: string | null;
              } | null;
              /** When its trial ended or is to end */
              trial_ends_at: string | null;
              /** Stretches with one set of terms that are not billed yet; the last one is the present */
              segments: ({
                start_at: string;
                end_at: string;
                kind: "trial" | "paid" | "paused";
                plan_version_id: string;
                plan_name: string;
                quantity: number;
              })[];
              time_zone: string;
              anchor_at: string;
              current_period_start_at: string;
              current_period_end_at: string;
              cancel_at_period_end: boolean;
              cancel_reason: string | null;
              canceled_at: string | null;
              revision: number;
              created_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/subscriptions/{subscription_id}/quota-resets": {
    /** List the quota resets of a subscription, latest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path: {
          subscription_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: {
                id: string;
                subscription_id: string;
                quotas: string[];
                reason: string;
                at: string;
              }[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Give a consumer's quota whole again */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          subscription_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** A quota of the plan by its name, or all of them */
            quota: "all" | "day" | "week" | "month" | "year" | "day-anniversary" | "week-anniversary" | "month-anniversary" | "year-anniversary";
            /** Kept in the audit log */
            reason: string;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              id: string;
              subscription_id: string;
              quotas: string[];
              reason: string;
              at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/subscriptions/{subscription_id}/quotes": {
    /** What a change of a subscription comes to, in money, dates and entitlements */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          subscription_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            change: {
              kind: "terms";
              /** Id or slug of a plan on offer; left out: the present version */
              plan?: string;
              /** For the provider: a version of a plan of the product */
              plan_version?: string;
              /** Seats */
              quantity?: number;
              /** For the provider: terms of this consumer’s own */
              overrides?: components['schemas']["TermsOverrideInput"] | null;
              /** Left out: what is more comes now, what is less at the end of the period */
              when?: "now" | "period_end";
            } | {
              kind: "pause";
              resumes_at?: string | null;
            } | {
              kind: "resume";
            } | {
              kind: "cancel";
              when?: "now" | "period_end";
              reason?: string;
            } | {
              kind: "keep";
            } | {
              kind: "extend_trial";
              /** ISO 8601 with an offset or Z */
              ends_at: string;
            } | {
              kind: "reactivate";
            };
            /** Kept in the audit log; a provider must give one */
            reason?: string;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              kind: string;
              /** null: when it is resumed */
              effective_at: string | null;
              /** A new billing cycle begins with it */
              restarts_cycle: boolean;
              currency: string;
              lines: {
                description: string;
                kind: string;
                amount: string;
                explanation: Record<string, unknown>;
              }[];
              net: string;
              tax: string;
              /** With tax, invoiced when it is accepted */
              due_now: string;
              /** Taken off the next invoice */
              credit: string;
              next_billing_at: string | null;
              /** As far as it is known now: what will be used comes on top */
              next_invoice: {
                at: string;
                lines: {
                  description: string;
                  kind: string;
                  amount: string;
                  explanation: Record<string, unknown>;
                }[];
                net: string;
              } | null;
              before: {
                state: string;
                plan_id: string;
                plan: string;
                plan_version_id: string;
                quantity: number;
                /** Flat fee per interval */
                price: string;
                interval: {
                  unit: string;
                  count: number;
                };
                period_start_at: string;
                period_end_at: string;
                features: Record<string, boolean | string | number>;
                quotas: {
                  units: number;
                  period: string;
                  alignment: string;
                  overage: string;
                }[];
                rate_limits: {
                  limit: number;
                  window_seconds: number;
                }[];
                concurrency: number | null;
              };
              /** Once it is in force */
              after: {
                state: string;
                plan_id: string;
                plan: string;
                plan_version_id: string;
                quantity: number;
                /** Flat fee per interval */
                price: string;
                interval: {
                  unit: string;
                  count: number;
                };
                period_start_at: string;
                period_end_at: string;
                features: Record<string, boolean | string | number>;
                quotas: {
                  units: number;
                  period: string;
                  alignment: string;
                  overage: string;
                }[];
                rate_limits: {
                  limit: number;
                  window_seconds: number;
                }[];
                concurrency: number | null;
              };
              differences: {
                pointer: string;
                kind: string;
                before: unknown;
                after: unknown;
              }[];
              explanation: string[];
              id: string;
              subscription_id: string;
              /** To this moment shares are counted, whenever it is accepted */
              at: string;
              expires_at: string;
              accepted_at: string | null;
              invoice_id: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/subscriptions/{subscription_id}/quotes/{quote_id}/accept": {
    /** Carry out what was quoted */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          subscription_id: string;
          quote_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              subscription: {
                id: string;
                organization_id: string;
                provider_organization_id: string;
                product_id: string;
                plan_id: string;
                plan_version_id: string;
                product: {
                  id: string;
                  name: string;
                  slug: string;
                  provider_slug: string;
                  provider_name: string;
                };
                plan: {
                  id: string;
                  slug: string;
                  name: string;
                  tier: number;
                };
                /** What was agreed, which later versions of the plan do not change */
                version: {
                  id: string;
                  number: number;
                  terms: components['schemas']["PlanTerms"];
                };
                /** What holds now: in its currency, its phase, and with terms of its own */
                terms: components['schemas']["PlanTerms"];
                state: "trialing" | "active" | "past_due" | "paused" | "canceled";
                currency: string;
                /** Seats */
                quantity: number;
                /** Terms of its own, in place of the plan’s */
                overrides: components['schemas']["TermsOverride"] | null;
                /** What it becomes when the present period is over */
                scheduled: {
                  plan_id: string;
                  plan_version_id: string;
                  plan_name: string;
                  quantity: number;
                  overrides: components['schemas']["TermsOverride"] | null;
                  /** null: when it is resumed */
                  effective_at: string | null;
                } | null;
                pause: {
                  since: string;
                  resumes_at: string | null;
                } | null;
                /** When its trial ended or is to end */
                trial_ends_at: string | null;
                /** Stretches with one set of terms that are not billed yet; the last one is the present */
                segments: ({
                  start_at: string;
                  end_at: string;
                  kind: "trial" | "paid" | "paused";
                  plan_version_id: string;
                  plan_name: string;
                  quantity: number;
                })[];
                time_zone: string;
                anchor_at: string;
                current_period_start_at: string;
                current_period_end_at: string;
                cancel_at_period_end: boolean;
                cancel_reason: string | null;
                canceled_at: string | null;
                revision: number;
                created_at: string;
              };
              quote: {
                kind: string;
                /** null: when it is resumed */
                effective_at: string | null;
                /** A new billing cycle begins with it */
                restarts_cycle: boolean;
                currency: string;
                lines: {
                  description: string;
                  kind: string;
                  amount: string;
                  explanation: Record<string, unknown>;
                }[];
                net: string;
                tax: string;
                /** With tax, invoiced when it is accepted */
                due_now: string;
                /** Taken off the next invoice */
                credit: string;
                next_billing_at: string | null;
                /** As far as it is known now: what will be used comes on top */
                next_invoice: {
                  at: string;
                  lines: {
                    description: string;
                    kind: string;
                    amount: string;
                    explanation: Record<string, unknown>;
                  }[];
                  net: string;
                } | null;
                before: {
                  state: string;
                  plan_id: string;
                  plan: string;
                  plan_version_id: string;
                  quantity: number;
                  /** Flat fee per interval */
                  price: string;
                  interval: {
                    unit: string;
                    count: number;
                  };
                  period_start_at: string;
                  period_end_at: string;
                  features: Record<string, boolean | string | number>;
                  quotas: {
                    units: number;
                    period: string;
                    alignment: string;
                    overage: string;
                  }[];
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                };
                /** Once it is in force */
                after: {
                  state: string;
                  plan_id: string;
                  plan: string;
                  plan_version_id: string;
                  quantity: number;
                  /** Flat fee per interval */
                  price: string;
                  interval: {
                    unit: string;
                    count: number;
                  };
                  period_start_at: string;
                  period_end_at: string;
                  features: Record<string, boolean | string | number>;
                  quotas: {
                    units: number;
                    period: string;
                    alignment: string;
                    overage: string;
                  }[];
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                };
                differences: {
                  pointer: string;
                  kind: string;
                  before: unknown;
                  after: unknown;
                }[];
                explanation: string[];
                id: string;
                subscription_id: string;
                /** To this moment shares are counted, whenever it is accepted */
                at: string;
                expires_at: string;
                accepted_at: string | null;
                invoice_id: string | null;
              };
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/subscriptions/{workspace_id}": {
    /** List an organization's subscriptions, latest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          product?: string | undefined;
          state?: "trialing" | "active" | "past_due" | "paused" | "canceled" | undefined;
        };
        header?: never;
        path: {
          workspace_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                organization_id: string;
                provider_organization_id: string;
                product_id: string;
                plan_id: string;
                plan_version_id: string;
                product: {
                  id: string;
                  name: string;
                  slug: string;
                  provider_slug: string;
                  provider_name: string;
                };
                plan: {
                  id: string;
                  slug: string;
                  name: string;
                  tier: number;
                };
                /** What was agreed, which later versions of the plan do not change */
                version: {
                  id: string;
                  number: number;
                  terms: components['schemas']["PlanTerms"];
                };
                /** What holds now: in its currency, its phase, and with terms of its own */
                terms: components['schemas']["PlanTerms"];
                state: "trialing" | "active" | "past_due" | "paused" | "canceled";
                currency: string;
                /** Seats */
                quantity: number;
                /** Terms of its own, in place of the plan’s */
                overrides: components['schemas']["TermsOverride"] | null;
                /** What it becomes when the present period is over */
                scheduled: {
                  plan_id: string;
                  plan_version_id: string;
                  plan_name: string;
                  quantity: number;
                  overrides: components['schemas']["TermsOverride"] | null;
                  /** null: when it is resumed */
                  effective_at: string | null;
                } | null;
                pause: {
                  since: string;
                  resumes_at: string | null;
                } | null;
                /** When its trial ended or is to end */
                trial_ends_at: string | null;
                /** Stretches with one set of terms that are not billed yet; the last one is the present */
                segments: ({
                  start_at: string;
                  end_at: string;
                  kind: "trial" | "paid" | "paused";
                  plan_version_id: string;
                  plan_name: string;
                  quantity: number;
                })[];
                time_zone: string;
                anchor_at: string;
                current_period_start_at: string;
                current_period_end_at: string;
                cancel_at_period_end: boolean;
                cancel_reason: string | null;
                canceled_at: string | null;
                revision: number;
                created_at: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/subscriptions/{workspace_id}/{subscription_id}": {
    /** Show a subscription */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          workspace_id: string;
          subscription_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              organization_id: string;
              provider_organization_id: string;
              product_id: string;
              plan_id: string;
              plan_version_id: string;
              product: {
                id: string;
                name: string;
                slug: string;
                provider_slug: string;
                provider_name: string;
              };
              plan: {
                id: string;
                slug: string;
                name: string;
                tier: number;
              };
              /** What was agreed, which later versions of the plan do not change */
              version: {
                id: string;
                number: number;
                terms: components['schemas']["PlanTerms"];
              };
              /** What holds now: in its currency, its phase, and with terms of its own */
              terms: components['schemas']["PlanTerms"];
              state: "trialing" | "active" | "past_due" | "paused" | "canceled";
              currency: string;
              /** Seats */
              quantity: number;
              /** Terms of its own, in place of the plan’s */
              overrides: components['schemas']["TermsOverride"] | null;
              /** What it becomes when the present period is over */
              scheduled: {
                plan_id: string;
                plan_version_id: string;
                plan_name: string;
                quantity: number;
                overrides: components['schemas']["TermsOverride"] | null;
                /** null: when it is resumed */
                effective_at: string | null;
              } | null;
              pause: {
                since: string;
                resumes_at: string | null;
              } | null;
              /** When its trial ended or is to end */
              trial_ends_at: string | null;
              /** Stretches with one set of terms that are not billed yet; the last one is the present */
              segments: ({
                start_at: string;
                end_at: string;
                kind: "trial" | "paid" | "paused";
                plan_version_id: string;
                plan_name: string;
                quantity: number;
              })[];
              time_zone: string;
              anchor_at: string;
              current_period_start_at: string;
              current_period_end_at: string;
              cancel_at_period_end: boolean;
              cancel_reason: string | null;
              canceled_at: string | null;
              revision: number;
              created_at: string;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/subscriptions/{workspace_id}/change-plan": {
    /** Change to another plan or quantity */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          workspace_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            subscription_id: string;
            /** Id or slug of a plan on offer */
            plan?: string;
            /** Seats */
            quantity?: number;
            /** Left out: what is more comes now, what is less at the end of the period */
            when?: "now" | "period_end";
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              subscription: {
                id: string;
                organization_id: string;
                provider_organization_id: string;
                product_id: string;
                plan_id: string;
                plan_version_id: string;
                product: {
                  id: string;
                  name: string;
                  slug: string;
                  provider_slug: string;
                  provider_name: string;
                };
                plan: {
                  id: string;
                  slug: string;
                  name: string;
                  tier: number;
                };
                /** What was agreed, which later versions of the plan do not change */
                version: {
                  id: string;
                  number: number;
                  terms: components['schemas']["PlanTerms"];
                };
                /** What holds now: in its currency, its phase, and with terms of its own */
                terms: components['schemas']["PlanTerms"];
                state: "trialing" | "active" | "past_due" | "paused" | "canceled";
                currency: string;
                /** Seats */
                quantity: number;
                /** Terms of its own, in place of the plan’s */
                overrides: components['schemas']["TermsOverride"] | null;
                /** What it becomes when the present period is over */
                scheduled: {
                  plan_id: string;
                  plan_version_id: string;
                  plan_name: string;
                  quantity: number;
                  overrides: components['schemas']["TermsOverride"] | null;
                  /** null: when it is resumed */
                  effective_at: string | null;
                } | null;
                pause: {
                  since: string;
                  resumes_at: string | null;
                } | null;
                /** When its trial ended or is to end */
                trial_ends_at: string | null;
                /** Stretches with one set of terms that are not billed yet; the last one is the present */
                segments: ({
                  start_at: string;
                  end_at: string;
                  kind: "trial" | "paid" | "paused";
                  plan_version_id: string;
                  plan_name: string;
                  quantity: number;
                })[];
                time_zone: string;
                anchor_at: string;
                current_period_start_at: string;
                current_period_end_at: string;
                cancel_at_period_end: boolean;
                cancel_reason: string | null;
                canceled_at: string | null;
                revision: number;
                created_at: string;
              };
              quote: {
                kind: string;
                /** null: when it is resumed */
                effective_at: string | null;
                /** A new billing cycle begins with it */
                restarts_cycle: boolean;
                currency: string;
                lines: {
                  description: string;
                  kind: string;
                  amount: string;
                  explanation: Record<string, unknown>;
                }[];
                net: string;
                tax: string;
                /** With tax, invoiced when it is accepted */
                due_now: string;
                /** Taken off the next invoice */
                credit: string;
                next_billing_at: string | null;
                /** As far as it is known now: what will be used comes on top */
                next_invoice: {
                  at: string;
                  lines: {
                    description: string;
                    kind: string;
                    amount: string;
                    explanation: Record<string, unknown>;
                  }[];
                  net: string;
                } | null;
                before: {
                  state: string;
                  plan_id: string;
                  plan: string;
                  plan_version_id: string;
                  quantity: number;
                  /** Flat fee per interval */
                  price: string;
                  interval: {
                    unit: string;
                    count: number;
                  };
                  period_start_at: string;
                  period_end_at: string;
                  features: Record<string, boolean | string | number>;
                  quotas: {
                    units: number;
                    period: string;
                    alignment: string;
                    overage: string;
                  }[];
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                };
                /** Once it is in force */
                after: {
                  state: string;
                  plan_id: string;
                  plan: string;
                  plan_version_id: string;
                  quantity: number;
                  /** Flat fee per interval */
                  price: string;
                  interval: {
                    unit: string;
                    count: number;
                  };
                  period_start_at: string;
                  period_end_at: string;
                  features: Record<string, boolean | string | number>;
                  quotas: {
                    units: number;
                    period: string;
                    alignment: string;
                    overage: string;
                  }[];
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                };
                differences: {
                  pointer: string;
                  kind: string;
                  before: unknown;
                  after: unknown;
                }[];
                explanation: string[];
                id: string;
                subscription_id: string;
                /** To this moment shares are counted, whenever it is accepted */
                at: string;
                expires_at: string;
                accepted_at: string | null;
                invoice_id: string | null;
              };
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/subscriptions/{workspace_id}/pause": {
    /** Pause a subscription */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          workspace_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            subscription_id: string;
            resumes_at?: string | null;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              subscription: {
                id: string;
                organization_id: string;
                provider_organization_id: string;
                product_id: string;
                plan_id: string;
                plan_version_id: string;
                product: {
                  id: string;
                  name: string;
                  slug: string;
                  provider_slug: string;
                  provider_name: string;
                };
                plan: {
                  id: string;
                  slug: string;
                  name: string;
                  tier: number;
                };
                /** What was agreed, which later versions of the plan do not change */
                version: {
                  id: string;
                  number: number;
                  terms: components['schemas']["PlanTerms"];
                };
                /** What holds now: in its currency, its phase, and with terms of its own */
                terms: components['schemas']["PlanTerms"];
                state: "trialing" | "active" | "past_due" | "paused" | "canceled";
                currency: string;
                /** Seats */
                quantity: number;
                /** Terms of its own, in place of the plan’s */
                overrides: components['schemas']["TermsOverride"] | null;
                /** What it becomes when the present period is over */
                scheduled: {
                  plan_id: string;
                  plan_version_id: string;
                  plan_name: string;
                  quantity: number;
                  overrides: components['schemas']["TermsOverride"] | null;
                  /** null: when it is resumed */
                  effective_at: string | null;
                } | null;
                pause: {
                  since: string;
                  resumes_at: string | null;
                } | null;
                /** When its trial ended or is to end */
                trial_ends_at: string | null;
                /** Stretches with one set of terms that are not billed yet; the last one is the present */
                segments: ({
                  start_at: string;
                  end_at: string;
                  kind: "trial" | "paid" | "paused";
                  plan_version_id: string;
                  plan_name: string;
                  quantity: number;
                })[];
                time_zone: string;
                anchor_at: string;
                current_period_start_at: string;
                current_period_end_at: string;
                cancel_at_period_end: boolean;
                cancel_reason: string | null;
                canceled_at: string | null;
                revision: number;
                created_at: string;
              };
              quote: {
                kind: string;
                /** null: when it is resumed */
                effective_at: string | null;
                /** A new billing cycle begins with it */
                restarts_cycle: boolean;
                currency: string;
                lines: {
                  description: string;
                  kind: string;
                  amount: string;
                  explanation: Record<string, unknown>;
                }[];
                net: string;
                tax: string;
                /** With tax, invoiced when it is accepted */
                due_now: string;
                /** Taken off the next invoice */
                credit: string;
                next_billing_at: string | null;
                /** As far as it is known now: what will be used comes on top */
                next_invoice: {
                  at: string;
                  lines: {
                    description: string;
                    kind: string;
                    amount: string;
                    explanation: Record<string, unknown>;
                  }[];
                  net: string;
                } | null;
                before: {
                  state: string;
                  plan_id: string;
                  plan: string;
                  plan_version_id: string;
                  quantity: number;
                  /** Flat fee per interval */
                  price: string;
                  interval: {
                    unit: string;
                    count: number;
                  };
                  period_start_at: string;
                  period_end_at: string;
                  features: Record<string, boolean | string | number>;
                  quotas: {
                    units: number;
                    period: string;
                    alignment: string;
                    overage: string;
                  }[];
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                };
                /** Once it is in force */
                after: {
                  state: string;
                  plan_id: string;
                  plan: string;
                  plan_version_id: string;
                  quantity: number;
                  /** Flat fee per interval */
                  price: string;
                  interval: {
                    unit: string;
                    count: number;
                  };
                  period_start_at: string;
                  period_end_at: string;
                  features: Record<string, boolean | string | number>;
                  quotas: {
                    units: number;
                    period: string;
                    alignment: string;
                    overage: string;
                  }[];
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                };
                differences: {
                  pointer: string;
                  kind: string;
                  before: unknown;
                  after: unknown;
                }[];
                explanation: string[];
                id: string;
                subscription_id: string;
                /** To this moment shares are counted, whenever it is accepted */
                at: string;
                expires_at: string;
                accepted_at: string | null;
                invoice_id: string | null;
              };
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/subscriptions/{workspace_id}/reactivate": {
    /** Take up a subscription again that ended within the last 30 days */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          workspace_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            subscription_id: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              subscription: {
                id: string;
                organization_id: string;
                provider_organization_id: string;
                product_id: string;
                plan_id: string;
                plan_version_id: string;
                product: {
                  id: string;
                  name: string;
                  slug: string;
                  provider_slug: string;
                  provider_name: string;
                };
                plan: {
                  id: string;
                  slug: string;
                  name: string;
                  tier: number;
                };
                /** What was agreed, which later versions of the plan do not change */
                version: {
                  id: string;
                  number: number;
                  terms: components['schemas']["PlanTerms"];
                };
                /** What holds now: in its currency, its phase, and with terms of its own */
                terms: components['schemas']["PlanTerms"];
                state: "trialing" | "active" | "past_due" | "paused" | "canceled";
                currency: string;
                /** Seats */
                quantity: number;
                /** Terms of its own, in place of the plan’s */
                overrides: components['schemas']["TermsOverride"] | null;
                /** What it becomes when the present period is over */
                scheduled: {
                  plan_id: string;
                  plan_version_id: string;
                  plan_name: string;
                  quantity: number;
                  overrides: components['schemas']["TermsOverride"] | null;
                  /** null: when it is resumed */
                  effective_at: string | null;
                } | null;
                pause: {
                  since: string;
                  resumes_at: string | null;
                } | null;
                /** When its trial ended or is to end */
                trial_ends_at: string | null;
                /** Stretches with one set of terms that are not billed yet; the last one is the present */
                segments: ({
                  start_at: string;
                  end_at: string;
                  kind: "trial" | "paid" | "paused";
                  plan_version_id: string;
                  plan_name: string;
                  quantity: number;
                })[];
                time_zone: string;
                anchor_at: string;
                current_period_start_at: string;
                current_period_end_at: string;
                cancel_at_period_end: boolean;
                cancel_reason: string | null;
                canceled_at: string | null;
                revision: number;
                created_at: string;
              };
              quote: {
                kind: string;
                /** null: when it is resumed */
                effective_at: string | null;
                /** A new billing cycle begins with it */
                restarts_cycle: boolean;
                currency: string;
                lines: {
                  description: string;
                  kind: string;
                  amount: string;
                  explanation: Record<string, unknown>;
                }[];
                net: string;
                tax: string;
                /** With tax, invoiced when it is accepted */
                due_now: string;
                /** Taken off the next invoice */
                credit: string;
                next_billing_at: string | null;
                /** As far as it is known now: what will be used comes on top */
                next_invoice: {
                  at: string;
                  lines: {
                    description: string;
                    kind: string;
                    amount: string;
                    explanation: Record<string, unknown>;
                  }[];
                  net: string;
                } | null;
                before: {
                  state: string;
                  plan_id: string;
                  plan: string;
                  plan_version_id: string;
                  quantity: number;
                  /** Flat fee per interval */
                  price: string;
                  interval: {
                    unit: string;
                    count: number;
                  };
                  period_start_at: string;
                  period_end_at: string;
                  features: Record<string, boolean | string | number>;
                  quotas: {
                    units: number;
                    period: string;
                    alignment: string;
                    overage: string;
                  }[];
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                };
                /** Once it is in force */
                after: {
                  state: string;
                  plan_id: string;
                  plan: string;
                  plan_version_id: string;
                  quantity: number;
                  /** Flat fee per interval */
                  price: string;
                  interval: {
                    unit: string;
                    count: number;
                  };
                  period_start_at: string;
                  period_end_at: string;
                  features: Record<string, boolean | string | number>;
                  quotas: {
                    units: number;
                    period: string;
                    alignment: string;
                    overage: string;
                  }[];
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                };
                differences: {
                  pointer: string;
                  kind: string;
                  before: unknown;
                  after: unknown;
                }[];
                explanation: string[];
                id: string;
                subscription_id: string;
                /** To this moment shares are counted, whenever it is accepted */
                at: string;
                expires_at: string;
                accepted_at: string | null;
                invoice_id: string | null;
              };
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/subscriptions/{workspace_id}/resume": {
    /** Resume a paused subscription */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          workspace_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            subscription_id: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              subscription: {
                id: string;
                organization_id: string;
                provider_organization_id: string;
                product_id: string;
                plan_id: string;
                plan_version_id: string;
                product: {
                  id: string;
                  name: string;
                  slug: string;
                  provider_slug: string;
                  provider_name: string;
                };
                plan: {
                  id: string;
                  slug: string;
                  name: string;
                  tier: number;
                };
                /** What was agreed, which later versions of the plan do not change */
                version: {
                  id: string;
                  number: number;
                  terms: components['schemas']["PlanTerms"];
                };
                /** What holds now: in its currency, its phase, and with terms of its own */
                terms: components['schemas']["PlanTerms"];
                state: "trialing" | "active" | "past_due" | "paused" | "canceled";
                currency: string;
                /** Seats */
                quantity: number;
                /** Terms of its own, in place of the plan’s */
                overrides: components['schemas']["TermsOverride"] | null;
                /** What it becomes when the present period is over */
                scheduled: {
                  plan_id: string;
                  plan_version_id: string;
                  plan_name: string;
                  quantity: number;
                  overrides: components['schemas']["TermsOverride"] | null;
                  /** null: when it is resumed */
                  effective_at: string | null;
                } | null;
                pause: {
                  since: string;
                  resumes_at: string | null;
                } | null;
                /** When its trial ended or is to end */
                trial_ends_at: string | null;
                /** Stretches with one set of terms that are not billed yet; the last one is the present */
                segments: ({
                  start_at: string;
                  end_at: string;
                  kind: "trial" | "paid" | "paused";
                  plan_version_id: string;
                  plan_name: string;
                  quantity: number;
                })[];
                time_zone: string;
                anchor_at: string;
                current_period_start_at: string;
                current_period_end_at: string;
                cancel_at_period_end: boolean;
                cancel_reason: string | null;
                canceled_at: string | null;
                revision: number;
                created_at: string;
              };
              quote: {
                kind: string;
                /** null: when it is resumed */
                effective_at: string | null;
                /** A new billing cycle begins with it */
                restarts_cycle: boolean;
                currency: string;
                lines: {
                  description: string;
                  kind: string;
                  amount: string;
                  explanation: Record<string, unknown>;
                }[];
                net: string;
                tax: string;
                /** With tax, invoiced when it is accepted */
                due_now: string;
                /** Taken off the next invoice */
                credit: string;
                next_billing_at: string | null;
                /** As far as it is known now: what will be used comes on top */
                next_invoice: {
                  at: string;
                  lines: {
                    description: string;
                    kind: string;
                    amount: string;
                    explanation: Record<string, unknown>;
                  }[];
                  net: string;
                } | null;
                before: {
                  state: string;
                  plan_id: string;
                  plan: string;
                  plan_version_id: string;
                  quantity: number;
                  /** Flat fee per interval */
                  price: string;
                  interval: {
                    unit: string;
                    count: number;
                  };
                  period_start_at: string;
                  period_end_at: string;
                  features: Record<string, boolean | string | number>;
                  quotas: {
                    units: number;
                    period: string;
                    alignment: string;
                    overage: string;
                  }[];
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                };
                /** Once it is in force */
                after: {
                  state: string;
                  plan_id: string;
                  plan: string;
                  plan_version_id: string;
                  quantity: number;
                  /** Flat fee per interval */
                  price: string;
                  interval: {
                    unit: string;
                    count: number;
                  };
                  period_start_at: string;
                  period_end_at: string;
                  features: Record<string, boolean | string | number>;
                  quotas: {
                    units: number;
                    period: string;
                    alignment: string;
                    overage: string;
                  }[];
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                };
                differences: {
                  pointer: string;
                  kind: string;
                  before: unknown;
                  after: unknown;
                }[];
                explanation: string[];
                id: string;
                subscription_id: string;
                /** To this moment shares are counted, whenever it is accepted */
                at: string;
                expires_at: string;
                accepted_at: string | null;
                invoice_id: string | null;
              };
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/subscriptions/{workspace_id}/revoke-cancellation": {
    /** Take a scheduled cancellation back */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          workspace_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            subscription_id: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              organization_id: string;
              provider_organization_id: string;
              product_id: string;
              plan_id: string;
              plan_version_id: string;
              product: {
                id: string;
                name: string;
                slug: string;
                provider_slug: string;
                provider_name: string;
              };
              plan: {
                id: string;
                slug: string;
                name: string;
                tier: number;
              };
              /** What was agreed, which later versions of the plan do not change */
              version: {
                id: string;
                number: number;
                terms: components['schemas']["PlanTerms"];
              };
              /** What holds now: in its currency, its phase, and with terms of its own */
              terms: components['schemas']["PlanTerms"];
              state: "trialing" | "active" | "past_due" | "paused" | "canceled";
              currency: string;
              /** Seats */
              quantity: number;
              /** Terms of its own, in place of the plan’s */
              overrides: components['schemas']["TermsOverride"] | null;
              /** What it becomes when the present period is over */
              scheduled: {
                plan_id: string;
                plan_version_id: string;
                plan_name: string;
                quantity: number;
                overrides: components['schemas']["TermsOverride"] | null;
                /** null: when it is resumed */
                effective_at: string | null;
              } | null;
              pause: {
                since: string;
                resumes_at: string | null;
              } | null;
              /** When its trial ended or is to end */
              trial_ends_at: string | null;
              /** Stretches with one set of terms that are not billed yet; the last one is the present */
              segments: ({
                start_at: string;
                end_at: string;
                kind: "trial" | "paid" | "paused";
                plan_version_id: string;
                plan_name: string;
                quantity: number;
              })[];
              time_zone: string;
              anchor_at: string;
              current_period_start_at: string;
              current_period_end_at: string;
              cancel_at_period_end: boolean;
              cancel_reason: string | null;
              canceled_at: string | null;
              revision: number;
              created_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/subscriptions/{workspace_id}/revoke-change": {
    /** Take back what is scheduled for the end of the period */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path: {
          workspace_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            subscription_id: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              subscription: {
                id: string;
                organization_id: string;
                provider_organization_id: string;
                product_id: string;
                plan_id: string;
                plan_version_id: string;
                product: {
                  id: string;
                  name: string;
                  slug: string;
                  provider_slug: string;
                  provider_name: string;
                };
                plan: {
                  id: string;
                  slug: string;
                  name: string;
                  tier: number;
                };
                /** What was agreed, which later versions of the plan do not change */
                version: {
                  id: string;
                  number: number;
                  terms: components['schemas']["PlanTerms"];
                };
                /** What holds now: in its currency, its phase, and with terms of its own */
                terms: components['schemas']["PlanTerms"];
                state: "trialing" | "active" | "past_due" | "paused" | "canceled";
                currency: string;
                /** Seats */
                quantity: number;
                /** Terms of its own, in place of the plan’s */
                overrides: components['schemas']["TermsOverride"] | null;
                /** What it becomes when the present period is over */
                scheduled: {
                  plan_id: string;
                  plan_version_id: string;
                  plan_name: string;
                  quantity: number;
                  overrides: components['schemas']["TermsOverride"] | null;
                  /** null: when it is resumed */
                  effective_at: string | null;
                } | null;
                pause: {
                  since: string;
                  resumes_at: string | null;
                } | null;
                /** When its trial ended or is to end */
                trial_ends_at: string | null;
                /** Stretches with one set of terms that are not billed yet; the last one is the present */
                segments: ({
                  start_at: string;
                  end_at: string;
                  kind: "trial" | "paid" | "paused";
                  plan_version_id: string;
                  plan_name: string;
                  quantity: number;
                })[];
                time_zone: string;
                anchor_at: string;
                current_period_start_at: string;
                current_period_end_at: string;
                cancel_at_period_end: boolean;
                cancel_reason: string | null;
                canceled_at: string | null;
                revision: number;
                created_at: string;
              };
              quote: {
                kind: string;
                /** null: when it is resumed */
                effective_at: string | null;
                /** A new billing cycle begins with it */
                restarts_cycle: boolean;
                currency: string;
                lines: {
                  description: string;
                  kind: string;
                  amount: string;
                  explanation: Record<string, unknown>;
                }[];
                net: string;
                tax: string;
                /** With tax, invoiced when it is accepted */
                due_now: string;
                /** Taken off the next invoice */
                credit: string;
                next_billing_at: string | null;
                /** As far as it is known now: what will be used comes on top */
                next_invoice: {
                  at: string;
                  lines: {
                    description: string;
                    kind: string;
                    amount: string;
                    explanation: Record<string, unknown>;
                  }[];
                  net: string;
                } | null;
                before: {
                  state: string;
                  plan_id: string;
                  plan: string;
                  plan_version_id: string;
                  quantity: number;
                  /** Flat fee per interval */
                  price: string;
                  interval: {
                    unit: string;
                    count: number;
                  };
                  period_start_at: string;
                  period_end_at: string;
                  features: Record<string, boolean | string | number>;
                  quotas: {
                    units: number;
                    period: string;
                    alignment: string;
                    overage: string;
                  }[];
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                };
                /** Once it is in force */
                after: {
                  state: string;
                  plan_id: string;
                  plan: string;
                  plan_version_id: string;
                  quantity: number;
                  /** Flat fee per interval */
                  price: string;
                  interval: {
                    unit: string;
                    count: number;
                  };
                  period_start_at: string;
                  period_end_at: string;
                  features: Record<string, boolean | string | number>;
                  quotas: {
                    units: number;
                    period: string;
                    alignment: string;
                    overage: string;
                  }[];
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                };
                differences: {
                  pointer: string;
                  kind: string;
                  before: unknown;
                  after: unknown;
                }[];
                explanation: string[];
                id: string;
                subscription_id: string;
                /** To this moment shares are counted, whenever it is accepted */
                at: string;
                expires_at: string;
                accepted_at: string | null;
                invoice_id: string | null;
              };
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/subscriptions/cancel": {
    /** Cancel a subscription, by default at the end of its present period */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            subscription_id: string;
            reason?: string;
            when?: "now" | "period_end";
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              organization_id: string;
              provider_organization_id: string;
              product_id: string;
              plan_id: string;
              plan_version_id: string;
              product: {
                id: string;
                name: string;
                slug: string;
                provider_slug: string;
                provider_name: string;
              };
              plan: {
                id: string;
                slug: string;
                name: string;
                tier: number;
              };
              /** What was agreed, which later versions of the plan do not change */
              version: {
                id: string;
                number: number;
                terms: components['schemas']["PlanTerms"];
              };
              /** What holds now: in its currency, its phase, and with terms of its own */
              terms: components['schemas']["PlanTerms"];
              state: "trialing" | "active" | "past_due" | "paused" | "canceled";
              currency: string;
              /** Seats */
              quantity: number;
              /** Terms of its own, in place of the plan’s */
              overrides: components['schemas']["TermsOverride"] | null;
              /** What it becomes when the present period is over */
              scheduled: {
                plan_id: string;
                plan_version_id: string;
                plan_name: string;
                quantity: number;
                overrides: components['schemas']["TermsOverride"] | null;
                /** null: when it is resumed */
                effective_at: string | null;
              } | null;
              pause: {
                since: string;
                resumes_at: string | null;
              } | null;
              /** When its trial ended or is to end */
              trial_ends_at: string | null;
              /** Stretches with one set of terms that are not billed yet; the last one is the present */
              segments: ({
                start_at: string;
                end_at: string;
                kind: "trial" | "paid" | "paused";
                plan_version_id: string;
                plan_name: string;
                quantity: number;
              })[];
              time_zone: string;
              anchor_at: string;
              current_period_start_at: string;
              current_period_end_at: string;
              cancel_at_period_end: boolean;
              cancel_reason: string | null;
              canceled_at: string | null;
              revision: number;
              created_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/test-clocks": {
    /** The sandbox consumers of the provider that you act for */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                /** The sandbox consumer: subscribe it, use it and bill it like any other */
                organization_id: string;
                name: string;
                state: "ready" | "advancing";
                now: string;
                target: string | null;
                /** What stopped the last advance before it was there */
                problem: string | null;
                created_at: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Make a sandbox consumer, whose time you move */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            name: string;
            /** Its first moment: not in the past, and at most ten years ahead; left out: the present */
            now?: string;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              /** The sandbox consumer: subscribe it, use it and bill it like any other */
              organization_id: string;
              name: string;
              state: "ready" | "advancing";
              now: string;
              target: string | null;
              /** What stopped the last advance before it was there */
              problem: string | null;
              created_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/test-clocks/{clock_id}": {
    /** A sandbox consumer’s time */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          clock_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              /** The sandbox consumer: subscribe it, use it and bill it like any other */
              organization_id: string;
              name: string;
              state: "ready" | "advancing";
              now: string;
              target: string | null;
              /** What stopped the last advance before it was there */
              problem: string | null;
              created_at: string;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/test-clocks/{clock_id}/advance": {
    /** Move its time forward */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          clock_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** ISO 8601 with an offset or Z */
            to: string;
          };
        };
      };
      responses: {
        202: {
          content: {
            "application/json": {
              /** The sandbox consumer: subscribe it, use it and bill it like any other */
              organization_id: string;
              name: string;
              state: "ready" | "advancing";
              now: string;
              target: string | null;
              /** What stopped the last advance before it was there */
              problem: string | null;
              created_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/usage/{workspace_id}": {
    /** Usage by subscription, meter, route, key and period */
    get: {
      parameters: {
        query?: {
          as?: "consumer" | "provider" | undefined;
          from?: string | undefined;
          to?: string | undefined;
          subscription_id?: string | undefined;
          product_id?: string | undefined;
          route_id?: string | undefined;
          key_id?: string | undefined;
          environment?: "live" | "test" | undefined;
          event_type?: string | undefined;
          group_by?: string | undefined;
        };
        header?: never;
        path: {
          workspace_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              from: string;
              to: string;
              /** Usage admitted before this is all in; null when no node reported yet */
              complete_until: string | null;
              data: ({
                period_start?: string;
                subscription_id?: string;
                organization_id?: string;
                product_id?: string;
                event_type?: string;
                route_id?: string | null;
                key_id?: string | null;
                environment?: "live" | "test";
                /** The meter `requests` for event type `request` */
                calls: number;
                /** The meter `units` */
                units: string;
                /** The meter of a reported event type */
                value: string;
                overage_units: string;
                client_errors: number;
                server_errors: number;
                average_latency_ms: number | null;
              })[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/usage/{workspace_id}/calls": {
    /** Calls by route, key, status and time: errors, and how long they took */
    get: {
      parameters: {
        query?: {
          as?: "consumer" | "provider" | undefined;
          from?: string | undefined;
          to?: string | undefined;
          subscription_id?: string | undefined;
          product_id?: string | undefined;
          route_id?: string | undefined;
          key_id?: string | undefined;
          environment?: "live" | "test" | undefined;
          group_by?: string | undefined;
        };
        header?: never;
        path: {
          workspace_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              from: string;
              to: string;
              data: ({
                period_start?: string;
                subscription_id?: string;
                product_id?: string;
                route_id?: string | null;
                key_id?: string | null;
                /** Null: the call was interrupted before there was one */
                status?: number | null;
                calls: number;
                client_errors: number;
                server_errors: number;
                units: string;
                overage_units: string;
                p50_latency_ms: number | null;
                p95_latency_ms: number | null;
              })[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/usage/{workspace_id}/calls.csv": {
    /** The same as a table (RFC 4180) */
    get: {
      parameters: {
        query?: {
          as?: "consumer" | "provider" | undefined;
          from?: string | undefined;
          to?: string | undefined;
          subscription_id?: string | undefined;
          product_id?: string | undefined;
          route_id?: string | undefined;
          key_id?: string | undefined;
          environment?: "live" | "test" | undefined;
          group_by?: string | undefined;
        };
        header?: never;
        path: {
          workspace_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "text/csv; charset=utf-8": unknown;
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/usage/{workspace_id}/meters/{meter}": {
    /** What a meter counted of live usage, in all or by interval and group */
    get: {
      parameters: {
        query?: {
          as?: "consumer" | "provider" | undefined;
          from?: string | undefined;
          to?: string | undefined;
          subscription_id?: string | undefined;
          product_id?: string | undefined;
          interval?: "hour" | "day" | "month" | undefined;
          grouped?: "true" | "false" | undefined;
        };
        header?: never;
        path: {
          workspace_id: string;
          meter: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              meter: string;
              aggregation: string;
              group_by: string[];
              from: string;
              to: string;
              data: ({
                period_start: string;
                period_end: string;
                group: Record<string, string | null>;
                quantity: string;
                events: number;
                events_without_value: number;
              })[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/usage/events": {
    /** Report usage; answers when it is durable */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: {
        content: {
          "application/json": {
            event_type: string;
            /** The consumer: our id or the external id */
            workspace_id: string;
            /** Id or slug; needed when the consumer has several subscriptions */
            product?: string;
            /** How much, as a decimal in quotes */
            value: string | number;
            /** The same key again is the same event */
            idempotency_key: string;
            /** ISO 8601 with an offset or Z; default: now */
            timestamp?: string;
            properties?: Record<string, string | number | boolean | null>;
          } | ({
            event_type: string;
            /** The consumer: our id or the external id */
            workspace_id: string;
            /** Id or slug; needed when the consumer has several subscriptions */
            product?: string;
            /** How much, as a decimal in quotes */
            value: string | number;
            /** The same key again is the same event */
            idempotency_key: string;
            /** ISO 8601 with an offset or Z; default: now */
            timestamp?: string;
            properties?: Record<string, string | number | boolean | null>;
          })[];
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              /** Recorded durably. An event that was recorded before counts once all the same */
              accepted: number;
              set_aside: ({
                index: number;
                idempotency_key: string;
                list: "rejected" | "unattributed";
                reason: string;
                detail: string;
              })[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        503: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/usage/events/async": {
    /** Report usage; answers when it is queued */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: {
        content: {
          "application/json": {
            event_type: string;
            /** The consumer: our id or the external id */
            workspace_id: string;
            /** Id or slug; needed when the consumer has several subscriptions */
            product?: string;
            /** How much, as a decimal in quotes */
            value: string | number;
            /** The same key again is the same event */
            idempotency_key: string;
            /** ISO 8601 with an offset or Z; default: now */
            timestamp?: string;
            properties?: Record<string, string | number | boolean | null>;
          } | ({
            event_type: string;
            /** The consumer: our id or the external id */
            workspace_id: string;
            /** Id or slug; needed when the consumer has several subscriptions */
            product?: string;
            /** How much, as a decimal in quotes */
            value: string | number;
            /** The same key again is the same event */
            idempotency_key: string;
            /** ISO 8601 with an offset or Z; default: now */
            timestamp?: string;
            properties?: Record<string, string | number | boolean | null>;
          })[];
        };
      };
      responses: {
        202: {
          content: {
            "application/json": {
              queued: number;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        503: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/usage/limit-hits": {
    /** How often limits refused calls in the last 30 days, by minute, newest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          as?: "consumer" | "provider" | undefined;
          from?: string | undefined;
          to?: string | undefined;
          subscription_id?: string | undefined;
          product_id?: string | undefined;
          route_id?: string | undefined;
          key_id?: string | undefined;
          environment?: "live" | "test" | undefined;
          policy?: string | undefined;
          kind?: "concurrency" | "rate" | "quota" | "overage" | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                minute: string;
                organization_id: string;
                product_id: string;
                subscription_id: string;
                key_id: string;
                route_id: string;
                environment: "live" | "test";
                /** overage: the first call beyond the quota that charges it, which was admitted */
                kind: "concurrency" | "rate" | "quota" | "overage";
                /** As RateLimit-Policy names it */
                policy: string;
                hits: number;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/usage/limit-hits/totals": {
    /** How often each limit refused calls, by subscription, the most first */
    get: {
      parameters: {
        query?: {
          as?: "consumer" | "provider" | undefined;
          from?: string | undefined;
          to?: string | undefined;
          subscription_id?: string | undefined;
          product_id?: string | undefined;
          route_id?: string | undefined;
          key_id?: string | undefined;
          environment?: "live" | "test" | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                subscription_id: string;
                /** overage: the first call beyond the quota that charges it, which was admitted */
                kind: "concurrency" | "rate" | "quota" | "overage";
                /** As RateLimit-Policy names it */
                policy: string;
                hits: number;
                last_minute: string;
              })[];
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/usage/rejected": {
    /** Reports that cannot be events */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: {
                id: string;
                reason: string;
                detail: string;
                connection: string;
                source: string;
                event_id: string;
                received_at: string;
                /** What was reported; null where there is nothing to replay */
                report: unknown;
              }[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/usage/rejected/{event_id}/replay": {
    /** Try one of the rejected reports again */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          event_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              /** Recorded now */
              replayed: number;
              /** Still set aside, with their present reasons */
              waiting: number;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        503: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/usage/rejected/replay": {
    /** Try rejected reports again, at most 1000, the oldest first */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              /** Recorded now */
              replayed: number;
              /** Still set aside, with their present reasons */
              waiting: number;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        503: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/usage/requests": {
    /** The request log of the last 30 days, newest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          as?: "consumer" | "provider" | undefined;
          from?: string | undefined;
          to?: string | undefined;
          subscription_id?: string | undefined;
          product_id?: string | undefined;
          route_id?: string | undefined;
          key_id?: string | undefined;
          environment?: "live" | "test" | undefined;
          method?: string | undefined;
          status?: number | undefined;
          path?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                timestamp: string;
                organization_id: string;
                product_id: string;
                route_id: string | null;
                subscription_id: string;
                key_id: string | null;
                environment: "live" | "test";
                method: string;
                path: string;
                status: number | null;
                latency_ms: number | null;
                upstream_latency_ms: number | null;
                request_bytes: number | null;
                response_bytes: number | null;
                interrupted: boolean;
                ip: string | null;
                user_agent: string | null;
                error: string | null;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/usage/requests/{request_id}": {
    /** One call of the request log, with what it was counted as */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          request_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              timestamp: string;
              organization_id: string;
              product_id: string;
              route_id: string | null;
              subscription_id: string;
              key_id: string | null;
              environment: "live" | "test";
              method: string;
              path: string;
              status: number | null;
              latency_ms: number | null;
              upstream_latency_ms: number | null;
              request_bytes: number | null;
              response_bytes: number | null;
              interrupted: boolean;
              ip: string | null;
              user_agent: string | null;
              error: string | null;
              /** What it counted against the quota */
              units: string | null;
              overage_units: string | null;
              /** By which it was admitted and is billed */
              plan_version_id: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/usage/unattributed": {
    /** Reports that belong to no one subscription */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: {
                id: string;
                reason: string;
                detail: string;
                connection: string;
                source: string;
                event_id: string;
                received_at: string;
                /** What was reported; null where there is nothing to replay */
                report: unknown;
              }[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/usage/unattributed/{event_id}/replay": {
    /** Try one of the unattributed reports again */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          event_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              /** Recorded now */
              replayed: number;
              /** Still set aside, with their present reasons */
              waiting: number;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        503: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/usage/unattributed/replay": {
    /** Try unattributed reports again, at most 1000, the oldest first */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              /** Recorded now */
              replayed: number;
              /** Still set aside, with their present reasons */
              waiting: number;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        503: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/wallets": {
    /** List wallets: yours with providers, and those of your consumers */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          organization_id?: string | undefined;
          provider_id?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: {
                id: string;
                /** The consumer */
                organization_id: string;
                provider_id: string;
                currency: string;
                /** Paid and promotional credit that is left, used but not invoiced yet included */
                balance: string;
                paid: string;
                promotional: string;
                /** Used by calls and not invoiced yet. Finer than the currency, as unit prices are */
                unsettled: string;
                /** Balance less what is unsettled; what calls may still use */
                available: string;
                /** Of the balance, what is set aside for calls */
                held: string;
                created_at: string;
              }[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/wallets/{wallet_id}": {
    /** A wallet with its balance at this moment */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          wallet_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              /** The consumer */
              organization_id: string;
              provider_id: string;
              currency: string;
              /** Paid and promotional credit that is left, used but not invoiced yet included */
              balance: string;
              paid: string;
              promotional: string;
              /** Used by calls and not invoiced yet. Finer than the currency, as unit prices are */
              unsettled: string;
              /** Balance less what is unsettled; what calls may still use */
              available: string;
              /** Of the balance, what is set aside for calls */
              held: string;
              created_at: string;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/wallets/{wallet_id}/grants": {
    /** List the credit that came into a wallet, latest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path: {
          wallet_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                wallet_id: string;
                kind: "promotional" | "paid";
                currency: string;
                amount: string;
                remaining: string;
                /** Lower numbers are used first */
                priority: number;
                expires_at: string | null;
                /** Of credit that a plan includes: it pays for usage of this time, and ends when that is billed */
                period: {
                  start_at: string;
                  end_at: string;
                } | null;
                /** What is left when the period is billed goes on for one more, at most this */
                rollover_maximum: string | null;
                source: "top_up" | "gift" | "plan";
                source_id: string;
                reason: string;
                created_at: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/wallets/{wallet_id}/grants/{grant_id}/revoke": {
    /** Take back what is left of credit that you gave */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          wallet_id: string;
          grant_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** Kept in the audit log; the consumer sees it */
            reason: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              id: string;
              wallet_id: string;
              kind: "promotional" | "paid";
              currency: string;
              amount: string;
              remaining: string;
              /** Lower numbers are used first */
              priority: number;
              expires_at: string | null;
              /** Of credit that a plan includes: it pays for usage of this time, and ends when that is billed */
              period: {
                start_at: string;
                end_at: string;
              } | null;
              /** What is left when the period is billed goes on for one more, at most this */
              rollover_maximum: string | null;
              source: "top_up" | "gift" | "plan";
              source_id: string;
              reason: string;
              created_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/wallets/{wallet_id}/low-balance": {
    /** Be told when less credit is available than this */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          wallet_id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** Null: no word of it */
            threshold: string | null;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              threshold: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/wallets/{wallet_id}/movements": {
    /** List what moved in and out of a wallet, latest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path: {
          wallet_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                id: string;
                number: number;
                grant_id: string;
                kind: "granted" | "settled" | "discounted" | "expired" | "revoked" | "taken_back";
                /** Into the wallet positive, out of it negative */
                amount: string;
                /** Of the wallet after it */
                balance: string;
                currency: string;
                invoice_id: string | null;
                at: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/wallets/auto-top-ups": {
    /** List what is bought by itself */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                provider_id: string;
                currency: string;
                threshold: string;
                amount: string;
                monthly_maximum: string | null;
                cool_off_minutes: number;
                payment_method_id: string | null;
                /** Why nothing is bought; saving it again switches it on */
                suspended_reason: string | null;
              })[];
              next_cursor: null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Buy credit by itself when it runs low */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** Whose calls the credit is for */
            provider_id: string;
            currency: string;
            /** Once less than this is available, credit is bought */
            threshold: string;
            /** In major units */
            amount: string;
            /** Per calendar month (UTC) */
            monthly_maximum?: string | null;
            /** Between one and the next */
            cool_off_minutes?: number;
            /** null: the default method */
            payment_method_id?: string | null;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              provider_id: string;
              currency: string;
              threshold: string;
              amount: string;
              monthly_maximum: string | null;
              cool_off_minutes: number;
              payment_method_id: string | null;
              /** Why nothing is bought; saving it again switches it on */
              suspended_reason: string | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Buy nothing by itself any more */
    delete: {
      parameters: {
        query: {
          provider_id: string;
          currency: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        204: {
          content?: never;
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/wallets/grants": {
    /** Give a consumer credit */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** A consumer who has bought from you */
            organization_id: string;
            /** In major units */
            amount: string;
            currency: string;
            /** Lower numbers are used first */
            priority?: number;
            expires_at?: string | null;
            /** Kept in the audit log; the consumer sees it */
            reason: string;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              id: string;
              wallet_id: string;
              kind: "promotional" | "paid";
              currency: string;
              amount: string;
              remaining: string;
              /** Lower numbers are used first */
              priority: number;
              expires_at: string | null;
              /** Of credit that a plan includes: it pays for usage of this time, and ends when that is billed */
              period: {
                start_at: string;
                end_at: string;
              } | null;
              /** What is left when the period is billed goes on for one more, at most this */
              rollover_maximum: string | null;
              source: "top_up" | "gift" | "plan";
              source_id: string;
              reason: string;
              created_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/wallets/settings": {
    /** How credit with you behaves */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              /** Paid credit lapses so many days after it was paid; null: never */
              paid_expires_days: number | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Change how credit with you behaves */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            paid_expires_days: number | null;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              /** Paid credit lapses so many days after it was paid; null: never */
              paid_expires_days: number | null;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/wallets/top-ups": {
    /** List the credit that you ordered, latest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              data: ({
                /** The credit is there once this is paid */
                invoice_id: string;
                provider_id: string;
                amount: string;
                currency: string;
                automatic: boolean;
                state: "open" | "paid" | "failed";
                created_at: string;
              })[];
              next_cursor: string | null;
            };
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
    /** Buy credit in advance */
    post: {
      parameters: {
        query?: never;
        header?: {
          "Idempotency-Key"?: string | undefined;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": {
            /** Whose calls the credit is for */
            provider_id: string;
            /** In major units */
            amount: string;
            currency: string;
            /** null: the default method, if there is one */
            payment_method_id?: string | null;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              /** The credit is there once this is paid */
              invoice_id: string;
              provider_id: string;
              amount: string;
              currency: string;
              automatic: boolean;
              state: "open" | "paid" | "failed";
              created_at: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/health": {
    /** Whether the process is alive */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              status: "ok";
              version: string;
            };
          };
        };
      };
    };
  };
  "/metrics": {
    /** Prometheus metrics */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "text/plain; version=0.0.4; charset=utf-8": unknown;
          };
        };
      };
    };
  };
  "/ready": {
    /** Whether every part works */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          content: {
            "application/json": {
              status: "ready" | "not ready";
              checks: ({
                name: string;
                ok: boolean;
                detail: string | null;
              })[];
            };
          };
        };
        503: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
}

export interface components {
  schemas: {
    /** RFC 9457 */
    Problem: {
      type: string;
      title: string;
      status: number;
      detail?: string;
      instance?: string;
      request_id?: string;
      errors?: {
        pointer: string;
        detail: string;
      }[];
    };
    PlanTermsInput: {
      /** ISO 4217 */
      currency: string;
      /** What the plan costs in further currencies */
      currencies?: Record<string, {
        /** Flat fee per interval */
        price: string;
        /** Prices of fees, by their keys */
        fees?: Record<string, components['schemas']["PriceInput"]>;
        /** Prices of usage, by their keys; `key.variant` for a variant */
        prices?: Record<string, components['schemas']["PriceInput"]>;
        /** Needed when a quota charges what is beyond it */
        overage_unit_price?: string;
        commitment?: string;
        maximum?: string;
        threshold?: string;
        included_credit?: {
          amount: string;
          /** So much at most of what is left goes on for one more interval; null: nothing */
          rollover_maximum?: string | null;
        };
        prepaid_unit_price?: string;
      }>;
      interval: {
        unit: "day" | "week" | "month" | "quarter" | "year";
        count?: number;
      };
      billing?: {
        /** calendar: weeks from Monday, months from the 1st; the first period is the part that is left */
        alignment?: "anniversary" | "calendar";
        /** How a part of an interval is charged. day: local days, the first and the last both counted */
        proration?: "second" | "day" | "thirty_day_month" | "none";
      };
      /** Flat fee per interval in major units, charged in advance */
      price: string;
      trial_days?: number;
      trial_requires_payment_method?: boolean;
      /** One after the other from the first paid period; after them the terms themselves hold */
      phases?: ({
        /** Flat fee per interval */
        price?: string;
        /** Prices of fees, by their keys */
        fees?: Record<string, components['schemas']["PriceInput"]>;
        /** Prices of usage, by their keys; `key.variant` for a variant */
        prices?: Record<string, components['schemas']["PriceInput"]>;
        /** In place of the plan’s quotas */
        quotas?: ({
          /** Units included per period */
          units: number;
          period: "day" | "week" | "month" | "year";
          /** calendar: local days, weeks from Monday, months from the 1st. anniversary: from the subscription’s anchor */
          alignment?: "calendar" | "anniversary";
          overage?: {
            mode: "block";
          } | {
            mode: "charge";
            /** Per unit past the quota */
            unit_price: string;
            max_overage_units?: number | null;
          };
        })[];
        /** Added to the plan’s, or in place of those with the same key */
        features?: Record<string, boolean | string | number>;
        percent_off?: string;
        /** Billing periods that the phase lasts */
        periods: number;
      })[];
      /** Further fees that come again */
      fees?: ({
        key: string;
        name: string;
        price: components['schemas']["PriceInput"];
        /** Whether the interval is charged when it begins or when it is over */
        timing?: "in_advance" | "in_arrears";
        /** null: the plan’s. Counted from the same anchor */
        interval?: {
          unit: "day" | "week" | "month" | "quarter" | "year";
          count?: number;
        } | null;
        /** What is priced: one, or the quantity of the subscription */
        per?: "subscription" | "seat";
      })[];
      /** Usage prices, charged in arrears */
      prices?: ({
        key: string;
        meter: string;
        /** What the meter counts, when it is one of yours: kept as the version is saved; a given one is replaced */
        definition?: components['schemas']["MeterDefinitionInput"];
        name: string;
        price: components['schemas']["PriceInput"];
        /** Prices for some of the usage: the first whose condition an event fits takes it. Each is rated on its own; `price` is for the rest */
        variants?: {
          key: string;
          name: string;
          when: {
            /** A condition {"field", "operator", "value"}, or {"and": […]} or {"or": […]} of such; operators eq, neq, in, not_in, gt, gte, lt, lte, exists, prefix */
            filter?: Record<string, unknown>;
            /** 1 is Monday, in the time zone of the subscription */
            weekdays?: number[];
            /** What clocks show in the time zone of the subscription */
            time?: {
              from: string;
              /** Exclusive; before `from`: on the next day */
              to: string;
            };
          };
          price: components['schemas']["PriceInput"];
        }[];
        /** null: the plan’s. Counted from the same anchor */
        interval?: {
          unit: "day" | "week" | "month" | "quarter" | "year";
          count?: number;
        } | null;
      })[];
      /** Off all that the plan charges */
      percent_off?: string | null;
      /** At least this much per interval: what is missing is charged when it is over */
      commitment?: {
        amount: string;
      } | null;
      /** At most this much per interval */
      maximum?: {
        amount: string;
      } | null;
      /** What is not invoiced yet is invoiced before the period is over once it comes to this */
      threshold?: string | null;
      /** Credit for the usage of each interval; a part of an interval includes that part of it */
      included_credit?: {
        amount: string;
        /** So much at most of what is left goes on for one more interval; null: nothing */
        rollover_maximum?: string | null;
      } | null;
      /** Units are paid from the consumer’s wallet as they are used; without credit calls are refused */
      prepaid?: {
        unit_price: string;
      } | null;
      /** Whether tax comes on top of these amounts or is contained in them */
      tax_behavior?: "exclusive" | "inclusive";
      /** A call passes when each of them has room */
      quotas?: ({
        /** Units included per period */
        units: number;
        period: "day" | "week" | "month" | "year";
        /** calendar: local days, weeks from Monday, months from the 1st. anniversary: from the subscription’s anchor */
        alignment?: "calendar" | "anniversary";
        overage?: {
          mode: "block";
        } | {
          mode: "charge";
          /** Per unit past the quota */
          unit_price: string;
          max_overage_units?: number | null;
        };
      })[];
      /** Over all routes together */
      rate_limits?: {
        limit: number;
        window_seconds: number;
      }[];
      /** In place of the windows of these routes; an empty list lifts them */
      route_rate_limits?: ({
        method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | "ANY";
        template: string;
        rate_limits: {
          limit: number;
          window_seconds: number;
        }[];
      })[];
      concurrency?: number | null;
      features?: Record<string, boolean | string | number>;
    };
    PriceInput: {
      model: "flat";
      amount: string;
      percent_discount?: string;
      max_spend?: string;
      min_spend?: string;
    } | {
      model: "per_unit";
      unit_price: string;
      percent_discount?: string;
      max_spend?: string;
      min_spend?: string;
      quantity_transform?: {
        divide_by?: string;
        round?: "up" | "down";
        round_up_to?: string;
      };
      free_units?: string;
      allow_negative?: boolean;
    } | {
      model: "graduated";
      tiers: ({
        up_to: string | null;
        unit_price?: string;
        flat_fee?: string;
      })[];
      percent_discount?: string;
      max_spend?: string;
      min_spend?: string;
      quantity_transform?: {
        divide_by?: string;
        round?: "up" | "down";
        round_up_to?: string;
      };
      free_units?: string;
      allow_negative?: boolean;
    } | {
      model: "volume";
      tiers: ({
        up_to: string | null;
        unit_price?: string;
        flat_fee?: string;
      })[];
      percent_discount?: string;
      max_spend?: string;
      min_spend?: string;
      quantity_transform?: {
        divide_by?: string;
        round?: "up" | "down";
        round_up_to?: string;
      };
      free_units?: string;
      allow_negative?: boolean;
    } | {
      model: "stairstep";
      tiers: ({
        up_to: string | null;
        flat_fee: string;
      })[];
      percent_discount?: string;
      max_spend?: string;
      min_spend?: string;
      quantity_transform?: {
        divide_by?: string;
        round?: "up" | "down";
        round_up_to?: string;
      };
      free_units?: string;
      allow_negative?: boolean;
    } | {
      model: "package";
      package_size: string;
      package_price: string;
      package_rounding?: "up" | "down";
      percent_discount?: string;
      max_spend?: string;
      min_spend?: string;
      quantity_transform?: {
        divide_by?: string;
        round?: "up" | "down";
        round_up_to?: string;
      };
      free_units?: string;
      allow_negative?: boolean;
    } | {
      model: "block_graduated";
      tiers: ({
        up_to: string | null;
        block_size: string;
        block_price: string;
        flat_fee?: string;
      })[];
      percent_discount?: string;
      max_spend?: string;
      min_spend?: string;
      quantity_transform?: {
        divide_by?: string;
        round?: "up" | "down";
        round_up_to?: string;
      };
      free_units?: string;
      allow_negative?: boolean;
    } | {
      model: "percentage";
      rate_percent: string;
      fixed_per_event?: string;
      free_events?: number;
      free_amount?: string;
      per_event_min?: string;
      per_event_max?: string;
      percent_discount?: string;
      max_spend?: string;
      min_spend?: string;
    } | {
      model: "graduated_percentage";
      tiers: ({
        up_to: string | null;
        rate_percent?: string;
        flat_fee?: string;
      })[];
      percent_discount?: string;
      max_spend?: string;
      min_spend?: string;
      quantity_transform?: {
        divide_by?: string;
        round?: "up" | "down";
        round_up_to?: string;
      };
      free_units?: string;
      allow_negative?: boolean;
    } | {
      model: "dynamic";
      multiplier: string;
      percent_discount?: string;
      max_spend?: string;
      min_spend?: string;
    };
    MeterDefinitionInput: {
      /** request: calls; null: every event */
      event_type: string | null;
      aggregation: "count" | "sum" | "max" | "min" | "avg" | "latest" | "unique_count" | "weighted_sum" | "percentile" | "prorated_sum" | "prorated_unique_count";
      /** What is aggregated; not for count. Numbers: value, units, latency_ms, upstream_latency_ms, request_bytes, response_bytes, properties.NAME; what is counted as unique: any field */
      value?: string;
      /** For percentile; default 95. Nearest rank: the smallest value that so many percent do not exceed */
      percentile?: number;
      /** For weighted_sum: what ran at the end of a period goes on in the next; default false */
      carry_over?: boolean;
      /** For prorated_unique_count: the field that says add (or nothing) or remove; default properties.operation */
      operation?: string;
      filter?: Record<string, unknown> | null;
      /** What usage can be broken down by */
      group_by?: string[];
      /** Calls that were answered so are not counted */
      free_status_classes?: ("1xx" | "2xx" | "3xx" | "4xx" | "5xx")[];
    };
    PlanTerms: {
      /** ISO 4217 */
      currency: string;
      /** What the plan costs in further currencies */
      currencies: Record<string, {
        /** Flat fee per interval */
        price: string;
        /** Prices of fees, by their keys */
        fees: Record<string, components['schemas']["Price"]>;
        /** Prices of usage, by their keys; `key.variant` for a variant */
        prices: Record<string, components['schemas']["Price"]>;
        /** Needed when a quota charges what is beyond it */
        overage_unit_price?: string;
        commitment?: string;
        maximum?: string;
        threshold?: string;
        included_credit?: {
          amount: string;
          /** So much at most of what is left goes on for one more interval; null: nothing */
          rollover_maximum: string | null;
        };
        prepaid_unit_price?: string;
      }>;
      interval: {
        unit: "day" | "week" | "month" | "quarter" | "year";
        count: number;
      };
      billing: {
        /** calendar: weeks from Monday, months from the 1st; the first period is the part that is left */
        alignment: "anniversary" | "calendar";
        /** How a part of an interval is charged. day: local days, the first and the last both counted */
        proration: "second" | "day" | "thirty_day_month" | "none";
      };
      /** Flat fee per interval in major units, charged in advance */
      price: string;
      trial_days: number;
      trial_requires_payment_method: boolean;
      /** One after the other from the first paid period; after them the terms themselves hold */
      phases: ({
        /** Flat fee per interval */
        price?: string;
        /** Prices of fees, by their keys */
        fees: Record<string, components['schemas']["Price"]>;
        /** Prices of usage, by their keys; `key.variant` for a variant */
        prices: Record<string, components['schemas']["Price"]>;
        /** In place of the plan’s quotas */
        quotas?: ({
          /** Units included per period */
          units: number;
          period: "day" | "week" | "month" | "year";
          /** calendar: local days, weeks from Monday, months from the 1st. anniversary: from the subscription’s anchor */
          alignment: "calendar" | "anniversary";
          overage: {
            mode: "block";
          } | {
            mode: "charge";
            /** Per unit past the quota */
            unit_price: string;
            max_overage_units: number | null;
          };
        })[];
        /** Added to the plan’s, or in place of those with the same key */
        features?: Record<string, boolean | string | number>;
        percent_off?: string;
        /** Billing periods that the phase lasts */
        periods: number;
      })[];
      /** Further fees that come again */
      fees: ({
        key: string;
        name: string;
        price: components['schemas']["Price"];
        /** Whether the interval is charged when it begins or when it is over */
        timing: "in_advance" | "in_arrears";
        /** null: the plan’s. Counted from the same anchor */
        interval: {
          unit: "day" | "week" | "month" | "quarter" | "year";
          count: number;
        } | null;
        /** What is priced: one, or the quantity of the subscription */
        per: "subscription" | "seat";
      })[];
      /** Usage prices, charged in arrears */
      prices: ({
        key: string;
        meter: string;
        /** What the meter counts, when it is one of yours: kept as the version is saved; a given one is replaced */
        definition?: components['schemas']["MeterDefinition"];
        name: string;
        price: components['schemas']["Price"];
        /** Prices for some of the usage: the first whose condition an event fits takes it. Each is rated on its own; `price` is for the rest */
        variants?: {
          key: string;
          name: string;
          when: {
            /** A condition {"field", "operator", "value"}, or {"and": […]} or {"or": […]} of such; operators eq, neq, in, not_in, gt, gte, lt, lte, exists, prefix */
            filter?: Record<string, unknown>;
            /** 1 is Monday, in the time zone of the subscription */
            weekdays?: number[];
            /** What clocks show in the time zone of the subscription */
            time?: {
              from: string;
              /** Exclusive; before `from`: on the next day */
              to: string;
            };
          };
          price: components['schemas']["Price"];
        }[];
        /** null: the plan’s. Counted from the same anchor */
        interval: {
          unit: "day" | "week" | "month" | "quarter" | "year";
          count: number;
        } | null;
      })[];
      /** Off all that the plan charges */
      percent_off: string | null;
      /** At least this much per interval: what is missing is charged when it is over */
      commitment: {
        amount: string;
      } | null;
      /** At most this much per interval */
      maximum: {
        amount: string;
      } | null;
      /** What is not invoiced yet is invoiced before the period is over once it comes to this */
      threshold: string | null;
      /** Credit for the usage of each interval; a part of an interval includes that part of it */
      included_credit: {
        amount: string;
        /** So much at most of what is left goes on for one more interval; null: nothing */
        rollover_maximum: string | null;
      } | null;
      /** Units are paid from the consumer’s wallet as they are used; without credit calls are refused */
      prepaid: {
        unit_price: string;
      } | null;
      /** Whether tax comes on top of these amounts or is contained in them */
      tax_behavior: "exclusive" | "inclusive";
      /** A call passes when each of them has room */
      quotas: ({
        /** Units included per period */
        units: number;
        period: "day" | "week" | "month" | "year";
        /** calendar: local days, weeks from Monday, months from the 1st. anniversary: from the subscription’s anchor */
        alignment: "calendar" | "anniversary";
        overage: {
          mode: "block";
        } | {
          mode: "charge";
          /** Per unit past the quota */
          unit_price: string;
          max_overage_units: number | null;
        };
      })[];
      /** Over all routes together */
      rate_limits: {
        limit: number;
        window_seconds: number;
      }[];
      /** In place of the windows of these routes; an empty list lifts them */
      route_rate_limits: ({
        method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | "ANY";
        template: string;
        rate_limits: {
          limit: number;
          window_seconds: number;
        }[];
      })[];
      concurrency: number | null;
      features: Record<string, boolean | string | number>;
    };
    Price: {
      model: "flat";
      amount: string;
      percent_discount?: string;
      max_spend?: string;
      min_spend?: string;
    } | {
      model: "per_unit";
      unit_price: string;
      percent_discount?: string;
      max_spend?: string;
      min_spend?: string;
      quantity_transform?: {
        divide_by?: string;
        round?: "up" | "down";
        round_up_to?: string;
      };
      free_units?: string;
      allow_negative?: boolean;
    } | {
      model: "graduated";
      tiers: ({
        up_to: string | null;
        unit_price?: string;
        flat_fee?: string;
      })[];
      percent_discount?: string;
      max_spend?: string;
      min_spend?: string;
      quantity_transform?: {
        divide_by?: string;
        round?: "up" | "down";
        round_up_to?: string;
      };
      free_units?: string;
      allow_negative?: boolean;
    } | {
      model: "volume";
      tiers: ({
        up_to: string | null;
        unit_price?: string;
        flat_fee?: string;
      })[];
      percent_discount?: string;
      max_spend?: string;
      min_spend?: string;
      quantity_transform?: {
        divide_by?: string;
        round?: "up" | "down";
        round_up_to?: string;
      };
      free_units?: string;
      allow_negative?: boolean;
    } | {
      model: "stairstep";
      tiers: ({
        up_to: string | null;
        flat_fee: string;
      })[];
      percent_discount?: string;
      max_spend?: string;
      min_spend?: string;
      quantity_transform?: {
        divide_by?: string;
        round?: "up" | "down";
        round_up_to?: string;
      };
      free_units?: string;
      allow_negative?: boolean;
    } | {
      model: "package";
      package_size: string;
      package_price: string;
      package_rounding?: "up" | "down";
      percent_discount?: string;
      max_spend?: string;
      min_spend?: string;
      quantity_transform?: {
        divide_by?: string;
        round?: "up" | "down";
        round_up_to?: string;
      };
      free_units?: string;
      allow_negative?: boolean;
    } | {
      model: "block_graduated";
      tiers: ({
        up_to: string | null;
        block_size: string;
        block_price: string;
        flat_fee?: string;
      })[];
      percent_discount?: string;
      max_spend?: string;
      min_spend?: string;
      quantity_transform?: {
        divide_by?: string;
        round?: "up" | "down";
        round_up_to?: string;
      };
      free_units?: string;
      allow_negative?: boolean;
    } | {
      model: "percentage";
      rate_percent: string;
      fixed_per_event?: string;
      free_events?: number;
      free_amount?: string;
      per_event_min?: string;
      per_event_max?: string;
      percent_discount?: string;
      max_spend?: string;
      min_spend?: string;
    } | {
      model: "graduated_percentage";
      tiers: ({
        up_to: string | null;
        rate_percent?: string;
        flat_fee?: string;
      })[];
      percent_discount?: string;
      max_spend?: string;
      min_spend?: string;
      quantity_transform?: {
        divide_by?: string;
        round?: "up" | "down";
        round_up_to?: string;
      };
      free_units?: string;
      allow_negative?: boolean;
    } | {
      model: "dynamic";
      multiplier: string;
      percent_discount?: string;
      max_spend?: string;
      min_spend?: string;
    };
    MeterDefinition: {
      /** request: calls; null: every event */
      event_type: string | null;
      aggregation: "count" | "sum" | "max" | "min" | "avg" | "latest" | "unique_count" | "weighted_sum" | "percentile" | "prorated_sum" | "prorated_unique_count";
      /** What is aggregated; not for count. Numbers: value, units, latency_ms, upstream_latency_ms, request_bytes, response_bytes, properties.NAME; what is counted as unique: any field */
      value?: string;
      /** For percentile; default 95. Nearest rank: the smallest value that so many percent do not exceed */
      percentile?: number;
      /** For weighted_sum: what ran at the end of a period goes on in the next; default false */
      carry_over?: boolean;
      /** For prorated_unique_count: the field that says add (or nothing) or remove; default properties.operation */
      operation?: string;
      filter: Record<string, unknown> | null;
      /** What usage can be broken down by */
      group_by: string[];
      /** Calls that were answered so are not counted */
      free_status_classes: ("1xx" | "2xx" | "3xx" | "4xx" | "5xx")[];
    };
    TermsOverride: {
      /** Flat fee per interval */
      price?: string;
      /** Prices of fees, by their keys */
      fees: Record<string, components['schemas']["Price"]>;
      /** Prices of usage, by their keys; `key.variant` for a variant */
      prices: Record<string, components['schemas']["Price"]>;
      /** In place of the plan’s quotas */
      quotas?: ({
        /** Units included per period */
        units: number;
        period: "day" | "week" | "month" | "year";
        /** calendar: local days, weeks from Monday, months from the 1st. anniversary: from the subscription’s anchor */
        alignment: "calendar" | "anniversary";
        overage: {
          mode: "block";
        } | {
          mode: "charge";
          /** Per unit past the quota */
          unit_price: string;
          max_overage_units: number | null;
        };
      })[];
      /** Added to the plan’s, or in place of those with the same key */
      features?: Record<string, boolean | string | number>;
      percent_off?: string;
    };
    TermsOverrideInput: {
      /** Flat fee per interval */
      price?: string;
      /** Prices of fees, by their keys */
      fees?: Record<string, components['schemas']["PriceInput"]>;
      /** Prices of usage, by their keys; `key.variant` for a variant */
      prices?: Record<string, components['schemas']["PriceInput"]>;
      /** In place of the plan’s quotas */
      quotas?: ({
        /** Units included per period */
        units: number;
        period: "day" | "week" | "month" | "year";
        /** calendar: local days, weeks from Monday, months from the 1st. anniversary: from the subscription’s anchor */
        alignment?: "calendar" | "anniversary";
        overage?: {
          mode: "block";
        } | {
          mode: "charge";
          /** Per unit past the quota */
          unit_price: string;
          max_overage_units?: number | null;
        };
      })[];
      /** Added to the plan’s, or in place of those with the same key */
      features?: Record<string, boolean | string | number>;
      percent_off?: string;
    };
  };
}

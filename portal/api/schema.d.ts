// Generated from openapi.json by scripts/portal-types.ts (npm run openapi). Do not edit.

export interface paths {
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
            /** By meter: requests, units, or an event type */
            quantities?: Record<string, string>;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              currency: string;
              total: string;
              lines: ({
                kind: "flat" | "usage" | "overage";
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
                  terms: {
                    /** ISO 4217 */
                    currency: string;
                    interval: {
                      unit: "day" | "week" | "month" | "quarter" | "year";
                      count: number;
                    };
                    /** Flat fee per interval in major units, charged in advance */
                    price: string;
                    trial_days: number;
                    quota: {
                      /** Units included per period */
                      units: number;
                      period: "day" | "week" | "month" | "year";
                    } | null;
                    rate_limits: {
                      limit: number;
                      window_seconds: number;
                    }[];
                    concurrency: number | null;
                    overage: {
                      mode: "block";
                    } | {
                      mode: "charge";
                      /** Per unit past the quota */
                      unit_price: string;
                      max_overage_units: number | null;
                    };
                    /** Usage prices, charged in arrears */
                    prices: ({
                      key: string;
                      meter: string;
                      name: string;
                      price: {
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
                    })[];
                    features: Record<string, boolean | string | number>;
                  };
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
            terms?: {
              /** ISO 4217 */
              currency: string;
              interval: {
                unit: "day" | "week" | "month" | "quarter" | "year";
                count?: number;
              };
              /** Flat fee per interval in major units, charged in advance */
              price: string;
              trial_days?: number;
              quota?: {
                /** Units included per period */
                units: number;
                period: "day" | "week" | "month" | "year";
              } | null;
              rate_limits?: {
                limit: number;
                window_seconds: number;
              }[];
              concurrency?: number | null;
              overage?: {
                mode: "block";
              } | {
                mode: "charge";
                /** Per unit past the quota */
                unit_price: string;
                max_overage_units?: number | null;
              };
              /** Usage prices, charged in arrears */
              prices?: ({
                key: string;
                meter: string;
                name: string;
                price: {
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
              })[];
              features?: Record<string, boolean | string | number>;
            };
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
                terms: {
                  /** ISO 4217 */
                  currency: string;
                  interval: {
                    unit: "day" | "week" | "month" | "quarter" | "year";
                    count: number;
                  };
                  /** Flat fee per interval in major units, charged in advance */
                  price: string;
                  trial_days: number;
                  quota: {
                    /** Units included per period */
                    units: number;
                    period: "day" | "week" | "month" | "year";
                  } | null;
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                  overage: {
                    mode: "block";
                  } | {
                    mode: "charge";
                    /** Per unit past the quota */
                    unit_price: string;
                    max_overage_units: number | null;
                  };
                  /** Usage prices, charged in arrears */
                  prices: ({
                    key: string;
                    meter: string;
                    name: string;
                    price: {
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
                  })[];
                  features: Record<string, boolean | string | number>;
                };
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
                terms: {
                  /** ISO 4217 */
                  currency: string;
                  interval: {
                    unit: "day" | "week" | "month" | "quarter" | "year";
                    count: number;
                  };
                  /** Flat fee per interval in major units, charged in advance */
                  price: string;
                  trial_days: number;
                  quota: {
                    /** Units included per period */
                    units: number;
                    period: "day" | "week" | "month" | "year";
                  } | null;
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                  overage: {
                    mode: "block";
                  } | {
                    mode: "charge";
                    /** Per unit past the quota */
                    unit_price: string;
                    max_overage_units: number | null;
                  };
                  /** Usage prices, charged in arrears */
                  prices: ({
                    key: string;
                    meter: string;
                    name: string;
                    price: {
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
                  })[];
                  features: Record<string, boolean | string | number>;
                };
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
                terms: {
                  /** ISO 4217 */
                  currency: string;
                  interval: {
                    unit: "day" | "week" | "month" | "quarter" | "year";
                    count: number;
                  };
                  /** Flat fee per interval in major units, charged in advance */
                  price: string;
                  trial_days: number;
                  quota: {
                    /** Units included per period */
                    units: number;
                    period: "day" | "week" | "month" | "year";
                  } | null;
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                  overage: {
                    mode: "block";
                  } | {
                    mode: "charge";
                    /** Per unit past the quota */
                    unit_price: string;
                    max_overage_units: number | null;
                  };
                  /** Usage prices, charged in arrears */
                  prices: ({
                    key: string;
                    meter: string;
                    name: string;
                    price: {
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
                  })[];
                  features: Record<string, boolean | string | number>;
                };
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
                terms: {
                  /** ISO 4217 */
                  currency: string;
                  interval: {
                    unit: "day" | "week" | "month" | "quarter" | "year";
                    count: number;
                  };
                  /** Flat fee per interval in major units, charged in advance */
                  price: string;
                  trial_days: number;
                  quota: {
                    /** Units included per period */
                    units: number;
                    period: "day" | "week" | "month" | "year";
                  } | null;
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                  overage: {
                    mode: "block";
                  } | {
                    mode: "charge";
                    /** Per unit past the quota */
                    unit_price: string;
                    max_overage_units: number | null;
                  };
                  /** Usage prices, charged in arrears */
                  prices: ({
                    key: string;
                    meter: string;
                    name: string;
                    price: {
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
                  })[];
                  features: Record<string, boolean | string | number>;
                };
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
                terms: {
                  /** ISO 4217 */
                  currency: string;
                  interval: {
                    unit: "day" | "week" | "month" | "quarter" | "year";
                    count: number;
                  };
                  /** Flat fee per interval in major units, charged in advance */
                  price: string;
                  trial_days: number;
                  quota: {
                    /** Units included per period */
                    units: number;
                    period: "day" | "week" | "month" | "year";
                  } | null;
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                  overage: {
                    mode: "block";
                  } | {
                    mode: "charge";
                    /** Per unit past the quota */
                    unit_price: string;
                    max_overage_units: number | null;
                  };
                  /** Usage prices, charged in arrears */
                  prices: ({
                    key: string;
                    meter: string;
                    name: string;
                    price: {
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
                  })[];
                  features: Record<string, boolean | string | number>;
                };
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
                terms: {
                  /** ISO 4217 */
                  currency: string;
                  interval: {
                    unit: "day" | "week" | "month" | "quarter" | "year";
                    count: number;
                  };
                  /** Flat fee per interval in major units, charged in advance */
                  price: string;
                  trial_days: number;
                  quota: {
                    /** Units included per period */
                    units: number;
                    period: "day" | "week" | "month" | "year";
                  } | null;
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                  overage: {
                    mode: "block";
                  } | {
                    mode: "charge";
                    /** Per unit past the quota */
                    unit_price: string;
                    max_overage_units: number | null;
                  };
                  /** Usage prices, charged in arrears */
                  prices: ({
                    key: string;
                    meter: string;
                    name: string;
                    price: {
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
                  })[];
                  features: Record<string, boolean | string | number>;
                };
                /** ISO 8601, UTC */
                created_at: string;
                /** ISO 8601, UTC */
                updated_at: string;
                published_at: string | null;
              };
              differences: ({
                /** Where in the terms; usage prices are named by their key */
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
                terms: {
                  /** ISO 4217 */
                  currency: string;
                  interval: {
                    unit: "day" | "week" | "month" | "quarter" | "year";
                    count: number;
                  };
                  /** Flat fee per interval in major units, charged in advance */
                  price: string;
                  trial_days: number;
                  quota: {
                    /** Units included per period */
                    units: number;
                    period: "day" | "week" | "month" | "year";
                  } | null;
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                  overage: {
                    mode: "block";
                  } | {
                    mode: "charge";
                    /** Per unit past the quota */
                    unit_price: string;
                    max_overage_units: number | null;
                  };
                  /** Usage prices, charged in arrears */
                  prices: ({
                    key: string;
                    meter: string;
                    name: string;
                    price: {
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
                  })[];
                  features: Record<string, boolean | string | number>;
                };
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
            terms: {
              /** ISO 4217 */
              currency: string;
              interval: {
                unit: "day" | "week" | "month" | "quarter" | "year";
                count?: number;
              };
              /** Flat fee per interval in major units, charged in advance */
              price: string;
              trial_days?: number;
              quota?: {
                /** Units included per period */
                units: number;
                period: "day" | "week" | "month" | "year";
              } | null;
              rate_limits?: {
                limit: number;
                window_seconds: number;
              }[];
              concurrency?: number | null;
              overage?: {
                mode: "block";
              } | {
                mode: "charge";
                /** Per unit past the quota */
                unit_price: string;
                max_overage_units?: number | null;
              };
              /** Usage prices, charged in arrears */
              prices?: ({
                key: string;
                meter: string;
                name: string;
                price: {
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
              })[];
              features?: Record<string, boolean | string | number>;
            };
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
              terms: {
                /** ISO 4217 */
                currency: string;
                interval: {
                  unit: "day" | "week" | "month" | "quarter" | "year";
                  count: number;
                };
                /** Flat fee per interval in major units, charged in advance */
                price: string;
                trial_days: number;
                quota: {
                  /** Units included per period */
                  units: number;
                  period: "day" | "week" | "month" | "year";
                } | null;
                rate_limits: {
                  limit: number;
                  window_seconds: number;
                }[];
                concurrency: number | null;
                overage: {
                  mode: "block";
                } | {
                  mode: "charge";
                  /** Per unit past the quota */
                  unit_price: string;
                  max_overage_units: number | null;
                };
                /** Usage prices, charged in arrears */
                prices: ({
                  key: string;
                  meter: string;
                  name: string;
                  price: {
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
                })[];
                features: Record<string, boolean | string | number>;
              };
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
              terms: {
                /** ISO 4217 */
                currency: string;
                interval: {
                  unit: "day" | "week" | "month" | "quarter" | "year";
                  count: number;
                };
                /** Flat fee per interval in major units, charged in advance */
                price: string;
                trial_days: number;
                quota: {
                  /** Units included per period */
                  units: number;
                  period: "day" | "week" | "month" | "year";
                } | null;
                rate_limits: {
                  limit: number;
                  window_seconds: number;
                }[];
                concurrency: number | null;
                overage: {
                  mode: "block";
                } | {
                  mode: "charge";
                  /** Per unit past the quota */
                  unit_price: string;
                  max_overage_units: number | null;
                };
                /** Usage prices, charged in arrears */
                prices: ({
                  key: string;
                  meter: string;
                  name: string;
                  price: {
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
                })[];
                features: Record<string, boolean | string | number>;
              };
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
            terms: {
              /** ISO 4217 */
              currency: string;
              interval: {
                unit: "day" | "week" | "month" | "quarter" | "year";
                count?: number;
              };
              /** Flat fee per interval in major units, charged in advance */
              price: string;
              trial_days?: number;
              quota?: {
                /** Units included per period */
                units: number;
                period: "day" | "week" | "month" | "year";
              } | null;
              rate_limits?: {
                limit: number;
                window_seconds: number;
              }[];
              concurrency?: number | null;
              overage?: {
                mode: "block";
              } | {
                mode: "charge";
                /** Per unit past the quota */
                unit_price: string;
                max_overage_units?: number | null;
              };
              /** Usage prices, charged in arrears */
              prices?: ({
                key: string;
                meter: string;
                name: string;
                price: {
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
              })[];
              features?: Record<string, boolean | string | number>;
            };
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
              terms: {
                /** ISO 4217 */
                currency: string;
                interval: {
                  unit: "day" | "week" | "month" | "quarter" | "year";
                  count: number;
                };
                /** Flat fee per interval in major units, charged in advance */
                price: string;
                trial_days: number;
                quota: {
                  /** Units included per period */
                  units: number;
                  period: "day" | "week" | "month" | "year";
                } | null;
                rate_limits: {
                  limit: number;
                  window_seconds: number;
                }[];
                concurrency: number | null;
                overage: {
                  mode: "block";
                } | {
                  mode: "charge";
                  /** Per unit past the quota */
                  unit_price: string;
                  max_overage_units: number | null;
                };
                /** Usage prices, charged in arrears */
                prices: ({
                  key: string;
                  meter: string;
                  name: string;
                  price: {
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
                })[];
                features: Record<string, boolean | string | number>;
              };
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
                terms: {
                  /** ISO 4217 */
                  currency: string;
                  interval: {
                    unit: "day" | "week" | "month" | "quarter" | "year";
                    count: number;
                  };
                  /** Flat fee per interval in major units, charged in advance */
                  price: string;
                  trial_days: number;
                  quota: {
                    /** Units included per period */
                    units: number;
                    period: "day" | "week" | "month" | "year";
                  } | null;
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                  overage: {
                    mode: "block";
                  } | {
                    mode: "charge";
                    /** Per unit past the quota */
                    unit_price: string;
                    max_overage_units: number | null;
                  };
                  /** Usage prices, charged in arrears */
                  prices: ({
                    key: string;
                    meter: string;
                    name: string;
                    price: {
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
                  })[];
                  features: Record<string, boolean | string | number>;
                };
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
            terms: {
              /** ISO 4217 */
              currency: string;
              interval: {
                unit: "day" | "week" | "month" | "quarter" | "year";
                count?: number;
              };
              /** Flat fee per interval in major units, charged in advance */
              price: string;
              trial_days?: number;
              quota?: {
                /** Units included per period */
                units: number;
                period: "day" | "week" | "month" | "year";
              } | null;
              rate_limits?: {
                limit: number;
                window_seconds: number;
              }[];
              concurrency?: number | null;
              overage?: {
                mode: "block";
              } | {
                mode: "charge";
                /** Per unit past the quota */
                unit_price: string;
                max_overage_units?: number | null;
              };
              /** Usage prices, charged in arrears */
              prices?: ({
                key: string;
                meter: string;
                name: string;
                price: {
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
              })[];
              features?: Record<string, boolean | string | number>;
            };
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              terms: {
                /** ISO 4217 */
                currency: string;
                interval: {
                  unit: "day" | "week" | "month" | "quarter" | "year";
                  count: number;
                };
                /** Flat fee per interval in major units, charged in advance */
                price: string;
                trial_days: number;
                quota: {
                  /** Units included per period */
                  units: number;
                  period: "day" | "week" | "month" | "year";
                } | null;
                rate_limits: {
                  limit: number;
                  window_seconds: number;
                }[];
                concurrency: number | null;
                overage: {
                  mode: "block";
                } | {
                  mode: "charge";
                  /** Per unit past the quota */
                  unit_price: string;
                  max_overage_units: number | null;
                };
                /** Usage prices, charged in arrears */
                prices: ({
                  key: string;
                  meter: string;
                  name: string;
                  price: {
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
                })[];
                features: Record<string, boolean | string | number>;
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
        422: {
          content: {
            "application/problem+json": components['schemas']["Problem"];
          };
        };
      };
    };
  };
  "/api/v1/billing/runs": {
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
            /** Only these consumers */
            organizations?: string[];
            /** Only these subscriptions */
            subscriptions?: string[];
            /** Bill usage so far of periods that are not over */
            close_current_period?: boolean;
            /** Do not issue the invoices: a person looks at them first */
            leave_draft?: boolean;
            /** Answer when it is done and collected, within about half a minute */
            wait?: boolean;
            /** Write nothing, answer the plan (at most 1000 subscriptions) */
            dry_run?: boolean;
          };
        };
      };
      responses: {
        202: {
          content: {
            "application/json": {
              /** null for a dry run */
              id: string | null;
              state: "queued" | "running" | "done";
              close_current_period: boolean;
              leave_draft: boolean;
              at: string;
              /** Subscriptions by outcome; open ones are still to do */
              counts: Record<string, number>;
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
              /** When it was waited for: its invoices, at most a hundred */
              invoices: ({
                id: string;
                number: string | null;
                state: "draft" | "open" | "partially_paid" | "paid";
                cause: "start" | "renewal" | "early" | "late";
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
                amount_due: string;
                currency: string;
                /** ISO 11649: what a transfer must carry */
                payment_reference: string;
                created_at: string;
                issued_at: string | null;
                due_at: string | null;
                paid_at: string | null;
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
              state: "queued" | "running" | "done";
              close_current_period: boolean;
              leave_draft: boolean;
              at: string;
              /** Subscriptions by outcome; open ones are still to do */
              counts: Record<string, number>;
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
              /** When it was waited for: its invoices, at most a hundred */
              invoices: ({
                id: string;
                number: string | null;
                state: "draft" | "open" | "partially_paid" | "paid";
                cause: "start" | "renewal" | "early" | "late";
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
                amount_due: string;
                currency: string;
                /** ISO 11649: what a transfer must carry */
                payment_reference: string;
                created_at: string;
                issued_at: string | null;
                due_at: string | null;
                paid_at: string | null;
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
                subscription_id: string;
                reason: string;
                /** How often it was set aside */
                count: number;
                set_aside_at: string;
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
  "/api/v1/billing/set-aside/{subscription_id}/retry": {
    /** Let the next run bill a subscription again */
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
              /** The platform's share of the net of each invoice, in hundredths of a percent */
              commission_basis_points: number;
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
              /** The platform's share of the net of each invoice, in hundredths of a percent */
              commission_basis_points: number;
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
              /** The platform's share of the net of each invoice, in hundredths of a percent */
              commission_basis_points: number;
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
  "/api/v1/checkout/invoices/{workspace_id}": {
    /** List the invoices of a consumer, latest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          state?: "draft" | "open" | "partially_paid" | "paid" | undefined;
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
                state: "draft" | "open" | "partially_paid" | "paid";
                cause: "start" | "renewal" | "early" | "late";
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
                amount_due: string;
                currency: string;
                /** ISO 11649: what a transfer must carry */
                payment_reference: string;
                created_at: string;
                issued_at: string | null;
                due_at: string | null;
                paid_at: string | null;
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
              state: "draft" | "open" | "partially_paid" | "paid";
              cause: "start" | "renewal" | "early" | "late";
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
              amount_due: string;
              currency: string;
              /** ISO 11649: what a transfer must carry */
              payment_reference: string;
              created_at: string;
              issued_at: string | null;
              due_at: string | null;
              paid_at: string | null;
              seller: {
                id: string;
                name: string;
                address: string[];
                country: string | null;
                tax_id: string | null;
                email: string | null;
              };
              buyer: {
                id: string;
                name: string;
                address: string[];
                country: string | null;
                tax_id: string | null;
                email: string | null;
              };
              taxes: {
                name: string;
                rate_percent: string;
                base: string;
                amount: string;
              }[];
              lines: ({
                position: number;
                kind: "flat" | "usage" | "overage";
                item_key: string;
                description: string;
                quantity: string;
                unit: string;
                amount: string;
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
                outcome: "matched" | "partial" | "overpaid" | "queued" | "conflict";
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
                quota: {
                  limit: number;
                  used: number;
                  remaining: number;
                  overage_units: number;
                  period: string;
                  period_start: string;
                  period_end: string;
                  exhausted: boolean;
                } | null;
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
    /** Whether the quota of a meter is used up */
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
              quotas: {
                limit: number;
                used: number;
                remaining: number;
                overage_units: number;
                period: string;
                period_start: string;
                period_end: string;
                exhausted: boolean;
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
          state?: "draft" | "open" | "partially_paid" | "paid" | undefined;
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
                state: "draft" | "open" | "partially_paid" | "paid";
                cause: "start" | "renewal" | "early" | "late";
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
                amount_due: string;
                currency: string;
                /** ISO 11649: what a transfer must carry */
                payment_reference: string;
                created_at: string;
                issued_at: string | null;
                due_at: string | null;
                paid_at: string | null;
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
              state: "draft" | "open" | "partially_paid" | "paid";
              cause: "start" | "renewal" | "early" | "late";
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
              amount_due: string;
              currency: string;
              /** ISO 11649: what a transfer must carry */
              payment_reference: string;
              created_at: string;
              issued_at: string | null;
              due_at: string | null;
              paid_at: string | null;
              seller: {
                id: string;
                name: string;
                address: string[];
                country: string | null;
                tax_id: string | null;
                email: string | null;
              };
              buyer: {
                id: string;
                name: string;
                address: string[];
                country: string | null;
                tax_id: string | null;
                email: string | null;
              };
              taxes: {
                name: string;
                rate_percent: string;
                base: string;
                amount: string;
              }[];
              lines: ({
                position: number;
                kind: "flat" | "usage" | "overage";
                item_key: string;
                description: string;
                quantity: string;
                unit: string;
                amount: string;
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
    /** An invoice as PDF */
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
              state: "draft" | "open" | "partially_paid" | "paid";
              cause: "start" | "renewal" | "early" | "late";
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
              amount_due: string;
              currency: string;
              /** ISO 11649: what a transfer must carry */
              payment_reference: string;
              created_at: string;
              issued_at: string | null;
              due_at: string | null;
              paid_at: string | null;
              seller: {
                id: string;
                name: string;
                address: string[];
                country: string | null;
                tax_id: string | null;
                email: string | null;
              };
              buyer: {
                id: string;
                name: string;
                address: string[];
                country: string | null;
                tax_id: string | null;
                email: string | null;
              };
              taxes: {
                name: string;
                rate_percent: string;
                base: string;
                amount: string;
              }[];
              lines: ({
                position: number;
                kind: "flat" | "usage" | "overage";
                item_key: string;
                description: string;
                quantity: string;
                unit: string;
                amount: string;
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
    /** Create an API key; `key` is shown this once */
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
              created_at: string;
              key: string;
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
  "/api/v1/ledger/accounts": {
    /** List ledger accounts with their balances */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          code?: "receivable" | "processor_clearing" | "bank" | "processor_fee" | "platform_fee_revenue" | "provider_unsettled" | "provider_payable" | "payout_in_transit" | "tax_payable" | "unapplied_credit" | "prepaid_credit" | "refund_in_transit" | "bad_debt" | undefined;
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
  "/api/v1/marketplace/products": {
    /** Search the products on offer, newest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          q?: string | undefined;
          category?: string | undefined;
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
                minimum_plan_id: string | null;
                weight: string;
                rate_limit: {
                  limit: number;
                  window_seconds: number;
                } | null;
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
                  terms: {
                    /** ISO 4217 */
                    currency: string;
                    interval: {
                      unit: "day" | "week" | "month" | "quarter" | "year";
                      count: number;
                    };
                    /** Flat fee per interval in major units, charged in advance */
                    price: string;
                    trial_days: number;
                    quota: {
                      /** Units included per period */
                      units: number;
                      period: "day" | "week" | "month" | "year";
                    } | null;
                    rate_limits: {
                      limit: number;
                      window_seconds: number;
                    }[];
                    concurrency: number | null;
                    overage: {
                      mode: "block";
                    } | {
                      mode: "charge";
                      /** Per unit past the quota */
                      unit_price: string;
                      max_overage_units: number | null;
                    };
                    /** Usage prices, charged in arrears */
                    prices: ({
                      key: string;
                      meter: string;
                      name: string;
                      price: {
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
                    })[];
                    features: Record<string, boolean | string | number>;
                  };
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
                minimum_plan_id: string | null;
                weight: string;
                rate_limit: {
                  limit: number;
                  window_seconds: number;
                } | null;
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
                  terms: {
                    /** ISO 4217 */
                    currency: string;
                    interval: {
                      unit: "day" | "week" | "month" | "quarter" | "year";
                      count: number;
                    };
                    /** Flat fee per interval in major units, charged in advance */
                    price: string;
                    trial_days: number;
                    quota: {
                      /** Units included per period */
                      units: number;
                      period: "day" | "week" | "month" | "year";
                    } | null;
                    rate_limits: {
                      limit: number;
                      window_seconds: number;
                    }[];
                    concurrency: number | null;
                    overage: {
                      mode: "block";
                    } | {
                      mode: "charge";
                      /** Per unit past the quota */
                      unit_price: string;
                      max_overage_units: number | null;
                    };
                    /** Usage prices, charged in arrears */
                    prices: ({
                      key: string;
                      meter: string;
                      name: string;
                      price: {
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
                    })[];
                    features: Record<string, boolean | string | number>;
                  };
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
                  terms: {
                    /** ISO 4217 */
                    currency: string;
                    interval: {
                      unit: "day" | "week" | "month" | "quarter" | "year";
                      count: number;
                    };
                    /** Flat fee per interval in major units, charged in advance */
                    price: string;
                    trial_days: number;
                    quota: {
                      /** Units included per period */
                      units: number;
                      period: "day" | "week" | "month" | "year";
                    } | null;
                    rate_limits: {
                      limit: number;
                      window_seconds: number;
                    }[];
                    concurrency: number | null;
                    overage: {
                      mode: "block";
                    } | {
                      mode: "charge";
                      /** Per unit past the quota */
                      unit_price: string;
                      max_overage_units: number | null;
                    };
                    /** Usage prices, charged in arrears */
                    prices: ({
                      key: string;
                      meter: string;
                      name: string;
                      price: {
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
                    })[];
                    features: Record<string, boolean | string | number>;
                  };
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
                state: "draft" | "published" | "unpublished";
                upstream_url: string;
                quota_denial_status: 429 | 403;
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
            upstream_url: string;
            /** What an exhausted quota answers */
            quota_denial_status?: 429 | 403;
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
              state: "draft" | "published" | "unpublished";
              upstream_url: string;
              quota_denial_status: 429 | 403;
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
              state: "draft" | "published" | "unpublished";
              upstream_url: string;
              quota_denial_status: 429 | 403;
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
            upstream_url?: string;
            /** What an exhausted quota answers */
            quota_denial_status?: 429 | 403;
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
              state: "draft" | "published" | "unpublished";
              upstream_url: string;
              quota_denial_status: 429 | 403;
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
  "/api/v1/products/{product_id}/meters": {
    /** List the meters that prices can stand on: the built-in ones and event types that a plan prices */
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
                name: string;
                built_in: boolean;
                description: string;
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
              state: "draft" | "published" | "unpublished";
              upstream_url: string;
              quota_denial_status: 429 | 403;
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
                minimum_plan_id: string | null;
                weight: string;
                rate_limit: {
                  limit: number;
                  window_seconds: number;
                } | null;
                name: string;
                description: string;
                sample_parameters: Record<string, string>;
                product_id: string;
                position: number;
                upstream_path: string | null;
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
            /** Id or slug of the lowest plan that may call it */
            minimum_plan?: string | null;
            /** Quota units per call */
            weight?: number | string;
            rate_limit?: {
              limit: number;
              window_seconds: number;
            } | null;
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
              minimum_plan_id: string | null;
              weight: string;
              rate_limit: {
                limit: number;
                window_seconds: number;
              } | null;
              name: string;
              description: string;
              sample_parameters: Record<string, string>;
              product_id: string;
              position: number;
              upstream_path: string | null;
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
              minimum_plan_id: string | null;
              weight: string;
              rate_limit: {
                limit: number;
                window_seconds: number;
              } | null;
              name: string;
              description: string;
              sample_parameters: Record<string, string>;
              product_id: string;
              position: number;
              upstream_path: string | null;
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
            /** Id or slug of the lowest plan that may call it */
            minimum_plan?: string | null;
            /** Quota units per call */
            weight?: number | string;
            rate_limit?: {
              limit: number;
              window_seconds: number;
            } | null;
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
              minimum_plan_id: string | null;
              weight: string;
              rate_limit: {
                limit: number;
                window_seconds: number;
              } | null;
              name: string;
              description: string;
              sample_parameters: Record<string, string>;
              product_id: string;
              position: number;
              upstream_path: string | null;
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
              state: "draft" | "published" | "unpublished";
              upstream_url: string;
              quota_denial_status: 429 | 403;
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
  };
  "/api/v1/provider/consumers": {
    /** List the subscribers of your products, latest first */
    get: {
      parameters: {
        query?: {
          limit?: number | undefined;
          cursor?: string | undefined;
          product?: string | undefined;
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
                    terms: {
                      /** ISO 4217 */
                      currency: string;
                      interval: {
                        unit: "day" | "week" | "month" | "quarter" | "year";
                        count: number;
                      };
                      /** Flat fee per interval in major units, charged in advance */
                      price: string;
                      trial_days: number;
                      quota: {
                        /** Units included per period */
                        units: number;
                        period: "day" | "week" | "month" | "year";
                      } | null;
                      rate_limits: {
                        limit: number;
                        window_seconds: number;
                      }[];
                      concurrency: number | null;
                      overage: {
                        mode: "block";
                      } | {
                        mode: "charge";
                        /** Per unit past the quota */
                        unit_price: string;
                        max_overage_units: number | null;
                      };
                      /** Usage prices, charged in arrears */
                      prices: ({
                        key: string;
                        meter: string;
                        name: string;
                        price: {
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
                      })[];
                      features: Record<string, boolean | string | number>;
                    };
                  };
                  state: "trialing" | "active" | "past_due" | "paused" | "canceled";
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
                terms: {
                  /** ISO 4217 */
                  currency: string;
                  interval: {
                    unit: "day" | "week" | "month" | "quarter" | "year";
                    count: number;
                  };
                  /** Flat fee per interval in major units, charged in advance */
                  price: string;
                  trial_days: number;
                  quota: {
                    /** Units included per period */
                    units: number;
                    period: "day" | "week" | "month" | "year";
                  } | null;
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                  overage: {
                    mode: "block";
                  } | {
                    mode: "charge";
                    /** Per unit past the quota */
                    unit_price: string;
                    max_overage_units: number | null;
                  };
                  /** Usage prices, charged in arrears */
                  prices: ({
                    key: string;
                    meter: string;
                    name: string;
                    price: {
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
                  })[];
                  features: Record<string, boolean | string | number>;
                };
              };
              state: "trialing" | "active" | "past_due" | "paused" | "canceled";
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
                  terms: {
                    /** ISO 4217 */
                    currency: string;
                    interval: {
                      unit: "day" | "week" | "month" | "quarter" | "year";
                      count: number;
                    };
                    /** Flat fee per interval in major units, charged in advance */
                    price: string;
                    trial_days: number;
                    quota: {
                      /** Units included per period */
                      units: number;
                      period: "day" | "week" | "month" | "year";
                    } | null;
                    rate_limits: {
                      limit: number;
                      window_seconds: number;
                    }[];
                    concurrency: number | null;
                    overage: {
                      mode: "block";
                    } | {
                      mode: "charge";
                      /** Per unit past the quota */
                      unit_price: string;
                      max_overage_units: number | null;
                    };
                    /** Usage prices, charged in arrears */
                    prices: ({
                      key: string;
                      meter: string;
                      name: string;
                      price: {
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
                    })[];
                    features: Record<string, boolean | string | number>;
                  };
                };
                state: "trialing" | "active" | "past_due" | "paused" | "canceled";
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
                terms: {
                  /** ISO 4217 */
                  currency: string;
                  interval: {
                    unit: "day" | "week" | "month" | "quarter" | "year";
                    count: number;
                  };
                  /** Flat fee per interval in major units, charged in advance */
                  price: string;
                  trial_days: number;
                  quota: {
                    /** Units included per period */
                    units: number;
                    period: "day" | "week" | "month" | "year";
                  } | null;
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                  overage: {
                    mode: "block";
                  } | {
                    mode: "charge";
                    /** Per unit past the quota */
                    unit_price: string;
                    max_overage_units: number | null;
                  };
                  /** Usage prices, charged in arrears */
                  prices: ({
                    key: string;
                    meter: string;
                    name: string;
                    price: {
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
                  })[];
                  features: Record<string, boolean | string | number>;
                };
              };
              state: "trialing" | "active" | "past_due" | "paused" | "canceled";
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
                terms: {
                  /** ISO 4217 */
                  currency: string;
                  interval: {
                    unit: "day" | "week" | "month" | "quarter" | "year";
                    count: number;
                  };
                  /** Flat fee per interval in major units, charged in advance */
                  price: string;
                  trial_days: number;
                  quota: {
                    /** Units included per period */
                    units: number;
                    period: "day" | "week" | "month" | "year";
                  } | null;
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                  overage: {
                    mode: "block";
                  } | {
                    mode: "charge";
                    /** Per unit past the quota */
                    unit_price: string;
                    max_overage_units: number | null;
                  };
                  /** Usage prices, charged in arrears */
                  prices: ({
                    key: string;
                    meter: string;
                    name: string;
                    price: {
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
                  })[];
                  features: Record<string, boolean | string | number>;
                };
              };
              state: "trialing" | "active" | "past_due" | "paused" | "canceled";
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
  "/api/v1/subscriptions/cancel": {
    /** Cancel a subscription at the end of its present period */
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
                terms: {
                  /** ISO 4217 */
                  currency: string;
                  interval: {
                    unit: "day" | "week" | "month" | "quarter" | "year";
                    count: number;
                  };
                  /** Flat fee per interval in major units, charged in advance */
                  price: string;
                  trial_days: number;
                  quota: {
                    /** Units included per period */
                    units: number;
                    period: "day" | "week" | "month" | "year";
                  } | null;
                  rate_limits: {
                    limit: number;
                    window_seconds: number;
                  }[];
                  concurrency: number | null;
                  overage: {
                    mode: "block";
                  } | {
                    mode: "charge";
                    /** Per unit past the quota */
                    unit_price: string;
                    max_overage_units: number | null;
                  };
                  /** Usage prices, charged in arrears */
                  prices: ({
                    key: string;
                    meter: string;
                    name: string;
                    price: {
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
                  })[];
                  features: Record<string, boolean | string | number>;
                };
              };
              state: "trialing" | "active" | "past_due" | "paused" | "canceled";
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
  };
}

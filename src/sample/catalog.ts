/** What the sample provider sells: the Weather API with three plans, each showing another way to charge. */

export const provider = {
  person: { name: 'Wanda Weather', email: 'provider@example.com' },
  organization: { name: 'Skyline Weather', slug: 'skyline' },
  legal: {
    legal_name: 'Skyline Weather Ltd',
    legal_address: {
      line1: '1 Harbour Road',
      line2: null,
      city: 'Lisbon',
      region: null,
      postal_code: '1100-148',
    },
    legal_country: 'PT',
  },
} as const;

export const consumer = {
  person: { name: 'Casey Consumer', email: 'consumer@example.com' },
  organization: { name: 'Acme Travel', slug: 'acme' },
} as const;

export const product = {
  slug: 'weather',
  name: 'Weather API',
  summary: 'Current weather, forecasts and history for any city',
  description: [
    '# Weather API',
    '',
    'Weather for any city, made up but steady: the same city always has the same weather.',
    '',
    '- `/current-weather` for every plan',
    '- `/forecast` from Pro',
    '- `/historical` for Enterprise; each call weighs five units',
  ].join('\n'),
  category: 'weather',
};

const month = { unit: 'month', count: 1 } as const;

export const plans = [
  {
    slug: 'free',
    name: 'Free',
    tier: 0,
    terms: {
      currency: 'USD',
      interval: month,
      price: '0',
      quotas: [{ units: 1000, period: 'month' }],
      rate_limits: [{ limit: 10, window_seconds: 1 }],
      features: { support: 'community' },
    },
  },
  {
    slug: 'pro',
    name: 'Pro',
    tier: 1,
    terms: {
      currency: 'USD',
      interval: month,
      price: '9.00',
      quotas: [{ units: 100_000, period: 'month' }],
      rate_limits: [{ limit: 100, window_seconds: 1 }],
      prices: [
        {
          key: 'calls',
          meter: 'requests',
          name: 'Calls',
          price: {
            model: 'graduated',
            tiers: [
              { up_to: '1000', unit_price: '0.10' },
              { up_to: null, unit_price: '0.02' },
            ],
          },
        },
      ],
      features: { support: 'e-mail' },
    },
  },
  {
    slug: 'enterprise',
    name: 'Enterprise',
    tier: 2,
    terms: {
      currency: 'USD',
      interval: month,
      price: '199.00',
      quotas: [
        {
          units: 100_000,
          period: 'month',
          overage: { mode: 'charge', unit_price: '0.002', max_overage_units: 900_000 },
        },
      ],
      rate_limits: [{ limit: 1000, window_seconds: 1 }],
      features: { support: 'telephone', 'historical-data': true },
    },
  },
] as const;

export const routes = [
  {
    method: 'GET',
    template: '/current-weather',
    minimum_plan: 'free',
    weight: '1',
    name: 'Current weather',
    description: 'The weather of a city right now.',
    sample_parameters: { city: 'Lisbon' },
  },
  {
    method: 'GET',
    template: '/forecast',
    minimum_plan: 'pro',
    weight: '1',
    name: 'Forecast',
    description: 'The next five days.',
    sample_parameters: { city: 'Lisbon' },
  },
  {
    method: 'GET',
    template: '/historical',
    minimum_plan: 'enterprise',
    weight: '5',
    name: 'Historical weather',
    description: 'A year, month by month. Each call weighs five units of the quota.',
    sample_parameters: { city: 'Lisbon', year: '2020' },
  },
] as const;

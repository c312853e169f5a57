/** What the provider of the first road says of its API, and what else it sells. */
import { Client } from '../flow/client.ts';
import type { Instance } from '../flow/instance.ts';

const city = { type: 'string', minLength: 1, maxLength: 80 };
const weather = {
  type: 'object',
  required: ['city', 'temperature_c'],
  properties: {
    city: { type: 'string', description: 'As it was asked for.' },
    temperature_c: { type: 'number', minimum: -90, maximum: 60 },
    wind: {
      type: 'object',
      properties: {
        speed: { type: 'number' },
        direction: { type: ['string', 'null'], enum: ['N', 'S', null] },
      },
    },
  },
};
const example = { city: 'Lisbon', temperature_c: 21.5, wind: { speed: 3, direction: 'N' } };

const weatherDocument = {
  openapi: '3.1.0',
  info: { title: 'Weather', version: '1' },
  paths: {
    '/current-weather': {
      get: {
        operationId: 'current',
        summary: 'Current weather',
        description:
          'The weather of a **city** right now, from [its stations](https://stations.example/list).',
        parameters: [
          {
            name: 'city',
            in: 'query',
            required: true,
            description: 'Its name.',
            schema: city,
            example: 'Lisbon',
          },
          { name: 'units', in: 'query', schema: { type: 'string', enum: ['metric', 'imperial'] } },
          { name: 'X-Trace', in: 'header', schema: { type: 'string' } },
        ],
        responses: {
          200: { description: 'The weather', content: { 'application/json': { schema: weather, example } } },
          404: { description: 'No such city' },
        },
      },
    },
    '/reports/{station}': {
      post: {
        operationId: 'report',
        summary: 'Report an observation',
        parameters: [
          { name: 'station', in: 'path', required: true, schema: { type: 'integer', minimum: 1 } },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { type: 'object', required: ['sky'], properties: { sky: { enum: ['clear', 'rain'] } } },
            },
          },
        },
        responses: { 201: { description: 'Taken' } },
      },
    },
  },
};

const tides = {
  product: {
    slug: 'tides',
    name: 'Tides',
    summary: 'High and low water of every harbour',
    upstream_url: 'https://93.184.215.14',
  },
  route: { method: 'GET', template: '/harbours/{id}', name: 'Harbour' },
  plan: {
    slug: 'quay',
    name: 'Quay',
    tier: 0,
    publish: true,
    terms: {
      currency: 'USD',
      interval: { unit: 'month', count: 1 },
      price: '29.00',
      quotas: [{ units: 5000, period: 'month' }],
      features: { support: 'e-mail' },
    },
  },
};

/** The provider describes its API, and offers another one. */
export async function describeTheMarket(instance: Instance): Promise<void> {
  const { portal_url: portal, sample } = instance.facts;
  const anyone = new Client(portal);
  const login = { email: sample!.provider_email, password: sample!.password };
  const provider = anyone.bearer((await anyone.post('/auth/login', login)).access_token);
  const [weather] = (await provider.get('/products')).data;
  await provider.post(`/products/${weather.id}/openapi-imports`, { text: JSON.stringify(weatherDocument) });
  const product = await provider.post('/products', tides.product);
  await provider.post(`/products/${product.id}/routes`, tides.route);
  await provider.post('/billing/plans', { ...tides.plan, product_id: product.id });
  await provider.post(`/products/${product.id}/publish`);
}

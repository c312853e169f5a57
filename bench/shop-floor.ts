// What most figures need first: a Turnpike of its own with one API on offer and a consumer who may call it at will.
import { Client, eventually, type Json } from '../tests/flow/client.ts';
import { Instance } from '../tests/flow/instance.ts';
import { openShop, type Shop } from '../tests/flow/shop.ts';
import { getRequest } from './load.ts';

/** Limits that are checked for each call and never reached. */
const ampleTerms = {
  quotas: [{ units: 1_000_000_000_000, period: 'month' }],
  rate_limits: [{ limit: 1_000_000_000, window_seconds: 1 }],
};

export interface ShopFloorOptions {
  readonly upstreamPort: number;
  readonly environment?: Record<string, string>;
  /** Of the plan, beside limits that are never reached. */
  readonly terms?: Json;
}

export class ShopFloor {
  readonly instance: Instance;
  readonly shop: Shop;
  /** Service tokens: access tokens of people end after ten minutes. */
  readonly consumerToken: string;
  readonly providerToken: string;

  private constructor(instance: Instance, shop: Shop, consumerToken: string, providerToken: string) {
    this.instance = instance;
    this.shop = shop;
    this.consumerToken = consumerToken;
    this.providerToken = providerToken;
  }

  static async open({ upstreamPort, environment, terms }: ShopFloorOptions): Promise<ShopFloor> {
    const instance = new Instance({ environment: { GATEWAY_WORKERS: '1', ...environment } });
    try {
      const client = new Client((await instance.start()).portal_url);
      const shop = await openShop(client, {
        upstreamUrl: `http://127.0.0.1:${upstreamPort}`,
        routes: [{ method: 'GET', template: '/current-weather' }],
        terms: { ...ampleTerms, ...terms },
      });
      const { consumerId, providerId } = shop;
      const consumerToken = await serviceToken(client.bearer(shop.consumerToken), consumerId, consumerMay);
      const providerToken = await serviceToken(client.bearer(shop.providerToken), providerId, providerMay);
      return new ShopFloor(instance, shop, consumerToken, providerToken);
    } catch (error) {
      await instance.remove();
      throw error;
    }
  }

  get consumer(): Client {
    return new Client(this.instance.facts.portal_url).bearer(this.consumerToken);
  }

  get provider(): Client {
    return new Client(this.instance.facts.portal_url).bearer(this.providerToken);
  }

  get portalPort(): number {
    return Number(new URL(this.instance.facts.portal_url).port);
  }

  get gatewayPort(): number {
    return Number(new URL(this.instance.facts.gateway_url).port);
  }

  async addKey(name: string): Promise<{ id: string; key: string }> {
    return this.consumer.post('/keys', { subscription_id: this.shop.subscriptionId, name });
  }

  /** Waits until the gateway knows the key. */
  async untilAdmitted(key: string): Promise<void> {
    const url = `${this.instance.facts.gateway_url}${this.shop.path}/current-weather`;
    await eventually('a call that is admitted', 10, async () => {
      const response = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
      await response.arrayBuffer();
      return response.ok;
    });
  }

  callWith(key: string): string {
    return getRequest(`${this.shop.path}/current-weather`, { Authorization: `Bearer ${key}` });
  }

  async close(): Promise<void> {
    await this.instance.remove();
  }
}

const consumerMay = ['subscriptions:read', 'subscriptions:write', 'keys:write', 'usage:read', 'usage:write'];
const providerMay = ['catalog:read', 'catalog:write', 'usage:read', 'usage:write'];

async function serviceToken(client: Client, organizationId: string, permissions: string[]): Promise<string> {
  const path = `/organizations/${organizationId}/service-tokens`;
  return (await client.post(path, { name: 'bench', permissions })).token;
}

import type { PaymentProcessors } from '#connectors/payments';
import { type Db, isSandbox, newId, notFound, Problem } from '#kernel';
import type { PaymentMethod } from './payment.ts';
import { paymentProblems } from './problems.ts';
import * as store from './store.ts';

const mostMethods = 20;

/**
 * Adds a payment method; the first one of an organization is its default. Adding a known token again changes
 * nothing.
 */
export async function addMethod(
  tx: Db,
  processors: PaymentProcessors,
  request: {
    organizationId: string;
    processor: string;
    token: string;
    makeDefault: boolean;
    at: Temporal.Instant;
  },
): Promise<PaymentMethod> {
  const { organizationId, token, at } = request;
  const processor = processors.get(request.processor);
  // No real money is ever taken for a sandbox consumer.
  const movesMoney = processor?.name !== 'test';
  if (!processor || (movesMoney && isSandbox(organizationId)))
    throw new Problem(paymentProblems.processorUnknown);
  const described = await processor.describeToken(token);
  if (!described) throw new Problem(paymentProblems.tokenRefused);
  await store.lockMethods(tx, organizationId);
  const methods = await store.paymentMethods(tx, organizationId);
  const known = methods.find((one) => one.processor === processor.name && one.token === token);
  if (!known && methods.length >= mostMethods) {
    throw new Problem(paymentProblems.tokenRefused, {
      detail: `There are ${mostMethods} payment methods already.`,
    });
  }
  const method: PaymentMethod = known ?? {
    id: newId('pm'),
    organizationId,
    processor: processor.name,
    token,
    label: described.label,
    isDefault: false,
    createdAt: at,
  };
  if (!known) await store.insertMethod(tx, method);
  const isDefault = method.isDefault || request.makeDefault || methods.length === 0;
  if (isDefault) await store.setDefaultMethod(tx, organizationId, method.id);
  return { ...method, isDefault };
}

/** Makes a method the default, or with null collects nothing automatically any more. */
export async function chooseDefault(tx: Db, organizationId: string, id: string | null): Promise<void> {
  await store.lockMethods(tx, organizationId);
  const methods = await store.paymentMethods(tx, organizationId);
  if (id !== null && !methods.some((one) => one.id === id)) throw notFound('payment method');
  await store.setDefaultMethod(tx, organizationId, id);
}

export async function removeMethod(
  tx: Db,
  organizationId: string,
  id: string,
  at: Temporal.Instant,
): Promise<void> {
  await store.lockMethods(tx, organizationId);
  if (!(await store.removeMethod(tx, organizationId, id, at))) throw notFound('payment method');
}

/** Whether an organization has something that is charged without asking. */
export async function hasPaymentMethod(db: Db, organizationId: string): Promise<boolean> {
  const methods = await store.paymentMethods(db, organizationId);
  return methods.some((method) => method.isDefault);
}

/** Those of these organizations that have. */
export async function payersAmong(db: Db, organizationIds: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await store.defaultMethods(db, [...new Set(organizationIds)])).keys());
}

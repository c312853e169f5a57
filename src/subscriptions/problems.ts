import { defineProblems } from '#kernel';

export const subscriptionsProblems = defineProblems('subscriptions', {
  alreadySubscribed: { status: 409, title: 'The organization already has this product' },
  planNotOffered: { status: 409, title: 'The plan is not on offer' },
  currencyNotOffered: { status: 409, title: 'The plan has no prices in this currency' },
  consumerBanned: { status: 403, title: 'The provider does not serve this organization' },
  couponRefused: { status: 409, title: 'The coupon does not hold here' },
  subscriptionEnded: { status: 409, title: 'The subscription has ended' },
  changeNotPossible: { status: 409, title: 'The subscription cannot be changed like this' },
  paymentMethodRequired: { status: 409, title: 'This trial needs a payment method' },
  keyNameTaken: { status: 409, title: 'The subscription already has an active key of this name' },
  tooManyKeys: { status: 409, title: 'The subscription has as many active keys as it may' },
  keyEnded: { status: 409, title: 'The key was revoked or has expired' },
  keyRotated: { status: 409, title: 'The key has a successor already' },
});

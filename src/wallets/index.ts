export { expireDueCredit, revokeGrant, takeBackTopUp } from './end-credit.ts';
export { creditExpired, creditGranted, creditUsed, walletLow } from './events.ts';
export { giveCredit, grantTopUp } from './grant-credit.ts';
export { holdFor, type Lease, type LeaseWant, unitsFor, unsettledOf } from './lease.ts';
export { closeLeases, leaseCredit, type Return, returnCredit } from './lease-credit.ts';
export { type CreditTurn, type IncludedCredit, turnPeriodCredit } from './period-credit.ts';
export { walletProblems } from './problems.ts';
export { type LiveUse, type WalletRouteDeps, walletRoutes } from './routes.ts';
export { amountText, type HasBought, readAmount } from './routes-grants.ts';
export {
  type Debt,
  type PromotionalCredit,
  promotionalCredits,
  type Settlement,
  settlePaidCredit,
  type Taking,
  takePromotional,
} from './settle-credit.ts';
export {
  type PrepaidCharge,
  type PrepaidHistory,
  prepaidHistory,
  prepaidTotal,
  type SettledBefore,
  settleCharged,
  settledElsewhere,
  settleLeases,
} from './settle-leases.ts';
export { leasesOfWallets, openLeases, type SettledPeriod } from './store-leases.ts';
export { findWallets, hasWallet, walletsOf } from './store-wallets.ts';
export { tellLowCredit } from './tell-low.ts';
export { tellUsedCredit } from './tell-used.ts';
export { balanceOf, type Grant, type Wallet, type WalletRef, walletText } from './wallet.ts';
export { walletDifferences } from './wallet-differences.ts';
export { walletObligations } from './wallet-obligations.ts';
export { WALLET_TOPIC } from './write-sheets.ts';

-- Credit that a plan includes belongs to a billing period: it pays for that period's usage alone, ends when the period is
-- billed, and what its rule carries over stays in the same grant, whose period then reaches to the end of the next one.

alter table wallets_grants
  drop constraint wallets_grants_rollover,
  drop constraint wallets_grants_amount_minor_check,
  drop constraint wallets_grants_source_check,
  drop column rollover_expires_at,
  add column period_start_at timestamptz,
  add column period_end_at timestamptz,
  -- A change of plan may leave nothing of what was included.
  add constraint wallets_grants_amount check (amount_minor >= 0),
  add constraint wallets_grants_source check (source in ('top_up', 'gift', 'plan')),
  add constraint wallets_grants_period check (
    (period_start_at is null) = (source <> 'plan') and (period_end_at is null) = (source <> 'plan')
    and (rollover_maximum_minor is null or source = 'plan'));

alter table wallets_movements
  drop constraint wallets_movements_kind_check,
  add constraint wallets_movements_kind
    check (kind in ('granted', 'settled', 'discounted', 'expired', 'revoked', 'taken_back'));

-- What changes of a subscription need to know beyond segments.

alter table subscriptions_subscriptions
  -- Quota periods that follow the subscription are counted from here, whatever becomes of the billing cycle: a pause or
  -- another interval must neither give a used quota back nor move periods that were billed.
  add column quota_anchor_at timestamptz,
  -- When its trial ended or is to end. A consumer has one trial of a product, so that it is kept.
  add column trial_ends_at timestamptz,
  -- When the consumer was told that the trial ends.
  add column trial_noticed_at timestamptz;

update subscriptions_subscriptions
set quota_anchor_at = anchor_at, trial_ends_at = case when state = 'trialing' then current_period_end_at end;

alter table subscriptions_subscriptions alter column quota_anchor_at set not null;

create index subscriptions_to_resume on subscriptions_subscriptions (resumes_at, id) where resumes_at is not null;
create index subscriptions_trials on subscriptions_subscriptions (current_period_end_at, id) where state = 'trialing';
create index subscriptions_by_version on subscriptions_subscriptions (plan_version_id, id) where state <> 'canceled';

-- What is charged in advance counts up to here: later than the segment's end where the unused rest is not given back.
alter table subscriptions_segments
  add column charged_until_at timestamptz,
  add check (charged_until_at >= end_at);

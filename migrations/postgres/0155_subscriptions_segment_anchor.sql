-- What follows a subscription (quota periods, fees with an interval of their own) is counted from its anchor, which
-- begins anew with another cycle. A segment keeps the one that held in it.

alter table subscriptions_segments add column anchor_at timestamptz;
update subscriptions_segments set anchor_at = whole_start_at;
alter table subscriptions_segments alter column anchor_at set not null;

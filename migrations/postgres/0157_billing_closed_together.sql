-- Segments of one billing period that are closed together are looked at together when usage comes late.
alter table billing_closed_periods add column last_end_at timestamptz;
update billing_closed_periods set last_end_at = period_end_at;
alter table billing_closed_periods alter column last_end_at set not null;
create index billing_closed_periods_ends on billing_closed_periods (subscription_id, last_end_at);

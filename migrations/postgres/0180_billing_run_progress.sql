-- A run tells how far it is without its items being counted again each time, and can be called off.
alter table billing_runs drop constraint billing_runs_state_check;
alter table billing_runs add constraint billing_runs_state_check
  check (state in ('queued', 'running', 'done', 'canceled'));
alter table billing_runs
  add column total integer not null default 0,
  -- When work on it last began, and how much was done by then: its pace is that since.
  add column resumed_at timestamptz,
  add column resumed_done integer not null default 0;
drop index billing_runs_open;
create index billing_runs_open on billing_runs (created_at) where state in ('queued', 'running');
create index billing_runs_by_provider on billing_runs (provider_id, id desc);

-- How many of a run's items have which outcome. Written with the outcomes, last of all that a batch writes.
create table billing_run_counts (
  run_id text not null references billing_runs (id),
  outcome text not null,
  count integer not null,
  primary key (run_id, outcome)
) with (fillfactor = 50);

insert into billing_run_counts
select run_id, outcome, count(*) from billing_run_items where outcome is not null group by 1, 2;
update billing_runs r set total = (select count(*) from billing_run_items i where i.run_id = r.id);

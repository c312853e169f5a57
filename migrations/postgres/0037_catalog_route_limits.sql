-- A route may have several rate windows, and a limit of calls at once.

alter table catalog_routes add column rate_limits jsonb not null default '[]';
alter table catalog_routes add column concurrency int check (concurrency > 0);

update catalog_routes
set rate_limits = jsonb_build_array(jsonb_build_object('limit', rate_limit, 'window_seconds', rate_limit_window_seconds))
where rate_limit is not null;

alter table catalog_routes alter column rate_limits drop default;
alter table catalog_routes drop column rate_limit, drop column rate_limit_window_seconds;

-- Plan versions. Subscribers stay on the published version that they took, and invoices are recomputed from it years
-- later, so the database itself refuses to change or remove one, whoever asks.

create table catalog_plan_versions (
  id text primary key,
  plan_id text not null references catalog_plans,
  number int not null check (number > 0),
  state text not null check (state in ('draft', 'published')),
  terms jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  published_at timestamptz,
  unique (plan_id, number),
  check ((state = 'published') = (published_at is not null))
);

alter table catalog_plans
  add constraint catalog_plans_current_version foreign key (current_version_id) references catalog_plan_versions;

create function catalog_keep_published_version() returns trigger language plpgsql as $$
begin
  raise exception 'plan version % is published and can never change', old.id using errcode = 'integrity_constraint_violation';
end
$$;

create trigger catalog_published_version_is_immutable
  before update or delete on catalog_plan_versions
  for each row when (old.state = 'published') execute function catalog_keep_published_version();

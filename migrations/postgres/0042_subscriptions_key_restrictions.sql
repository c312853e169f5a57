-- What a key may be used for beside what the plan allows. Empty lists restrict nothing, so that the keys of everybody who
-- never asks for restrictions stay as they were. Routes are ids of the catalog: one that is deleted there opens nothing.

alter table subscriptions_keys
  add column allowed_ips text[] not null default '{}',
  add column scopes text[] not null default '{}',
  add column routes text[] not null default '{}';

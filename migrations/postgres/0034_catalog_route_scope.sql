-- What a route asks of keys beside the plan: a scope that keys with scopes must have, and the environments whose keys
-- it takes.

alter table catalog_routes
  add column required_scope text,
  add column environments text[] not null default '{live,test}'
    check (cardinality(environments) between 1 and 2 and environments <@ '{live,test}');

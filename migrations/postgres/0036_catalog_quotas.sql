-- A plan may have several quotas, each with what happens beyond it, and windows of its own for single routes. Versions
-- that were published keep meaning exactly what they meant, only in the new words; so the guard steps aside for this once.

alter table catalog_plan_versions disable trigger catalog_published_version_is_immutable;

update catalog_plan_versions
set terms = (terms - 'quota' - 'overage') || jsonb_build_object(
  'quotas', case when jsonb_typeof(terms -> 'quota') = 'object'
    then jsonb_build_array((terms -> 'quota') || jsonb_build_object('alignment', 'calendar', 'overage', terms -> 'overage'))
    else '[]'::jsonb end,
  'route_rate_limits', '[]'::jsonb)
where not terms ? 'quotas';

alter table catalog_plan_versions enable trigger catalog_published_version_is_immutable;

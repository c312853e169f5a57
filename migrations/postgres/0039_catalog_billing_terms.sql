-- Terms say more about billing: fees with intervals of their own, phases, further currencies, commitments. Versions that
-- were published keep meaning exactly what they meant: every new word is given its neutral value, so the guard steps
-- aside for this once.

alter table catalog_plan_versions disable trigger catalog_published_version_is_immutable;

update catalog_plan_versions
set terms = '{"currencies": {}, "billing": {"alignment": "anniversary", "proration": "second"},
  "trial_requires_payment_method": false, "phases": [], "fees": [], "percent_off": null, "commitment": null,
  "maximum": null, "threshold": null, "prepaid": null, "tax_behavior": "exclusive"}'::jsonb || terms
  || jsonb_build_object('prices',
    (select coalesce(jsonb_agg('{"interval": null}'::jsonb || item order by position), '[]'::jsonb)
     from jsonb_array_elements(terms -> 'prices') with ordinality as listed(item, position)))
where not terms ? 'billing';

alter table catalog_plan_versions enable trigger catalog_published_version_is_immutable;

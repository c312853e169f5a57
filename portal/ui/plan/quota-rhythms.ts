/** Every period that a quota may have, by the name that the API and the headers give it. */
export const QUOTA_RHYTHMS = (['calendar', 'anniversary'] as const).flatMap((alignment) =>
  (['day', 'week', 'month', 'year'] as const).map((period) => ({
    period,
    alignment,
    name: alignment === 'calendar' ? period : (`${period}-${alignment}` as const),
  })),
);

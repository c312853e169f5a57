/** Every kind of condition, so that each of them can be spoiled. */
export const meterDefinition = {
  event_type: 'transfer',
  aggregation: 'percentile',
  value: 'properties.mbit',
  percentile: 95,
  filter: { and: [{ field: 'properties.region', operator: 'in', value: ['eu', 'us'] }] },
  group_by: ['properties.region'],
  free_status_classes: ['5xx'],
};

export const weekendVariant = {
  ...{ key: 'weekend', name: 'Weekend', price: { model: 'per_unit', unit_price: '0.05' } },
  when: {
    ...{ weekdays: [6, 7], time: { from: '08:00', to: '20:00' } },
    filter: { field: 'status_class', operator: 'eq', value: '2xx' },
  },
};

import { useFormContext } from 'react-hook-form';
import { t } from '../../../text/index.ts';
import { Checkbox, Field, Input, Select } from '../../../ui/field.tsx';
import { LinesField } from '../lines-field.tsx';
import { wholeRule } from '../rules.ts';
import { ABUSES, SIGNINGS, type TrafficValues } from './traffic-values.ts';

/** From where calls may come, how large they may be, and how they show whose they are. */
export function CallFields() {
  const { register, formState } = useFormContext<TrafficValues>();
  const { errors } = formState;
  const words = t.provider.traffic;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <LinesField
        label={words.allow}
        hint={words.allowHint}
        error={errors.allow?.message}
        placeholder="203.0.113.0/24"
        {...register('allow')}
      />
      <LinesField
        label={words.deny}
        hint={words.denyHint}
        error={errors.deny?.message}
        {...register('deny')}
      />
      <Field label={words.signing} hint={words.signingHint} error={errors.signing?.message}>
        <Select {...register('signing')}>
          {SIGNINGS.map((signing) => (
            <option key={signing} value={signing}>
              {words.signings[signing]}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={words.bodyBytes} optional hint={words.bodyBytesHint} error={errors.bodyBytes?.message}>
        <Input inputMode="numeric" {...register('bodyBytes', wholeRule)} />
      </Field>
      <Field label={words.abuse} hint={words.abuseHint} error={errors.abuse?.message}>
        <Select {...register('abuse')}>
          {ABUSES.map((abuse) => (
            <option key={abuse} value={abuse}>
              {words.abuses[abuse]}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={words.quotaStatus} error={errors.quotaStatus?.message}>
        <Select {...register('quotaStatus')}>
          <option value="429">{words.quotaStatuses[429]}</option>
          <option value="403">{words.quotaStatuses[403]}</option>
        </Select>
      </Field>
      <div className="sm:col-span-2">
        <Checkbox label={words.keyInQuery} hint={words.keyInQueryHint} {...register('keyInQuery')} />
      </div>
    </div>
  );
}

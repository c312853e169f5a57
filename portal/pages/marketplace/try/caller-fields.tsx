import { t } from '../../../text/index.ts';
import { Field, Select } from '../../../ui/field.tsx';
import { Segments } from '../../../ui/segments.tsx';
import type { CallerChoice } from '../callers.ts';

type Environment = 'live' | 'test';

export interface CallerFieldsProps {
  choices: CallerChoice[];
  caller: CallerChoice;
  onCaller(subscriptionId: string): void;
  environments: Environment[];
  environment: Environment;
  onEnvironment(environment: Environment): void;
}

/** Whom the call is made for: it counts against that subscription. */
export function CallerFields({ choices, caller, environments, environment, ...on }: CallerFieldsProps) {
  return (
    <div className="grid gap-3">
      <Field label={t.tryIt.caller} hint={t.tryIt.callerHint}>
        <Select value={caller.subscription.id} onChange={(event) => on.onCaller(event.target.value)}>
          {choices.map(({ organization, subscription }) => (
            <option key={subscription.id} value={subscription.id}>
              {t.tryIt.callerName(organization.name, subscription.plan.name)}
            </option>
          ))}
        </Select>
      </Field>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <Segments
          label={t.tryIt.environment}
          value={environment}
          options={environments.map((one) => ({ value: one, label: t.environments[one] ?? one }))}
          onChange={on.onEnvironment}
        />
        <p className="text-[0.8125rem] text-ink-muted">
          {environment === 'test' ? t.tryIt.testHint : t.tryIt.keyHint}
        </p>
      </div>
    </div>
  );
}

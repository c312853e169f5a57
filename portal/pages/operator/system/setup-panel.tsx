import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Circle, CircleCheck } from 'lucide-react';
import { secondFactorQuery } from '../../../api/account.ts';
import { organizationsQuery } from '../../../api/directory.ts';
import { defaultTaxRatesQuery } from '../../../api/operations.ts';
import { readinessQuery } from '../../../api/operator.ts';
import { rowsOf } from '../../../api/pages.ts';
import { sessionQuery } from '../../../api/session.ts';
import { t } from '../../../text/index.ts';
import { Panel } from '../../../ui/card.tsx';

interface Step {
  name: keyof typeof t.operatorSystem.steps;
  to: '/account' | '/admin/settings' | '/admin/directory' | '/admin';
  done: boolean;
}

/** What a new installation still needs; it leaves the page once all of it is there. */
export function SetupPanel() {
  const session = useQuery(sessionQuery).data;
  const secondFactor = useQuery(secondFactorQuery).data;
  const readiness = useQuery(readinessQuery).data;
  const rates = rowsOf(useInfiniteQuery(defaultTaxRatesQuery).data);
  const organizations = rowsOf(useInfiniteQuery(organizationsQuery(undefined)).data);
  if (!session || !secondFactor || !readiness || !rates || !organizations) return null;
  const steps: Step[] = [
    { name: 'password', to: '/account', done: !session.user.password_is_temporary },
    { name: 'secondFactor', to: '/account', done: secondFactor.enabled },
    { name: 'ready', to: '/admin', done: readiness.status === 'ready' },
    { name: 'taxRates', to: '/admin/settings', done: rates.length > 0 },
    { name: 'provider', to: '/admin/directory', done: organizations.some((one) => one.provider) },
  ];
  if (steps.every((step) => step.done)) return null;
  const words = t.operatorSystem;
  return (
    <Panel title={words.setup} hint={words.setupHint}>
      <ol className="grid gap-1">
        {steps.map(({ name, to, done }) => {
          const Icon = done ? CircleCheck : Circle;
          return (
            <li key={name}>
              <Link
                to={to}
                className="flex min-h-9 items-center gap-2.5 rounded-md px-2 text-sm hover:bg-hover"
              >
                <Icon
                  aria-hidden="true"
                  className={done ? 'size-5 shrink-0 text-brand-ink' : 'size-5 shrink-0 text-ink-faint'}
                />
                <span className={done ? 'text-ink-muted' : 'font-medium'}>
                  {words.steps[name]}
                  <span className="sr-only"> {done ? t.provider.stepDone : t.provider.stepOpen}</span>
                </span>
              </Link>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}

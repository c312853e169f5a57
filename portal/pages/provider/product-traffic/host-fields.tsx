import { useInfiniteQuery } from '@tanstack/react-query';
import { useFormContext } from 'react-hook-form';
import { hostsQuery } from '../../../api/hosts.ts';
import { rowsOf } from '../../../api/pages.ts';
import type { OwnProduct } from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';
import { LinesField } from '../lines-field.tsx';
import { useProvider } from '../organization.ts';
import type { TrafficValues } from './traffic-values.ts';

/** Names of its own for the product, and whether the operator has given them. */
export function HostFields({ product }: { product: OwnProduct }) {
  const organization = useProvider();
  const { register, formState } = useFormContext<TrafficValues>();
  const hosts = rowsOf(useInfiniteQuery(hostsQuery(organization.slug)).data) ?? [];
  const own = hosts.filter((host) => host.product_id === product.id);
  const words = t.provider.traffic;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <LinesField
        label={words.hostNames}
        hint={words.hostNamesHint}
        error={formState.errors.hosts?.message}
        placeholder="api.example.com"
        {...register('hosts')}
      />
      {own.length > 0 && (
        <ul aria-label={words.hostStates} className="grid content-start gap-2 text-sm">
          {own.map((host) => (
            <li key={host.host} className="flex flex-wrap items-center gap-2">
              <code className="font-mono text-[0.8125rem] wrap-anywhere">{host.host}</code>
              <Badge tone={host.approved_at ? 'good' : 'warn'}>
                {host.approved_at ? words.hostGiven : words.hostWaits}
              </Badge>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

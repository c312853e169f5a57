import { getRouteApi } from '@tanstack/react-router';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { Page } from '../../../ui/page.tsx';
import { Segments } from '../../../ui/segments.tsx';
import { OrganizationTable } from './organization-table.tsx';
import { PersonTable } from './person-table.tsx';

const route = getRouteApi('/admin/directory');

/** Filters stand in the address: what was found can be sent to a colleague. */
export function DirectoryPage() {
  const { of, search } = route.useSearch();
  const navigate = route.useNavigate();
  const words = t.operator.directory;
  const Table = of === 'people' ? PersonTable : OrganizationTable;
  return (
    <Page title={words.title} hint={words.hint}>
      <div className="flex flex-wrap items-end gap-4">
        <Segments
          label={words.of}
          value={of}
          options={[
            { value: 'organizations', label: words.organizations },
            { value: 'people', label: words.people },
          ]}
          onChange={(next) => void navigate({ search: { of: next, search } })}
        />
        <search className="min-w-0 flex-1 max-sm:basis-full sm:max-w-md">
          <form
            className="flex items-end gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              const text = String(new FormData(event.currentTarget).get('search') ?? '').trim();
              void navigate({ search: { of, search: text || undefined } });
            }}
          >
            <Field className="min-w-0 flex-1" label={words.search[of]}>
              <Input key={search} name="search" type="search" defaultValue={search} maxLength={100} />
            </Field>
            <Button type="submit">{t.catalog.searchAction}</Button>
          </form>
        </search>
      </div>
      <Table key={of} search={search} />
    </Page>
  );
}

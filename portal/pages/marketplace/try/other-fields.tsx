import { Plus, X } from 'lucide-react';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Input, Select } from '../../../ui/field.tsx';
import type { OtherValue } from './form-values.ts';

export interface OtherFieldsProps {
  others: OtherValue[];
  onChange(others: OtherValue[]): void;
}

/** What the documentation does not name: it may not name everything. */
export function OtherFields({ others, onChange }: OtherFieldsProps) {
  const set = (id: number, more: Partial<OtherValue>) =>
    onChange(others.map((one) => (one.id === id ? { ...one, ...more } : one)));
  const nextId = Math.max(-1, ...others.map(({ id }) => id)) + 1;
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-1.5 text-sm font-medium">{t.tryIt.others}</legend>
      {others.map(({ id, place, name, value }, index) => (
        <div
          key={id}
          className="grid grid-cols-[7rem_minmax(0,1fr)_auto] gap-2 sm:grid-cols-[7rem_1fr_1fr_auto]"
        >
          <Select
            aria-label={t.tryIt.otherPlace(index + 1)}
            value={place}
            onChange={(event) => set(id, { place: event.target.value as OtherValue['place'] })}
          >
            <option value="query">{t.docs.places.query}</option>
            <option value="header">{t.docs.places.header}</option>
          </Select>
          <Input
            aria-label={t.tryIt.otherName(index + 1)}
            value={name}
            spellCheck={false}
            onChange={(event) => set(id, { name: event.target.value })}
          />
          <Input
            aria-label={t.tryIt.otherValue(index + 1)}
            value={value}
            spellCheck={false}
            className="max-sm:col-span-2 max-sm:row-start-2"
            onChange={(event) => set(id, { value: event.target.value })}
          />
          <Button
            look="quiet"
            size="icon"
            aria-label={t.tryIt.remove(name || String(index + 1))}
            onClick={() => onChange(others.filter((one) => one.id !== id))}
          >
            <X aria-hidden="true" className="size-4" />
          </Button>
        </div>
      ))}
      <Button
        size="small"
        className="justify-self-start"
        onClick={() => onChange([...others, { id: nextId, place: 'query', name: '', value: '' }])}
      >
        <Plus aria-hidden="true" className="size-4" />
        {t.tryIt.addOther}
      </Button>
    </fieldset>
  );
}

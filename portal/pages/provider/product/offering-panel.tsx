import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { categoriesQuery } from '../../../api/product-docs.ts';
import { changeProduct, type OwnProduct } from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { Checkbox, Field, Input, Select } from '../../../ui/field.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useProvider } from '../organization.ts';

type Visibility = OwnProduct['visibility'];

/** Who sees the product, and under which words it is found. Keyed by revision: what somebody else saved shows. */
export function OfferingPanel({ product, mayWrite }: { product: OwnProduct; mayWrite: boolean }) {
  return <OfferingForm key={product.revision} product={product} mayWrite={mayWrite} />;
}

function OfferingForm({ product, mayWrite }: { product: OwnProduct; mayWrite: boolean }) {
  const organization = useProvider();
  const categories = useQuery(categoriesQuery()).data ?? [];
  const [visibility, setVisibility] = useState<Visibility>(product.visibility);
  const [asks, setAsks] = useState(product.access_requests);
  const [category, setCategory] = useState(product.category ?? '');
  const [tags, setTags] = useState(product.tags.join(', '));
  const words = t.provider.offering;
  const save = useMutation({
    mutationFn: () =>
      changeProduct(organization.slug, product.id, {
        visibility,
        access_requests: visibility === 'private' && asks,
        category: category || null,
        tags: tags.split(',').filter((tag) => tag.trim() !== ''),
        revision: product.revision,
      }),
    onSuccess: () => announce(words.saved, product.name),
  });
  return (
    <Panel title={words.title} hint={words.hint}>
      <form
        className="grid gap-4 sm:grid-cols-2"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Field label={words.visibility} hint={words.hints[visibility]}>
          <Select
            value={visibility}
            disabled={!mayWrite}
            onChange={(event) => setVisibility(event.target.value as Visibility)}
          >
            {(['public', 'unlisted', 'private'] as const).map((one) => (
              <option key={one} value={one}>
                {words.names[one]}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t.provider.product.category}>
          <Select value={category} disabled={!mayWrite} onChange={(event) => setCategory(event.target.value)}>
            <option value="">–</option>
            {categories.map((one) => (
              <option key={one.slug} value={one.slug}>
                {one.name}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={words.tags} optional hint={words.tagsHint}>
          <Input value={tags} disabled={!mayWrite} onChange={(event) => setTags(event.target.value)} />
        </Field>
        {visibility === 'private' && (
          <Checkbox
            label={words.asks}
            hint={words.asksHint}
            checked={asks}
            disabled={!mayWrite}
            onChange={(event) => setAsks(event.target.checked)}
          />
        )}
        <div className="grid gap-4 sm:col-span-2">
          <ProblemNote error={save.error} />
          {mayWrite && (
            <div>
              <Button type="submit" busy={save.isPending}>
                {words.save}
              </Button>
            </div>
          )}
        </div>
      </form>
    </Panel>
  );
}

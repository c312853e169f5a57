import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import type { OwnProduct } from '../../../api/products.ts';
import { saveLogo } from '../../../api/writing.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useProvider } from '../organization.ts';

export function LogoPanel({ product, mayWrite }: { product: OwnProduct; mayWrite: boolean }) {
  const organization = useProvider();
  const chooser = useRef<HTMLInputElement>(null);
  const words = t.provider.writing;
  const save = useMutation({
    mutationFn: (file: File | null) => saveLogo(organization.slug, product.id, file),
    onSuccess: () => announce(words.logoSaved, product.name),
  });
  return (
    <Panel title={words.logo} hint={words.logoHint}>
      <div className="grid gap-4">
        <div className="flex flex-wrap items-center gap-4">
          {product.logo_url ? (
            <img
              src={product.logo_url}
              alt={words.logoOf(product.name)}
              className="size-16 rounded-lg border border-line object-contain"
            />
          ) : (
            <p className="text-sm text-ink-muted">{words.noLogo}</p>
          )}
          {mayWrite && (
            <span className="flex flex-wrap gap-2">
              <input
                ref={chooser}
                type="file"
                accept="image/png,image/jpeg,image/webp"
                aria-label={words.logoFile}
                className="sr-only"
                tabIndex={-1}
                onChange={(event) => {
                  const file = event.target.files?.[0];
                  if (file) save.mutate(file);
                  // So that choosing the same file again is a change.
                  event.target.value = '';
                }}
              />
              <Button busy={save.isPending} onClick={() => chooser.current?.click()}>
                {product.logo_url ? words.replaceLogo : words.chooseLogo}
              </Button>
              {product.logo_url && (
                <Button look="quiet" disabled={save.isPending} onClick={() => save.mutate(null)}>
                  {words.removeLogo}
                </Button>
              )}
            </span>
          )}
        </div>
        <ProblemNote error={save.error} />
      </div>
    </Panel>
  );
}

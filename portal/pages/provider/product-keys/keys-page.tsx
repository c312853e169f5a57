import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type IssuedKey, importKeys, type KeysImport } from '../../../api/issued-keys.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { Field, Textarea } from '../../../ui/field.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useProvider } from '../organization.ts';
import { useOwnProduct } from '../product-layout.tsx';
import { ImportResults } from './import-results.tsx';
import { type KeyRow, keyRowsOf } from './key-rows.ts';
import { SubscriptionIds } from './subscription-ids.tsx';

const MOST_ROWS = 1000;
const SAMPLE = `subscription_id,name,key,environment,expires_at,scopes
sub_…,Old production key,the-key-as-it-is-sent,live,,read write`;

/** Consumers keep the keys that they have. The pasted text stays in this page and is forgotten with it. */
export function ProductKeysPage() {
  const { product } = useOwnProduct();
  const { permissions } = useProvider();
  const words = t.provider.issuedKeys;
  return (
    <>
      <Panel title={words.title} hint={words.hint}>
        {permissions.includes('keys:write') ? (
          <ImportForm productId={product.id} />
        ) : (
          <p className="text-sm text-ink-muted">{words.notYou}</p>
        )}
      </Panel>
      <SubscriptionIds productId={product.id} />
    </>
  );
}

function ImportForm({ productId }: { productId: string }) {
  const organization = useProvider();
  const [text, setText] = useState('');
  const [mistake, setMistake] = useState<string>();
  const [done, setDone] = useState<{ rows: KeyRow[]; said: KeysImport } | null>(null);
  const words = t.provider.issuedKeys;
  const send = useMutation({
    mutationFn: (rows: KeyRow[]) => importKeys(organization.slug, productId, rows as IssuedKey[]),
    onSuccess: (said, rows) => setDone({ said, rows }),
    gcTime: 0,
  });

  function submit() {
    setMistake(undefined);
    setDone(null);
    try {
      const rows = keyRowsOf(text);
      if (rows.length === 0) setMistake(words.noRows);
      else if (rows.length > MOST_ROWS) setMistake(words.tooMany(rows.length, MOST_ROWS));
      else send.mutate(rows);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      setMistake(words.unreadable(error.message));
    }
  }

  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <CodeBlock code={SAMPLE} label={words.sample} />
      <Field label={words.rows} hint={words.rowsHint} error={mistake}>
        <Textarea
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="min-h-48 font-mono text-[0.8125rem]"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <ProblemNote error={send.error} />
      <Button type="submit" look="primary" busy={send.isPending} className="justify-self-start">
        {words.import}
      </Button>
      {done && <ImportResults rows={done.rows} said={done.said} />}
    </form>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { type PayoutAccount, payoutAccountQuery, savePayoutAccount } from '../../../api/payouts.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Facts, Panel } from '../../../ui/card.tsx';
import { InlineCode } from '../../../ui/code-block.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { useProvider } from '../organization.ts';

/** Where payouts go. Without it the balance grows and waits. */
export function PayoutAccountPanel() {
  const organization = useProvider();
  const mayWrite = organization.permissions.includes('billing:write');
  const [isEditing, setEditing] = useState(false);
  const query = useQuery(payoutAccountQuery(organization.slug));
  const edit = mayWrite && query.data && !isEditing && (
    <Button size="small" onClick={() => setEditing(true)}>
      {t.provider.account.change}
    </Button>
  );
  return (
    <Panel title={t.provider.account.title} hint={t.provider.account.hint} actions={edit}>
      <QueryView query={query}>
        {(account) =>
          mayWrite && (!account || isEditing) ? (
            <AccountForm account={account} onDone={() => setEditing(false)} />
          ) : (
            <AccountFacts account={account} />
          )
        }
      </QueryView>
    </Panel>
  );
}

function AccountFacts({ account }: { account: PayoutAccount | null }) {
  if (!account) return <p className="text-sm text-ink-muted">{t.provider.account.none}</p>;
  return (
    <Facts
      facts={[
        [t.provider.account.holder, account.holder_name],
        [t.provider.account.iban, <InlineCode key="iban">{account.iban}</InlineCode>],
      ]}
    />
  );
}

interface Values {
  holder: string;
  iban: string;
}

function AccountForm({ account, onDone }: { account: PayoutAccount | null; onDone(): void }) {
  const organization = useProvider();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<Values>({
    defaultValues: { holder: account?.holder_name ?? '', iban: account?.iban ?? '' },
  });
  const { errors, isSubmitting } = form.formState;
  const words = t.provider.account;

  async function submit({ holder, iban }: Values) {
    setFailure(null);
    try {
      await savePayoutAccount(organization.slug, { holder_name: holder, iban });
      announce(words.saved);
      onDone();
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, { '/holder_name': 'holder', '/iban': 'iban' }));
    }
  }

  return (
    <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
      <Field label={words.holder} error={errors.holder?.message}>
        <Input
          autoComplete="name"
          {...form.register('holder', { required: t.auth.required(words.holder) })}
        />
      </Field>
      <Field label={words.iban} error={errors.iban?.message}>
        <Input
          autoComplete="off"
          className="font-mono"
          {...form.register('iban', { required: t.auth.required(words.iban) })}
        />
      </Field>
      <ProblemNote error={failure} />
      <div className="flex gap-2">
        <Button type="submit" look="primary" busy={isSubmitting}>
          {t.actions.save}
        </Button>
        {account && <Button onClick={onDone}>{t.actions.cancel}</Button>}
      </div>
    </form>
  );
}

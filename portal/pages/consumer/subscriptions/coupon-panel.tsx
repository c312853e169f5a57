import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { redeemCoupon, redemptionsQuery } from '../../../api/coupons.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Facts, Panel } from '../../../ui/card.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { discountWords } from '../../../ui/plan/discount.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useOrganization } from '../organization.ts';

/** The coupons of a subscription, and a place for the code of another. */
export function CouponPanel({ subscriptionId }: { subscriptionId: string }) {
  const organization = useOrganization();
  const [code, setCode] = useState('');
  const redeemed = useQuery(redemptionsQuery(organization.slug, subscriptionId)).data ?? [];
  const words = t.discount;
  const redeem = useMutation({
    mutationFn: () => redeemCoupon(organization.slug, subscriptionId, code.trim()),
    onSuccess: () => {
      announce(words.redeemed, code.trim());
      setCode('');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    redeem.mutate();
  };
  return (
    <Panel title={words.title} hint={words.hint}>
      <div className="grid gap-4">
        {redeemed.length > 0 && <Facts facts={redeemed.map((one) => [one.code, discountWords(one)])} />}
        <form className="flex flex-wrap items-end gap-3" onSubmit={submit}>
          <Field label={words.code} className="min-w-0 flex-1 sm:max-w-64">
            <Input
              required
              maxLength={40}
              autoComplete="off"
              className="font-mono"
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </Field>
          <Button type="submit" busy={redeem.isPending}>
            {words.redeem}
          </Button>
        </form>
        <ProblemNote error={redeem.error} />
      </div>
    </Panel>
  );
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { acceptQuote, askQuote, type Quote, type QuoteOrder } from '../api/changes.ts';
import { t } from '../text/index.ts';
import { announce } from './announce.ts';
import { Facts } from './card.tsx';
import { ConfirmDialog } from './dialog.tsx';
import { formatMoney } from './format/money.ts';
import { ProblemNote } from './problem-panel.tsx';

export interface QuoteDialogProps {
  /** The slug of who asks: the consumer, or the provider. */
  organization: string;
  /** What to show the price of; null while the dialog is closed. */
  order: QuoteOrder | null;
  title: string;
  confirmLabel: string;
  danger?: boolean;
  onClose(): void;
}

/** What a change comes to, from the server's own reckoning, before it is confirmed; confirming does exactly that. */
export function QuoteDialog({ organization, order, onClose, ...props }: QuoteDialogProps) {
  const quoted = useQuery({
    queryKey: ['quote', organization, order],
    queryFn: () => askQuote(organization, order!),
    enabled: order !== null,
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const accept = useMutation({
    mutationFn: (quote: Quote) => acceptQuote(organization, quote),
    onSuccess: () => {
      announce(t.changes.doneToast);
      onClose();
    },
    // Expired, or different by now: the next press confirms what is shown then.
    onError: () => void quoted.refetch(),
  });
  return (
    <ConfirmDialog
      open={order !== null}
      onOpenChange={(open) => !open && onClose()}
      title={props.title}
      confirmLabel={props.confirmLabel}
      danger={props.danger ?? false}
      busy={quoted.isFetching || accept.isPending}
      onConfirm={() => quoted.data && !quoted.isError && accept.mutate(quoted.data)}
    >
      {quoted.data && !quoted.isError && <QuoteView quote={quoted.data} />}
      {quoted.isPending && <p className="text-ink-muted">{t.changes.asking}</p>}
      <ProblemNote error={accept.error ?? quoted.error} />
    </ConfirmDialog>
  );
}

function QuoteView({ quote }: { quote: Quote }) {
  const money = (amount: string) => formatMoney(amount, quote.currency);
  return (
    <>
      <ul className="grid gap-1.5">
        {quote.explanation.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {quote.lines.length > 0 && (
        <Facts
          facts={[
            ...quote.lines.map((line): [string, string] => [line.description, money(line.amount)]),
            ...(Number(quote.tax) === 0 ? [] : ([[t.changes.tax, money(quote.tax)]] as [string, string][])),
            [t.changes.dueNow, money(quote.due_now)],
          ]}
        />
      )}
    </>
  );
}

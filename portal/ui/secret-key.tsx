import { Eye, KeyRound } from 'lucide-react';
import { t } from '../text/index.ts';
import { CodeBlock } from './code-block.tsx';
import { CopyButton } from './copy-button.tsx';
import { CodeSamples } from './samples/code-samples.tsx';
import type { SampleCall } from './samples/request.ts';

export interface SecretKeyProps {
  secret: string;
  /** What calls are signed with where a product asks for it. */
  signingSecret: string;
  /** A call that works with it as it stands. */
  call: SampleCall | null;
}

/** A new key, the only time that its text exists outside its owner's hands. */
export function SecretKey({ secret, signingSecret, call }: SecretKeyProps) {
  return (
    <div className="grid gap-5">
      <div className="rounded-lg border-2 border-lane bg-warn-soft p-4">
        <p className="mb-3 flex gap-2 text-sm font-medium text-warn-ink">
          <Eye aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          {t.key.once}
        </p>
        <div className="flex flex-wrap items-center gap-2">
          <span className="flex min-w-0 flex-1 basis-64 items-center gap-2.5 rounded-md border border-line-strong bg-surface px-3 py-2">
            <KeyRound aria-hidden="true" className="size-4 shrink-0 text-ink-muted" />
            <code data-testid="api-key" className="font-mono text-[0.8125rem] wrap-anywhere">
              {secret}
            </code>
          </span>
          <CopyButton text={secret} what={t.key.label} labelled look="primary" className="h-9.5 px-4" />
        </div>
      </div>
      {call && (
        <div className="grid gap-2">
          <p className="text-sm">
            <span className="font-semibold">{t.key.tryIt}.</span>{' '}
            <span className="text-ink-muted">{t.key.tryItHint}</span>
          </p>
          <CodeSamples call={call} />
        </div>
      )}
      <div className="grid gap-2">
        <p className="text-sm text-ink-muted">{t.key.signingHint}</p>
        <CodeBlock code={signingSecret} label={t.key.signing} wrap />
      </div>
    </div>
  );
}

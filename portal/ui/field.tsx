import { ChevronDown } from 'lucide-react';
import { type ComponentProps, createContext, type ReactNode, use, useId } from 'react';
import { t } from '../text/index.ts';
import { cn } from './class-names.ts';

interface FieldContext {
  controlId: string;
  describedBy: string | undefined;
  invalid: boolean;
}

const CurrentField = createContext<FieldContext | null>(null);

export interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  optional?: boolean;
  className?: string;
  children: ReactNode;
}

/** A label, its control, and what is said about it: the control inside is tied to all of them. */
export function Field({ label, hint, error, optional = false, className, children }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  const field = { controlId: `${id}-control`, describedBy: described || undefined, invalid: Boolean(error) };
  return (
    <div className={cn('grid content-start gap-1.5', className)}>
      <label htmlFor={field.controlId} className="text-sm font-medium">
        {label}
        {optional && <span className="ms-1.5 font-normal text-ink-muted">{t.form.optional}</span>}
      </label>
      <CurrentField value={field}>{children}</CurrentField>
      {hint && (
        <p id={`${id}-hint`} className="text-[0.8125rem] text-ink-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-[0.8125rem] font-medium text-danger-ink">
          {error}
        </p>
      )}
    </div>
  );
}

const CONTROL =
  'w-full rounded-md border border-line-strong bg-surface px-3 text-sm text-ink placeholder:text-ink-faint aria-invalid:border-danger disabled:bg-sunken';

function useFieldProps() {
  const field = use(CurrentField);
  if (!field) return {};
  return {
    id: field.controlId,
    'aria-describedby': field.describedBy,
    'aria-invalid': field.invalid || undefined,
  };
}

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input {...useFieldProps()} {...props} className={cn(CONTROL, 'h-9.5', className)} />;
}

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea {...useFieldProps()} {...props} className={cn(CONTROL, 'min-h-24 py-2', className)} />;
}

/** The platform's own list: it works with every keyboard, reader and phone. */
export function Select({ className, children, ...props }: ComponentProps<'select'>) {
  return (
    <span className={cn('relative inline-flex w-full', className)}>
      <select {...useFieldProps()} {...props} className={cn(CONTROL, 'h-9.5 appearance-none pe-9')}>
        {children}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute end-2.5 top-1/2 size-4 -translate-y-1/2 text-ink-muted"
      />
    </span>
  );
}

export function Checkbox({
  label,
  hint,
  ...props
}: ComponentProps<'input'> & { label: ReactNode; hint?: ReactNode }) {
  const id = useId();
  return (
    <div className="flex gap-2.5">
      <input
        type="checkbox"
        {...props}
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="mt-0.5 size-4.5 shrink-0 accent-brand"
      />
      <div className="grid gap-0.5">
        <label htmlFor={id} className="text-sm">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-[0.8125rem] text-ink-muted">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

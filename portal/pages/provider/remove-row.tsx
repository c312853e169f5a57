import { X } from 'lucide-react';
import { Button } from '../../ui/button.tsx';

/** Beside the controls of a row, on their line. */
export function RemoveRow({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <Button look="quiet" size="icon" className="mt-6.5" aria-label={label} onClick={onRemove}>
      <X aria-hidden="true" className="size-4" />
    </Button>
  );
}

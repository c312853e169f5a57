import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/session.ts';
import { t } from '../text/index.ts';

/** A password that the installation made has stood on a terminal: its owner is asked for another one. */
export function TemporaryPasswordNote() {
  const { data: session } = useQuery(sessionQuery);
  if (!session?.user.password_is_temporary) return null;
  return (
    <p className="bg-warn-soft px-4 py-2 text-center text-sm font-medium text-warn-ink">{t.auth.temporary}</p>
  );
}

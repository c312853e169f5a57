import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { actFor } from '../api/acting.ts';
import type { Session, SessionOrganization } from '../api/session.ts';
import { t } from '../text/index.ts';
import { Select } from '../ui/field.tsx';

interface ActingSelectProps {
  session: Session;
  acting: SessionOrganization;
}

/** For members of several organizations: what is private differs from one to the other. */
export function ActingSelect({ session, acting }: ActingSelectProps) {
  const router = useRouter();
  const [slug, setSlug] = useState(acting.slug);

  async function choose(next: string) {
    setSlug(next);
    await actFor(next);
    await router.invalidate();
  }

  return (
    <Select
      aria-label={t.shell.actingFor}
      title={t.shell.actingFor}
      className="w-44 max-sm:w-28"
      value={slug}
      onChange={(event) => void choose(event.target.value)}
    >
      {session.organizations.map((organization) => (
        <option key={organization.id} value={organization.slug}>
          {organization.name}
        </option>
      ))}
    </Select>
  );
}

/** The first letter on a shield, so that a place is known at a glance. */
export function OrganizationMark({ name }: { name: string }) {
  return (
    <span
      aria-hidden="true"
      className="grid size-7 shrink-0 place-items-center rounded-md bg-sign text-[0.8125rem] font-semibold text-on-sign uppercase"
    >
      {[...name.trim()][0] ?? '?'}
    </span>
  );
}

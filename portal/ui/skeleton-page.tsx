import { Card } from './card.tsx';
import { Skeleton, SkeletonLines } from './states.tsx';

/** A page whose code or data is on its way. */
export function SkeletonPage() {
  return (
    <div
      aria-busy="true"
      className="mx-auto grid w-full max-w-7xl content-start gap-5 px-4 py-6 sm:px-6 sm:py-8 lg:px-8"
    >
      <Skeleton className="h-8 w-56" />
      <Card className="p-5">
        <SkeletonLines count={6} />
      </Card>
    </div>
  );
}

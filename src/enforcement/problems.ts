import { defineProblems, kernelProblems } from '#kernel';
import { admissionKinds } from './admission/index.ts';

// `rate-limited` is the kernel's: the gateway and the API mean the same by it.
const { rateLimited: _, ...ownKinds } = admissionKinds;

export const enforcementProblems = {
  ...defineProblems('enforcement', {
    ...ownKinds,
    tooManyResets: { status: 409, title: 'The quota was reset as often as it may be' },
    authorityHeld: { status: 503, title: 'Another gateway node holds the quotas of these stores' },
  }),
  rateLimited: kernelProblems.rateLimited,
};

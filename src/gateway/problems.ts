import { defineProblems } from '#kernel';
import { gatewayKinds } from './problem-kinds.ts';

export const gatewayProblems = defineProblems('gateway', gatewayKinds);

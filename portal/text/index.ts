import { en } from './en.ts';

/** Every other language is one file of this shape. */
export type Texts = typeof en;

export const t: Texts = en;

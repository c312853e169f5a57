import { dotnet, go, java } from './compiled.ts';
import { curl, javascript, php, python, ruby, typescript } from './interpreted.ts';
import type { SampleCall } from './request.ts';

/** Each writes a whole program that makes the call and prints the answer, with nothing but the language's usual means. */
export const LANGUAGES = {
  curl: { name: 'curl', write: curl },
  python: { name: 'Python', write: python },
  javascript: { name: 'JavaScript', write: javascript },
  typescript: { name: 'TypeScript', write: typescript },
  csharp: { name: 'C#', write: dotnet },
  go: { name: 'Go', write: go },
  java: { name: 'Java', write: java },
  php: { name: 'PHP', write: php },
  ruby: { name: 'Ruby', write: ruby },
} satisfies Record<string, { name: string; write: (call: SampleCall) => string }>;

export type Language = keyof typeof LANGUAGES;

export const isLanguage = (text: string | null): text is Language =>
  text !== null && Object.hasOwn(LANGUAGES, text);

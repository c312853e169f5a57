import { useId } from 'react';
import { t } from '../../text/index.ts';
import { CodeBlock } from '../code-block.tsx';
import { chooseLanguage, useLanguage } from './chosen-language.ts';
import { LANGUAGES, type Language } from './languages.ts';
import type { SampleCall } from './request.ts';

/** A call in the language of the reader's choice. */
export function CodeSamples({ call }: { call: SampleCall }) {
  const language = useLanguage();
  const { name, write } = LANGUAGES[language];
  return (
    <div className="grid min-w-0 gap-2">
      <LanguageChoice language={language} />
      <CodeBlock code={write(call)} label={name} />
    </div>
  );
}

/**
 * Radio buttons in a row that scrolls where it does not fit: one stop for the keyboard, arrows choose. Each label is the frame of
 * its hidden button, which would make the page wider otherwise.
 */
function LanguageChoice({ language }: { language: Language }) {
  const group = useId();
  return (
    <fieldset className="min-w-0 overflow-x-auto">
      <legend className="sr-only">{t.docs.language}</legend>
      <div className="flex w-max gap-0.5 p-0.5">
        {Object.entries(LANGUAGES).map(([key, { name }]) => (
          <label
            key={key}
            className="relative cursor-pointer rounded-sm px-2 py-1 text-[0.8125rem] leading-5 font-medium text-ink-muted has-checked:bg-brand-soft has-checked:text-brand-ink has-focus-visible:outline-2 has-focus-visible:outline-focus hover:text-ink"
          >
            <input
              type="radio"
              name={group}
              checked={key === language}
              onChange={() => chooseLanguage(key as Language)}
              className="sr-only"
            />
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

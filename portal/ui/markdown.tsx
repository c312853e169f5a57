import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import { Fragment, type ReactNode } from 'react';
import { ExternalLink } from './button.tsx';
import { cn } from './class-names.ts';
import { CodeBlock, InlineCode } from './code-block.tsx';

/**
 * Providers' markdown is untrusted. It is parsed to tokens and drawn as elements of ours: HTML in it stays text,
 * links lead only to web and mail addresses, and no picture is fetched from elsewhere.
 */
export function Markdown({ text, className }: { text: string; className?: string }) {
  return (
    <div className={cn('grid min-w-0 gap-4 wrap-anywhere', className)}>
      {blocks(new Lexer({ gfm: true }).lex(text))}
    </div>
  );
}

const HEADINGS = ['h3', 'h3', 'h4', 'h5', 'h6', 'h6'] as const;

function blocks(tokens: Token[]): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: tokens of one text have no identity and never move
  return tokens.map((token, index) => <Fragment key={index}>{block(token as MarkedToken)}</Fragment>);
}

function block(token: MarkedToken): ReactNode {
  switch (token.type) {
    case 'heading': {
      const Heading = HEADINGS[token.depth - 1] ?? 'h6';
      return <Heading className="mt-2 text-base font-semibold">{inlines(token.tokens)}</Heading>;
    }
    case 'paragraph':
      return <p>{inlines(token.tokens)}</p>;
    case 'code':
      return <CodeBlock code={token.text} label={token.lang || 'text'} />;
    case 'blockquote':
      return (
        <blockquote className="grid gap-3 border-s-4 border-lane ps-4 text-ink-muted">
          {blocks(token.tokens)}
        </blockquote>
      );
    case 'list':
      return list(token);
    case 'table':
      return table(token);
    case 'hr':
      return <hr className="border-line" />;
    case 'text':
      return token.tokens ? inlines(token.tokens) : token.text;
    case 'html':
      return <p>{token.text}</p>;
    default:
      return null;
  }
}

function list(token: Tokens.List): ReactNode {
  const List = token.ordered ? 'ol' : 'ul';
  return (
    <List
      start={token.ordered && token.start ? token.start : undefined}
      className={cn('grid gap-1.5 ps-6', token.ordered ? 'list-decimal' : 'list-disc')}
    >
      {token.items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items of one text have no identity and never move
        <li key={index}>{blocks(item.tokens)}</li>
      ))}
    </List>
  );
}

function table(token: Tokens.Table): ReactNode {
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-b border-line">
            {token.header.map((cell) => (
              <th key={cell.text} scope="col" className="px-2 py-1.5 text-start font-medium">
                {inlines(cell.tokens)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {token.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of one text have no identity and never move
            <tr key={index}>
              {row.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <td key={column} className="px-2 py-1.5">
                  {inlines(cell.tokens)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function inlines(tokens: Token[]): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: tokens of one text have no identity and never move
  return tokens.map((token, index) => <Fragment key={index}>{inline(token as MarkedToken)}</Fragment>);
}

function inline(token: MarkedToken): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong>{inlines(token.tokens)}</strong>;
    case 'em':
      return <em>{inlines(token.tokens)}</em>;
    case 'del':
      return <del>{inlines(token.tokens)}</del>;
    case 'codespan':
      return <InlineCode>{token.text}</InlineCode>;
    case 'br':
      return <br />;
    case 'link':
      return link(token);
    case 'image':
      return token.text;
    case 'text':
      return token.tokens ? inlines(token.tokens) : token.text;
    case 'escape':
      return token.text;
    case 'checkbox':
      return token.checked ? '☑ ' : '☐ ';
    default:
      return token.raw;
  }
}

function link(token: Tokens.Link): ReactNode {
  if (!isSafeAddress(token.href)) return inlines(token.tokens);
  return (
    <ExternalLink href={token.href} rel="noopener noreferrer nofollow ugc">
      {inlines(token.tokens)}
    </ExternalLink>
  );
}

function isSafeAddress(href: string): boolean {
  return /^(https?:\/\/|mailto:)/i.test(href);
}

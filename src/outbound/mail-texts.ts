import type { MailContent } from '#identity';

export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface Draft {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** A link on a line of its own, with the words of its button. */
  readonly link?: { readonly label: string; readonly url: string };
  /** After the link. */
  readonly closing?: readonly string[];
}

type Kind = MailContent['kind'];
type Of<K extends Kind> = Extract<MailContent, { kind: K }>;

/** Addresses of the portal. The secret of a link stands behind `#`: browsers send that to no server and no other site. */
interface Pages {
  at(path: string): string;
  withToken(path: string, token: string): string;
}

const notYou = 'If this was not you, reset your password at once and look through your sessions:';
const ignore = 'If you did not ask for this, you need not do anything.';
const hello = ({ name }: { name: string }) => `Hello ${name},`;
const forgot = (pages: Pages) => ({ label: 'Reset the password', url: pages.at('/forgot-password') });

/** Every mail, in words. */
const drafts: { readonly [K in Kind]: (content: Of<K>, pages: Pages) => Draft } = {
  'email-verification': (content, pages) => ({
    subject: 'Confirm your e-mail address',
    paragraphs: [
      hello(content),
      'please confirm that this is your e-mail address. The link is good for 24 hours.',
    ],
    link: { label: 'Confirm the address', url: pages.withToken('/verify-email', content.token) },
    closing: [ignore],
  }),
  'email-change-requested': (content, pages) => ({
    subject: 'Your e-mail address is about to change',
    paragraphs: [
      hello(content),
      `the address of your account is to become ${content.newEmail}. It changes once that address is confirmed.`,
      notYou,
    ],
    link: forgot(pages),
  }),
  'email-changed': (content) => ({
    subject: 'Your e-mail address was changed',
    paragraphs: [
      hello(content),
      'your account has another e-mail address now. This one no longer opens it.',
      'If this was not you, write to whoever runs this installation.',
    ],
  }),
  'password-reset': (content, pages) => ({
    subject: 'Reset your password',
    paragraphs: [hello(content), 'choose a new password with this link. It is good once, for 30 minutes.'],
    link: { label: 'Choose a new password', url: pages.withToken('/reset-password', content.token) },
    closing: [ignore],
  }),
  'password-changed': (content, pages) => ({
    subject: 'Your password was changed',
    paragraphs: [hello(content), 'your password was changed, and other sessions were ended.', notYou],
    link: forgot(pages),
  }),
  invitation: (content, pages) => ({
    subject: `${content.inviter} invites you to ${content.organization}`,
    paragraphs: [
      'Hello,',
      `${content.inviter} invites you to join ${content.organization} as ${content.role}.`,
      'Sign in or sign up with this e-mail address. The invitation is good for 7 days.',
    ],
    link: { label: 'See the invitation', url: pages.withToken('/invitation', content.token) },
    closing: ['If you do not know them, you need not do anything.'],
  }),
  'member-added': (content, pages) => ({
    subject: `You are a member of ${content.organization}`,
    paragraphs: [hello(content), `you were added to ${content.organization} as ${content.role}.`],
    link: { label: 'Open the portal', url: pages.at('/') },
  }),
  'second-factor-enabled': (content, pages) => ({
    subject: 'Two-step log-in is on',
    paragraphs: [hello(content), 'logging in to your account takes a code from now on.', notYou],
    link: forgot(pages),
  }),
  'second-factor-disabled': (content, pages) => ({
    subject: 'Two-step log-in is off',
    paragraphs: [hello(content), 'logging in to your account takes no code any more.', notYou],
    link: forgot(pages),
  }),
  'login-linked': (content, pages) => ({
    subject: `${content.provider} opens your account now`,
    paragraphs: [hello(content), `your account was linked with a log-in at ${content.provider}.`, notYou],
    link: forgot(pages),
  }),
  'usage-alert': ({ organization, slug, subscription, product, plan, about, threshold, value }, pages) => ({
    subject:
      about === 'quota'
        ? `${product}: ${threshold} of the quota is used`
        : `${product}: the period costs ${threshold} or more`,
    paragraphs: [
      'Hello,',
      about === 'quota'
        ? `${organization} has used ${value} units of its quota of ${product} (${plan}), which is ${threshold} or more.`
        : `the present period of ${product} (${plan}) costs ${organization} ${value} so far, before tax. You asked to be told at ${threshold}.`,
    ],
    link: { label: 'See the subscription', url: pages.at(`/o/${slug}/subscriptions/${subscription}`) },
    closing: [`What you are told of is set at ${pages.at(`/o/${slug}/alerts`)}`],
  }),
  'account-erased': (content) => ({
    subject: 'Your account was deleted',
    paragraphs: [
      hello(content),
      'your account and the personal data in it were deleted. Invoices stay for as long as the law demands.',
    ],
  }),
};

export function mailText(content: MailContent, portalUrl: string): MailText {
  const portal = portalUrl.replace(/\/+$/, '');
  const pages: Pages = {
    at: (path) => portal + path,
    withToken: (path, token) => `${portal}${path}#token=${encodeURIComponent(token)}`,
  };
  const draft = drafts[content.kind] as (content: MailContent, pages: Pages) => Draft;
  return layOut(draft(content, pages));
}

function layOut({ subject, paragraphs, link, closing = [] }: Draft): MailText {
  const plain = [...paragraphs, ...(link ? [link.url] : []), ...closing].map(oneLine);
  const paragraph = (text: string) => `<p>${escapeHtml(oneLine(text))}</p>`;
  const button = link
    ? [`<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.label)}</a></p>`, paragraph(link.url)]
    : [];
  const html = [...paragraphs.map(paragraph), ...button, ...closing.map(paragraph)].join('\n');
  return {
    subject: oneLine(subject),
    text: `${plain.join('\n\n')}\n`,
    html: `<!doctype html>\n<html lang="en"><body style="font-family: sans-serif; line-height: 1.5">\n${html}\n</body></html>\n`,
  };
}

/** Names are written by strangers: theirs is never a second line that looks like ours. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

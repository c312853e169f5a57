import type { SendMailOptions } from 'nodemailer';
import type { Mail } from './port.ts';

/** The mail as nodemailer takes it. Only the text decides what it says: no header comes from a stranger. */
export function messageOf(mail: Mail, from: string): SendMailOptions {
  const host = /@([^\s<>@]+?)>?$/.exec(from)?.[1] ?? 'localhost';
  return {
    from,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: `<${mail.id}@${host}>`,
    date: new Date(mail.at.epochMilliseconds),
    // RFC 3834: no holiday notice answers a machine.
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

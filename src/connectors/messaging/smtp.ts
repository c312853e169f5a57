import { messageOf } from './message.ts';
import { type Mailer, MailRefused } from './port.ts';

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** `tls` from the first byte, `starttls` before anything is said, `none` in the clear (a relay next door). */
  readonly encryption: 'tls' | 'starttls' | 'none';
  /** Certificates (PEM) that are believed beside the usual ones. */
  readonly ca?: string | undefined;
}

/** The address of a server as `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465` says it. */
export function smtpServerOf(url: string): SmtpServer {
  const { protocol, hostname, port, username, password } = new URL(url);
  const isTls = protocol === 'smtps:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isTls ? 465 : 587) : Number(port),
    user: username === '' ? undefined : decodeURIComponent(username),
    password: password === '' ? undefined : decodeURIComponent(password),
    encryption: isTls ? 'tls' : 'starttls',
  };
}

// The whole conversation of one mail is short; a server that hangs must not hold the queue.
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/** Sends through a mail server. Nothing is opened before the first mail. */
export function smtpMailer(server: SmtpServer, from: string): Mailer {
  const { host, port, user, password, encryption, ca } = server;
  return {
    name: 'smtp',
    destination: `${host}:${port}`,
    async send(mail) {
      const { createTransport } = await import('nodemailer');
      const transport = createTransport({
        ...timeouts,
        host,
        port,
        secure: encryption === 'tls',
        requireTLS: encryption === 'starttls',
        ignoreTLS: encryption === 'none',
        ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
        tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
      });
      try {
        await transport.sendMail(messageOf(mail, from));
      } catch (error) {
        throw isFinal(error) ? new MailRefused((error as Error).message, { cause: error }) : error;
      } finally {
        transport.close();
      }
    },
    async forget() {},
  };
}

/** 5xx about sender, receiver or text is final (RFC 5321 4.2.1). About TLS or our log-in it is a setting to be mended. */
function isFinal(error: unknown): boolean {
  const { responseCode = 0, code = '' } = error as { responseCode?: number; code?: string };
  return responseCode >= 500 && ['EENVELOPE', 'EMESSAGE'].includes(code);
}

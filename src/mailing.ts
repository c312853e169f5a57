import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileOutbox, type Mailer, type SmtpServer, smtpMailer, smtpServerOf } from '#connectors/messaging';
import type { Config } from '#kernel';
import { StartError } from './start-error.ts';

/** The mail server of the settings; without one, a folder in which every mail is a file. */
export function configuredMailer(config: Config): Mailer {
  const server = smtpServer(config);
  return server
    ? smtpMailer(server, config.mailFrom)
    : fileOutbox(join(config.dataDirectory, 'outbox'), config.mailFrom);
}

/** Null without one: mails are files then. */
export function smtpServer(config: Config): SmtpServer | null {
  const ca = config.smtpCaFile === undefined ? {} : { ca: readCertificates(config.smtpCaFile) };
  if (config.smtpUrl !== undefined) return { ...smtpServerOf(config.smtpUrl), ...ca };
  if (config.smtpHost === undefined) return null;
  return {
    host: config.smtpHost,
    port: config.smtpPort,
    user: config.smtpUser,
    password: config.smtpPassword,
    encryption: config.smtpTls,
    ...ca,
  };
}

function readCertificates(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new StartError(`SMTP_CA_FILE: ${path} cannot be read: ${(cause as Error).message}`);
  }
}

/** Where mails reach people, an unproven address may subscribe only if the operator says so. */
export function mustVerifyEmail(config: Config): boolean {
  if (config.requireVerifiedEmail !== undefined) return config.requireVerifiedEmail === 'on';
  return config.smtpUrl !== undefined || config.smtpHost !== undefined;
}

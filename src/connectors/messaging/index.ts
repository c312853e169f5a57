export { fileOutbox } from './file-outbox.ts';
export { type Mail, type Mailer, MailRefused } from './port.ts';
export { type SmtpServer, smtpMailer, smtpServerOf } from './smtp.ts';

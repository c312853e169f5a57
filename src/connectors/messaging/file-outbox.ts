import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from './message.ts';
import type { Mailer } from './port.ts';

/** So many mails are kept; ids grow with time, so the first names are the oldest. */
const mostKept = 1000;

/**
 * Where mails go without a mail server: one `.eml` file each, which any mail program opens. Written under another
 * name first, so that no half mail is ever seen; sent again, a mail replaces itself.
 */
export function fileOutbox(folder: string, from: string): Mailer {
  const fileOf = (id: string) => join(folder, `${id.replace(/[^\w-]/g, '')}.eml`);
  return {
    name: 'file',
    destination: folder,
    async send(mail) {
      const { createTransport } = await import('nodemailer');
      const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
      const { message } = await transport.sendMail(messageOf(mail, from));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path = fileOf(mail.id);
      await writeFile(`${path}.part`, message as Buffer, { mode: 0o600 });
      await rename(`${path}.part`, path);
      const names = (await readdir(folder)).filter((name) => name.endsWith('.eml')).sort();
      for (const name of names.slice(0, Math.max(0, names.length - mostKept))) await rm(join(folder, name));
    },
    async forget(ids) {
      for (const id of ids) await rm(fileOf(id), { force: true });
    },
  };
}

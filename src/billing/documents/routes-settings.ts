import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readLogo } from '#catalog';
import { readIban } from '#connectors/payments';
import { audit, inTransaction, kernelProblems, notFound, Problem, type Route, route } from '#kernel';
import { endpointSchemes } from './einvoice/identifiers.ts';
import { canBePrinted } from './paper/logo.ts';
import { documentProblems } from './problems.ts';
import type { DocumentSettings } from './settings.ts';
import {
  countSettings,
  findLogo,
  lockSettings,
  saveLogo,
  saveSettings,
  settingsAt,
} from './store-settings.ts';

const tag = 'billing';
const MOST_LOGO_BYTES = 256 * 1024;
/** More changes than anybody makes by hand; each is kept. */
const mostVersions = 1000;

const line = (length: number) => z.string().trim().min(1).max(length);

const locale = z
  .string()
  .max(35)
  .refine((text) => Intl.NumberFormat.supportedLocalesOf(isTag(text) ? text : []).length > 0, {
    error: 'is not a language tag (BCP 47) such as de-DE',
  });

function isTag(text: string): boolean {
  return /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(text) && !/-[a-z0-9]-|-x$/i.test(text);
}

const bodySchema = z.strictObject({
  bank_account: z
    .strictObject({
      holder_name: line(70),
      iban: z
        .string()
        .max(50)
        .refine((text) => readIban(text) !== null, 'is not a valid account number (ISO 13616)')
        .transform((text) => readIban(text) ?? text),
      bic: z
        .string()
        .regex(/^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/, 'is not a BIC (ISO 9362)')
        .nullable(),
    })
    .nullable()
    .describe('Where the invoices that it issues are paid to'),
  registration_number: line(60).nullable().describe('Its entry in a register of companies'),
  contact_name: line(100).nullable(),
  phone: line(50).nullable(),
  electronic_address: z
    .strictObject({
      scheme: z.string().refine((code) => endpointSchemes.has(code), 'is not a scheme of the list EAS'),
      id: line(100),
    })
    .nullable()
    .describe('Peppol address; without one, its VAT number or else its mail address counts'),
  buyer_reference: line(100).nullable().describe('What it wants to find on the invoices that it gets'),
  locale: locale.nullable().describe('How numbers and dates are written on the invoices that it gets'),
  footer: line(300).nullable().describe('Stands at the foot of each page that it sends'),
  item_classification: z
    .strictObject({
      list: z.string().regex(/^[A-Z]{2,3}$/, 'is not a code of UNTDID 7143'),
      code: line(50),
    })
    .nullable()
    .describe('What it sells, e.g. {"list": "TST", "code": "81112100"} by UNSPSC'),
});

const settingsSchema = bodySchema.extend({ logo: z.string().nullable().describe('Digest of the picture') });

function present(settings: DocumentSettings): z.input<typeof settingsSchema> {
  const { account } = settings;
  return {
    bank_account: account && { holder_name: account.holderName, iban: account.iban, bic: account.bic },
    registration_number: settings.registrationId,
    contact_name: settings.contactName,
    phone: settings.phone,
    electronic_address: settings.endpoint,
    buyer_reference: settings.buyerReference,
    locale: settings.locale,
    footer: settings.footer,
    item_classification: settings.classification,
    logo: settings.logoDigest,
  };
}

function toSettings(body: z.output<typeof bodySchema>, logoDigest: string | null): DocumentSettings {
  const account = body.bank_account;
  return {
    account: account && { holderName: account.holder_name, iban: account.iban, bic: account.bic },
    registrationId: body.registration_number,
    contactName: body.contact_name,
    phone: body.phone,
    endpoint: body.electronic_address,
    buyerReference: body.buyer_reference,
    locale: body.locale,
    footer: body.footer,
    classification: body.item_classification,
    logoDigest,
  };
}

type Change = { db: Parameters<typeof settingsAt>[0]; organizationId: string; at: Temporal.Instant };

async function changed(
  { db, organizationId, at }: Change,
  change: (before: DocumentSettings) => DocumentSettings,
): Promise<DocumentSettings> {
  await lockSettings(db, organizationId);
  const before = (await settingsAt(db, [organizationId], at))(organizationId);
  if ((await countSettings(db, organizationId)) >= mostVersions)
    throw new Problem(documentProblems.documentSettingsFull);
  const after = change(before);
  await saveSettings(db, organizationId, after, at);
  return after;
}

const show = route({
  method: 'GET',
  path: '/billing/document-settings',
  tag,
  summary: 'What stands on the documents that the organization sends and gets',
  access: 'billing:read',
  response: { status: 200, schema: settingsSchema },
  async handler({ db, organizationId, at }) {
    return present((await settingsAt(db, [organizationId], at))(organizationId));
  },
});

const save = route({
  method: 'PUT',
  path: '/billing/document-settings',
  tag,
  summary: 'Say what stands on documents from now on; issued ones stay as they are',
  access: 'billing:write',
  body: bodySchema,
  response: { status: 200, schema: settingsSchema },
  problems: [documentProblems.documentSettingsFull],
  async handler(call) {
    const { at, actor, db, organizationId, body } = call;
    const after = await changed(call, (before) => toSettings(body, before.logoDigest));
    const about = { at, organizationId, actor, object: organizationId };
    const detail = {
      fields: Object.entries(body).flatMap(([name, value]) => (value === null ? [] : [name])),
    };
    await audit(db, { ...about, action: 'document_settings.changed', detail });
    return present(after);
  },
});

const putLogo = route({
  method: 'PUT',
  path: '/billing/document-settings/logo',
  tag,
  summary: 'Set the picture at the head of documents: the bytes of a PNG or JPEG',
  access: 'billing:write',
  rawBody: true,
  bodyLimitBytes: MOST_LOGO_BYTES,
  transaction: false,
  response: { status: 200, schema: settingsSchema },
  problems: [documentProblems.logoRefused, documentProblems.documentSettingsFull],
  async handler(call) {
    const { at, actor, organizationId, body } = call;
    const logo = readLogo(body);
    const contentType = typeof logo === 'string' ? null : logo.contentType;
    if (contentType === null || contentType === 'image/webp' || !(await canBePrinted(body))) {
      const detail = typeof logo === 'string' ? logo : 'is no PNG or JPEG picture that can be printed';
      throw new Problem(documentProblems.logoRefused, { errors: [{ pointer: '', detail }] });
    }
    const digest = createHash('sha256').update(body).digest('hex').slice(0, 32);
    return inTransaction(call.db, async (db) => {
      await saveLogo(db, organizationId, { digest, contentType, bytes: body }, at);
      const after = await changed({ db, organizationId, at }, (before) => ({
        ...before,
        logoDigest: digest,
      }));
      await audit(db, { at, organizationId, actor, action: 'document_logo.changed', object: organizationId });
      return present(after);
    });
  },
});

const showLogo = route({
  method: 'GET',
  path: '/billing/document-settings/logo',
  tag,
  summary: 'The picture at the head of documents',
  access: 'billing:read',
  response: { status: 200, content: 'image/png' },
  problems: [kernelProblems.notFound],
  async handler({ db, organizationId, at, reply }) {
    const { logoDigest } = (await settingsAt(db, [organizationId], at))(organizationId);
    const logo = logoDigest === null ? null : await findLogo(db, organizationId, logoDigest);
    if (logo === null) throw notFound('logo');
    reply.type(logo.contentType);
    return logo.bytes;
  },
});

const deleteLogo = route({
  method: 'DELETE',
  path: '/billing/document-settings/logo',
  tag,
  summary: 'Send documents without a picture from now on',
  access: 'billing:write',
  response: { status: 204 },
  problems: [documentProblems.documentSettingsFull],
  async handler(call) {
    const { at, actor, db, organizationId } = call;
    await changed(call, (before) => ({ ...before, logoDigest: null }));
    await audit(db, { at, organizationId, actor, action: 'document_logo.removed', object: organizationId });
    return undefined;
  },
});

export function documentSettingsRoutes(): Route[] {
  return [show, save, putLogo, showLogo, deleteLogo];
}

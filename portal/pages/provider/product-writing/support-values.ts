import type { OwnSupport, SupportText } from '../../../api/writing.ts';

/** Contacts and questions as their form holds them. There and back. */

const DETAILS = ['email', 'url', 'phone', 'hours', 'responseTime'] as const;
export type ContactDetail = (typeof DETAILS)[number];
export type ContactValues = Record<'label' | ContactDetail, string>;

export interface SupportValues {
  contacts: ContactValues[];
  faq: { question: string; answer: string }[];
}

export const NO_CONTACT: ContactValues = {
  label: '',
  email: '',
  url: '',
  phone: '',
  hours: '',
  responseTime: '',
};

export function supportValues({ contacts, faq }: OwnSupport): SupportValues {
  return {
    contacts: contacts.map(({ label, email, url, phone, hours, response_time }) => ({
      label,
      email: email ?? '',
      url: url ?? '',
      phone: phone ?? '',
      hours,
      responseTime: response_time,
    })),
    faq: faq.map(({ question, answer }) => ({ question, answer })),
  };
}

export function supportOf({ contacts, faq }: SupportValues): SupportText {
  return {
    contacts: contacts.map(({ label, email, url, phone, hours, responseTime }) => ({
      label: label.trim(),
      email: email.trim() || null,
      url: url.trim() || null,
      phone: phone.trim() || null,
      hours: hours.trim(),
      response_time: responseTime.trim(),
    })),
    faq,
  };
}

type SupportField = `contacts.${number}.${keyof ContactValues}` | `faq.${number}.${'question' | 'answer'}`;

export function supportPointers({ contacts, faq }: SupportValues): Record<string, SupportField> {
  const pointers: Record<string, SupportField> = {};
  contacts.forEach((_, index) => {
    for (const field of ['label', ...DETAILS] as const) {
      const name = field === 'responseTime' ? 'response_time' : field;
      pointers[`/contacts/${index}/${name}`] = `contacts.${index}.${field}`;
    }
  });
  faq.forEach((_, index) => {
    for (const field of ['question', 'answer'] as const)
      pointers[`/faq/${index}/${field}`] = `faq.${index}.${field}`;
  });
  return pointers;
}

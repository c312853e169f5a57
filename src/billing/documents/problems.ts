import { defineProblems } from '#kernel';

export const documentProblems = defineProblems('billing', {
  documentNotIssued: { status: 409, title: 'Only an issued invoice has a file for machines' },
  documentBreaksRules: {
    status: 409,
    title: 'The invoice lacks what the rules of electronic invoices ask for',
  },
  logoRefused: { status: 422, title: 'The picture cannot be printed' },
  documentSettingsFull: { status: 409, title: 'The settings of documents were changed too often' },
  periodTooLong: { status: 409, title: 'The period holds more than one statement can' },
});

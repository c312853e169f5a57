/** The text is no document that can be read; the message says why, to be shown. */
export class UnreadableDocument extends Error {
  override name = 'UnreadableDocument';
}

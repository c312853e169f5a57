import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type PDFDocument from 'pdfkit';

export type Pdf = InstanceType<typeof PDFDocument>;

export const ink = '#18181b';
export const faint = '#71717a';
export const rule = '#d4d4d8';
export const shade = '#f4f4f5';
export const margin = 50;
export const pageWidth = 595.28;
const pageHeight = 841.89;
export const right = pageWidth - margin;
/** Below this stands the foot of the page. */
export const pageBottom = 765;

const footTop = 787;
const watermarkColor = '#ececee';

type Weight = 'regular' | 'bold';
const fontFiles: Record<Weight, string> = { regular: 'DejaVuSans.ttf', bold: 'DejaVuSans-Bold.ttf' };
const fonts = new Map<Weight, Buffer>();

/** Read once for the process; what a document does not use is left out of it. */
function font(weight: Weight): Buffer {
  const known = fonts.get(weight);
  if (known) return known;
  const file = fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${fontFiles[weight]}`));
  const bytes = readFileSync(file);
  fonts.set(weight, bytes);
  return bytes;
}

export interface PaperOptions {
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  /** The only time in the file: the same facts give the same bytes. */
  readonly at: Temporal.Instant;
  /** Language of the words. */
  readonly language: string;
  readonly watermark: string | null;
  /** What stands at the foot of every page, above the page numbers. */
  readonly footer: string | null;
  /** Said at the foot beside the page number. */
  readonly mark: string;
}

interface Letters {
  hasGlyphForCodePoint(code: number): boolean;
}

export interface TextStyle {
  readonly size?: number;
  readonly bold?: boolean;
  readonly color?: string;
  readonly width?: number;
  readonly align?: 'left' | 'right' | 'center';
  /** What it is to a reader that cannot see the page. */
  readonly role?: 'P' | 'H1' | 'H2' | 'TD' | 'TH';
}

/** A4 pages as PDF/A-3 with embedded fonts, tagged. Draws from top to bottom; knows nothing of invoices. */
export class Paper {
  readonly doc: Pdf;
  readonly #chunks: Buffer[] = [];
  readonly #options: PaperOptions;
  readonly #finished: Promise<Buffer>;
  y = margin;

  /** Loads the library when the first paper is printed: with its fonts it is a fifth of all that there is to load. */
  static async open(options: PaperOptions): Promise<Paper> {
    const { default: Document } = await import('pdfkit');
    return new Paper(Document, options);
  }

  private constructor(Document: typeof PDFDocument, options: PaperOptions) {
    this.#options = options;
    this.doc = new Document({
      size: 'A4',
      margin,
      bufferPages: true,
      autoFirstPage: false,
      pdfVersion: '1.7',
      subset: 'PDF/A-3b' as 'PDF/A-3',
      tagged: true,
      lang: options.language,
      displayTitle: true,
      info: {
        Title: metadataText(options.title),
        Author: metadataText(options.author),
        Subject: metadataText(options.subject),
        Creator: 'Turnpike',
        Producer: 'Turnpike',
        CreationDate: new Date(options.at.epochMilliseconds),
      },
    });
    this.#finished = new Promise((resolve, reject) => {
      this.doc.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
      this.doc.on('end', () => resolve(Buffer.concat(this.#chunks)));
      this.doc.on('error', reject);
    });
    this.doc.registerFont('regular', font('regular'));
    this.doc.registerFont('bold', font('bold'));
    this.newPage();
  }

  newPage(): void {
    this.doc.addPage();
    // All places are ours: pdfkit must not begin pages of its own.
    this.doc.page.margins.bottom = 0;
    this.y = margin;
    if (this.#options.watermark) this.#watermark(this.#options.watermark);
  }

  /** Begins a page unless so much fits on this one. True when it did. */
  ensure(height: number): boolean {
    if (this.y + height <= pageBottom || this.y === margin) return false;
    this.newPage();
    return true;
  }

  #style({ size = 9, bold = false, color = ink }: TextStyle): void {
    this.doc
      .font(bold ? 'bold' : 'regular')
      .fontSize(size)
      .fillColor(color);
  }

  /** Height of a text that wraps within a width. */
  heightOf(text: string, style: TextStyle): number {
    this.#style(style);
    return this.doc.heightOfString(this.#letters(text), { width: style.width ?? right - margin, lineGap });
  }

  /** Writes at a place and answers how high that is. Does not move on. */
  text(text: string, x: number, y: number, style: TextStyle = {}): number {
    const width = style.width ?? right - x;
    const height = this.heightOf(text, { ...style, width });
    const draw = () => {
      this.#style(style);
      this.doc.text(this.#letters(text), x, y, { width, align: style.align ?? 'left', lineGap });
    };
    this.doc.addStructure(this.doc.struct(style.role ?? 'P', {}, [draw]));
    return height;
  }

  /** The text in letters that the chosen font has. */
  #letters(text: string): string {
    // pdfkit keeps the font to itself; fontkit, which it is made with, knows its letters.
    const { font } = (this.doc as unknown as { _font: { font: Letters } })._font;
    return printable(text).replaceAll(/[^\u0020-\u007e]/gu, (letter) =>
      font.hasGlyphForCodePoint(letter.codePointAt(0)!) ? letter : missingLetter,
    );
  }

  line(y: number, from = margin, to = right): void {
    this.artifact(() => this.doc.moveTo(from, y).lineTo(to, y).lineWidth(0.7).strokeColor(rule).stroke());
  }

  /** What is there for the eye only. */
  artifact(draw: () => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' });
    draw();
    this.doc.endMarkedContent();
  }

  #watermark(word: string): void {
    this.artifact(() => {
      this.doc.save();
      this.doc.rotate(-45, { origin: [pageWidth / 2, pageHeight / 2] });
      this.doc.font('bold').fontSize(110).fillColor(watermarkColor);
      this.doc.text(word, 0, pageHeight / 2 - 60, { width: pageWidth, align: 'center', lineBreak: false });
      this.doc.restore();
    });
  }

  /** Writes the foot of every page and closes the file. */
  finish(): Promise<Buffer> {
    const { start, count } = this.doc.bufferedPageRange();
    const { footer, mark } = this.#options;
    for (let page = start; page < start + count; page += 1) {
      this.doc.switchToPage(page);
      const place = { width: right - margin, align: 'center' } as const;
      this.doc.markContent('Artifact', { type: 'Pagination' });
      this.#style({ size: 7, color: faint });
      if (footer) {
        this.doc.text(this.#letters(footer), margin, footTop - 12, { ...place, height: 20, ellipsis: true });
      }
      const foot = `${mark} · page ${page - start + 1} of ${count}`;
      this.doc.text(this.#letters(foot), margin, footTop + 12, { ...place, lineBreak: false });
      this.doc.endMarkedContent();
    }
    this.doc.end();
    return this.#finished;
  }
}

const lineGap = 1.5;

/** Composed letters and one blank for every kind of it; what has no shape shows that something is there. */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/[\t\r\n]+/g, ' ')
    .replaceAll(/\p{Cc}/gu, '\ufffd');
}

/** For a letter that the fonts lack: seen by everybody, and PDF/A wants no glyph that stands for none. */
const missingLetter = '□';

/** The metadata is XML that pdfkit writes as it is. */
function metadataText(text: string): string {
  return printable(text).replaceAll('&', '+').replaceAll('<', '‹').replaceAll('>', '›');
}

import type { DocumentParty } from '../document.ts';
import { faint, ink, margin, type Paper, right } from './paper.ts';
import { addressLines, type Words } from './words.ts';

const logoSize = { width: 150, height: 46 };

export interface LetterHead {
  readonly title: string;
  readonly sender: DocumentParty;
  readonly receiver: DocumentParty;
  readonly receiverLabel: string;
  /** PNG or JPEG. */
  readonly logo: Buffer | null;
  readonly facts: readonly (readonly [label: string, value: string])[];
}

/** Who writes to whom about what: the same on everything that we print. */
export function drawLetterHead(paper: Paper, head: LetterHead, words: Words): void {
  drawMark(paper, head);
  paper.text(head.title, 300, margin + 4, {
    size: 20,
    bold: true,
    align: 'right',
    width: right - 300,
    role: 'H1',
  });
  const top = 116;
  const from = drawParty(paper, 'From', head.sender, margin, top, words);
  const to = drawParty(paper, head.receiverLabel, head.receiver, 215, top, words);
  const facts = drawFacts(paper, head.facts, top);
  paper.y = Math.max(from, to, facts) + 22;
}

function drawMark(paper: Paper, { logo, sender }: LetterHead): void {
  if (logo === null) {
    paper.text(sender.name, margin, margin + 8, { size: 13, bold: true, width: 240 });
    return;
  }
  const { doc } = paper;
  doc.addStructure(
    doc.struct('Figure', { alt: sender.name }, [
      () => doc.image(logo, margin, margin, { fit: [logoSize.width, logoSize.height] }),
    ]),
  );
}

function drawParty(
  paper: Paper,
  label: string,
  of: DocumentParty,
  x: number,
  top: number,
  words: Words,
): number {
  const width = 150;
  let y = top;
  y += paper.text(label.toUpperCase(), x, y, { size: 7, bold: true, color: faint, width }) + 3;
  y += paper.text(of.name, x, y, { size: 9.5, bold: true, width }) + 2;
  const numbers = [
    of.taxId === null ? null : `Tax number ${of.taxId}`,
    of.registrationId === null ? null : `Registered as ${of.registrationId}`,
  ];
  const reach = [of.email, of.phone];
  for (const line of [...addressLines(of.address, words), ...numbers, ...reach]) {
    if (line) y += paper.text(line, x, y, { size: 8.5, color: ink, width }) + 0.5;
  }
  return y;
}

function drawFacts(paper: Paper, facts: LetterHead['facts'], top: number): number {
  const x = 368;
  let y = top;
  for (const [label, value] of facts) {
    const height = paper.text(value, x + 48, y, {
      size: 8,
      bold: true,
      align: 'right',
      width: right - x - 48,
    });
    paper.text(label, x, y, { size: 8, color: faint, width: 60 });
    y += height + 4;
  }
  return y;
}

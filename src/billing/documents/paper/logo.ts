/** True when the picture can be drawn: its first bytes promise it, only drawing it shows it. */
export async function canBePrinted(bytes: Buffer): Promise<boolean> {
  const { default: PDFDocument } = await import('pdfkit');
  return new Promise((resolve) => {
    try {
      const doc = new PDFDocument({ size: [10, 10], margin: 0 });
      doc.on('error', () => resolve(false));
      doc.on('end', () => resolve(true));
      doc.resume();
      doc.image(bytes, 0, 0, { fit: [10, 10] });
      doc.end();
    } catch {
      resolve(false);
    }
  });
}

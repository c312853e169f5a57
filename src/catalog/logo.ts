/**
 * A product's picture: a bitmap, told by its own first bytes and not by what a client calls it. SVG is a document that
 * can run scripts, so it is not taken.
 */
import { createHash } from 'node:crypto';

export interface Logo {
  readonly digest: string;
  readonly contentType: 'image/png' | 'image/jpeg' | 'image/webp';
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

export const MOST_LOGO_BYTES = 512 * 1024;
const mostPixelsPerSide = 2048;

/** The logo, or why the bytes are none. */
export function readLogo(bytes: Buffer): Logo | string {
  if (bytes.length === 0) return 'is empty';
  if (bytes.length > MOST_LOGO_BYTES) return `is larger than ${MOST_LOGO_BYTES / 1024} kB`;
  const found = pngSize(bytes) ?? jpegSize(bytes) ?? webpSize(bytes);
  if (found === null) return 'is no PNG, JPEG or WebP picture';
  const { width, height, contentType } = found;
  if (width < 1 || height < 1) return 'has no size';
  if (width > mostPixelsPerSide || height > mostPixelsPerSide)
    return `is larger than ${mostPixelsPerSide} pixels a side`;
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  return { digest, contentType, bytes, width, height };
}

type Size = Pick<Logo, 'width' | 'height' | 'contentType'> | null;

function pngSize(bytes: Buffer): Size {
  const isPng = bytes.length >= 33 && bytes.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n';
  if (!isPng || bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
  return { contentType: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function jpegSize(bytes: Buffer): Size {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    // Start of frame: its kinds but for the tables and arithmetic codes that share the range.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return {
        contentType: 'image/jpeg',
        height: bytes.readUInt16BE(at + 5),
        width: bytes.readUInt16BE(at + 7),
      };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

function webpSize(bytes: Buffer): Size {
  if (bytes.length < 30 || bytes.toString('latin1', 0, 4) !== 'RIFF') return null;
  if (bytes.toString('latin1', 8, 12) !== 'WEBP') return null;
  const contentType = 'image/webp';
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { contentType, width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return { contentType, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { contentType, width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    default:
      return null;
  }
}

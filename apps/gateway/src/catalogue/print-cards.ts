// Attribution cards as a PDF: of the size of a bank card, to be cut out or printed on labels, each with its QR code.

import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { encode } from 'uqr';
import type { AttributionCard } from '#core/licensing/attribution-card';

const require = createRequire(import.meta.url);
const fontFile = (weight: 400 | 700): string =>
  require.resolve(`@fontsource/dejavu-sans/files/dejavu-sans-latin-${weight}-normal.woff`);
const MM = 72 / 25.4;
const CARD = { width: 85 * MM, height: 55 * MM };
const PAGE = { width: 210 * MM, height: 297 * MM };
const COLUMNS = 2;
const ROWS = 5;
const MARGIN = { x: (PAGE.width - COLUMNS * CARD.width) / 2, y: (PAGE.height - ROWS * CARD.height) / 2 };
const QR_SIDE = 22 * MM;
const PAD = 3 * MM;
const SIZES = [8, 7, 6, 5, 4.5];

/** The same card `copies` times on A4; the same input gives the same bytes. */
export async function printCards(card: AttributionCard, copies: number, createdAt: Date): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    autoFirstPage: false,
    lang: 'en',
    info: { Title: card.lines[0] ?? 'Attribution', CreationDate: createdAt, ModDate: createdAt },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<void>((end, fail) => pdf.on('end', end).on('error', fail));
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  pdf.registerFont('plain', fontFile(400)).registerFont('strong', fontFile(700));
  const layout = layOut(pdf, card);
  for (let copy = 0; copy < copies; copy++) {
    const place = copy % (COLUMNS * ROWS);
    if (place === 0) pdf.addPage();
    const x = MARGIN.x + (place % COLUMNS) * CARD.width;
    const y = MARGIN.y + Math.floor(place / COLUMNS) * CARD.height;
    drawCard(pdf, layout, { x, y });
  }
  pdf.end();
  await done;
  return Buffer.concat(chunks);
}

/** What is the same on every copy. */
interface Layout {
  readonly title: string;
  readonly body: string;
  /** Below the title. */
  readonly top: number;
  readonly size: number;
  readonly code: ReturnType<typeof encode>;
}

const TEXT_WIDTH = CARD.width - 3 * PAD - QR_SIDE;
const TITLE = { size: 9, line: 11, lines: 2 };

function layOut(pdf: PDFKit.PDFDocument, { lines, sourceUrl }: AttributionCard): Layout {
  const [title = '', ...rest] = lines.map(printable);
  const body = rest.join('\n');
  const width = pdf.font('strong').fontSize(TITLE.size).widthOfString(title);
  const top = PAD + Math.min(TITLE.lines, Math.ceil(width / TEXT_WIDTH)) * TITLE.line + 2;
  const room = CARD.height - PAD - top;
  pdf.font('plain');
  // The largest type in which all of it has room; the smallest may cut the end off.
  const fits = (size: number): boolean => pdf.fontSize(size).heightOfString(body, { width: TEXT_WIDTH }) <= room;
  return {
    title,
    body,
    top,
    size: SIZES.find(fits) ?? SIZES.at(-1)!,
    code: encode(sourceUrl, { ecc: 'M', border: 1 }),
  };
}

function drawCard(pdf: PDFKit.PDFDocument, layout: Layout, { x, y }: { x: number; y: number }): void {
  const { title, body, top, size, code } = layout;
  const width = TEXT_WIDTH;
  pdf.rect(x, y, CARD.width, CARD.height).lineWidth(0.3).dash(2, { space: 2 }).stroke('#999999').undash();
  pdf.font('strong').fontSize(TITLE.size).fillColor('black');
  pdf.text(title, x + PAD, y + PAD, { width, height: TITLE.lines * TITLE.line, ellipsis: true });
  pdf.font('plain').fontSize(size);
  pdf.text(body, x + PAD, y + top, { width, height: CARD.height - PAD - top, ellipsis: true });
  drawCode(pdf, code, { x: x + CARD.width - PAD - QR_SIDE, y: y + PAD });
}

function drawCode(pdf: PDFKit.PDFDocument, { data, size }: Layout['code'], { x, y }: { x: number; y: number }): void {
  const module = QR_SIDE / size;
  data.forEach((row, r) =>
    row.forEach((dark, c) => {
      if (dark) pdf.rect(x + c * module, y + r * module, module, module);
    }),
  );
  pdf.fill('black');
}

/** The font knows Europe's scripts; letters of others are told by a question mark rather than left out unseen. */
const printable = (line: string): string =>
  line.replace(
    /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Common}\p{Script=Inherited}]/gu,
    '?',
  );

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
  for (let copy = 0; copy < copies; copy++) {
    const place = copy % (COLUMNS * ROWS);
    if (place === 0) pdf.addPage();
    const x = MARGIN.x + (place % COLUMNS) * CARD.width;
    const y = MARGIN.y + Math.floor(place / COLUMNS) * CARD.height;
    drawCard(pdf, card, { x, y });
  }
  pdf.end();
  await done;
  return Buffer.concat(chunks);
}

function drawCard(
  pdf: PDFKit.PDFDocument,
  { lines, sourceUrl }: AttributionCard,
  { x, y }: { x: number; y: number },
): void {
  pdf.rect(x, y, CARD.width, CARD.height).lineWidth(0.3).dash(2, { space: 2 }).stroke('#999999').undash();
  const [title = '', ...rest] = lines.map(printable);
  const body = rest.join('\n');
  const width = CARD.width - 2 * PAD;
  const beside = width - QR_SIDE - PAD;
  pdf.font('strong').fontSize(9).fillColor('black');
  pdf.text(title, x + PAD, y + PAD, { width: beside, height: 2 * 11, ellipsis: true });
  const top = y + PAD + Math.min(2, Math.ceil(pdf.widthOfString(title) / beside)) * 11 + 2;
  const room = y + CARD.height - PAD - top;
  pdf.font('plain');
  // The largest type in which all of it has room; the smallest may cut the end off.
  const size =
    SIZES.find((each) => pdf.fontSize(each).heightOfString(body, { width: beside }) <= room) ?? SIZES.at(-1)!;
  pdf.fontSize(size).text(body, x + PAD, top, { width: beside, height: room, ellipsis: true });
  drawCode(pdf, sourceUrl, { x: x + CARD.width - PAD - QR_SIDE, y: y + PAD });
}

function drawCode(pdf: PDFKit.PDFDocument, text: string, { x, y }: { x: number; y: number }): void {
  const { data, size } = encode(text, { ecc: 'M', border: 1 });
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

// A bill of materials from a table, under the headings that projects really use.

import { ok, refuse, type Result } from '../kernel/result.js';
import { EMPTY_BOM, type BillOfMaterials, type BomPart, type BoughtInItem, type PartSettings, type Tool } from './bill-of-materials.js'; // prettier-ignore
import { readCsvRows } from './csv.js';
import { normaliseMaterial, PROCESSES, type Material, type Process } from './part.js';

/** One bill; a table may hold several, told apart by the columns `project` and `build`. */
export interface BomTable {
  readonly project?: string | undefined;
  readonly build?: string | undefined;
  readonly bom: BillOfMaterials;
  /** What was assumed or left out, in sentences with the row. */
  readonly notes: readonly string[];
}

/** More is no table that a person wrote. */
const BOM_CSV_ROWS = 10_000;

const COLUMNS = {
  project: ['project'],
  build: ['build', 'assembly', 'variant'],
  name: [
    'part',
    'name',
    'part name',
    'item',
    'component',
    'title',
    'description',
    'part number',
    'artikel',
    'bezeichnung',
  ],
  file: ['file', 'filename', 'file name', 'path', 'stl', 'model'],
  quantity: [
    'quantity',
    'quantity needed',
    'qty needed',
    'qty',
    'qty.',
    'count',
    'amount',
    'number',
    'pcs',
    '#',
    'menge',
    'anzahl',
    'no.',
  ],
  unit: ['unit', 'units', 'einheit'],
  optional: ['optional'],
  materials: ['materials', 'material', 'filament', 'recommended material'],
  process: ['process', 'method', 'manufacturing process', 'printing-process'],
  infill: ['infill_pct', 'infill', 'infill %', 'infill (%)', 'fill', 'infill percent'],
  layer: ['layer_mm', 'layer', 'layer height', 'layer height (mm)', 'resolution'],
  perimeters: ['perimeters', 'walls', 'shells', 'wall count'],
  supports: ['supports', 'support'],
  kind: ['type', 'kind', 'category', 'make/buy', 'make or buy'],
  link: ['link', 'url', 'supplier link', 'source url', 'vendor link'],
  price: ['price', 'cost', 'unit price', 'unit cost', 'preis'],
  notes: ['notes', 'note', 'comment', 'comments', 'remarks', 'other', 'bemerkung'],
} as const;
type Column = keyof typeof COLUMNS;
type Row = Readonly<Partial<Record<Column, string>>>;

/** Refuses `bom/no-headings` where no column names the things, and `bom/too-large`. */
export function readBomCsv(text: string): Result<readonly BomTable[]> {
  const rows = readCsvRows(text, BOM_CSV_ROWS + 2);
  if (rows.length > BOM_CSV_ROWS + 1) {
    return refuse('bom/too-large', `The table has more than ${BOM_CSV_ROWS} rows.`, {
      remedy: 'Publish it in smaller releases.',
    });
  }
  const tables = new Map<string, TableBuilder>();
  let section: Section | undefined;
  for (const [i, line] of rows.entries()) {
    const opened = sectionAt(rows, i, section !== undefined);
    if (opened) {
      section = opened;
      continue;
    }
    const row = section && rowOf(line, section);
    if (!section || !row) continue;
    const key = JSON.stringify([row.project, row.build]);
    const table = tables.get(key) ?? new TableBuilder(row, isPartsTable(section.columns));
    tables.set(key, table);
    table.add(row, i + 1);
  }
  if (section) return ok([...tables.values()].map((table) => table.result()));
  return refuse('bom/no-headings', 'No column of the table names the parts.', {
    remedy: 'Give the table a first row with headings, such as: part, file, quantity, material, infill, notes.',
  });
}

/** Headings hold until the next ones: people put several tables under each other, each with a title above it. */
interface Section {
  readonly columns: ReadonlyMap<Column, number>;
  /** What the title above says of all its rows. */
  readonly kind: string | undefined;
  /** One of several: what stands between them names things without saying how many. */
  readonly isOneOfSeveral: boolean;
}

/** Headings name the things and how many; in the first row of all, naming the things is enough. */
function sectionAt(rows: readonly string[][], index: number, isFurther: boolean): Section | undefined {
  const columns = columnsOf(rows[index]!);
  if (!columns.has('name') && !columns.has('file')) return undefined;
  if (index > 0 && !columns.has('quantity')) return undefined;
  const title = index === 0 ? undefined : rows[index - 1]!.find((cell) => cell !== '');
  return {
    columns,
    kind: title && /print|laser|cnc/i.test(title) ? 'printed' : undefined,
    isOneOfSeveral: isFurther || index > 0,
  };
}

function rowOf(line: readonly string[], { columns, kind, isOneOfSeveral }: Section): Row | undefined {
  const row = Object.fromEntries([...columns].map(([column, at]) => [column, line[at] || undefined])) as Row;
  if (isOneOfSeveral && (row.quantity === undefined || (row.name === undefined && row.file === undefined)))
    return undefined;
  const file = row.file ?? (MADE_FILE.test(row.name ?? '') ? row.name : undefined);
  return { ...row, ...(file === undefined ? {} : { file }), ...(row.kind === undefined && kind ? { kind } : {}) };
}

function columnsOf(head: readonly string[]): Map<Column, number> {
  const flat = head.map((heading) => heading.toLowerCase().trim());
  const found = new Map<Column, number>();
  for (const column of Object.keys(COLUMNS) as Column[]) {
    const at = (COLUMNS[column] as readonly string[]).map((name) => flat.indexOf(name)).find((index) => index >= 0);
    if (at !== undefined) found.set(column, at);
  }
  return found;
}

/** Settings have columns and buying has none: then a row without a file is a part whose file is missing. */
const isPartsTable = (columns: ReadonlyMap<Column, number>): boolean =>
  (['infill', 'layer'] as const).some((column) => columns.has(column)) &&
  !(['link', 'price', 'kind', 'unit'] as const).some((column) => columns.has(column));

class TableBuilder {
  private readonly parts: BomPart[] = [];
  private readonly boughtIn: BoughtInItem[] = [];
  private readonly tools: Tool[] = [];
  private readonly notes: string[] = [];

  constructor(
    private readonly head: Row,
    private readonly partsOnly: boolean,
  ) {}

  result(): BomTable {
    const { project, build } = this.head;
    const bom = { ...EMPTY_BOM, parts: this.parts, boughtIn: this.boughtIn, tools: this.tools };
    return { project, build, bom, notes: this.notes };
  }

  add(row: Row, line: number): void {
    const name = row.name ?? row.file?.split(/[\\/]/).at(-1);
    if (name === undefined) {
      this.notes.push(`Row ${line} names nothing and was left out.`);
      return;
    }
    if (/^tools?$/i.test(row.kind ?? '')) {
      this.tools.push({ name, link: row.link });
      return;
    }
    const quantity = this.quantity(row, line, name);
    if (quantity === undefined) return;
    if (this.isMade(row)) {
      if (row.file === undefined) this.notes.push(`Row ${line} names no file for “${name}”.`);
      this.parts.push(this.part(row, name, quantity));
    } else this.boughtIn.push(itemOf(row, name, quantity));
  }

  private isMade(row: Row): boolean {
    return this.partsOnly || isMade(row);
  }

  private quantity(row: Row, line: number, name: string): number | undefined {
    if (row.quantity === undefined) {
      this.notes.push(`Row ${line} does not say how many of “${name}”; one is assumed.`);
      return 1;
    }
    const quantity = decimal(row.quantity);
    const fits = isMade(row)
      ? Number.isSafeInteger(quantity) && quantity! >= 1
      : quantity !== undefined && quantity > 0;
    if (fits) return quantity;
    this.notes.push(`Row ${line} wants “${row.quantity}” of “${name}”, which is no quantity; it was left out.`);
    return undefined;
  }

  private part(row: Row, name: string, quantity: number): BomPart {
    const { materials, remark } = materialsOf(row.materials);
    const notes = [row.notes, remark].filter((one) => one !== undefined).join('; ');
    return {
      path: row.file ?? name,
      name,
      quantity,
      process: processOf(row),
      materials,
      settings: settingsOf(row),
      optional: isYes(row.optional),
      ...(notes === '' ? {} : { notes }),
    };
  }
}

const MADE_FILE = /\.(stl|3mf|obj|step|stp|scad|dxf|svg|fcstd)$/i;

/** A file with a shape, or a setting for making it, makes a part. */
const isMade = (row: Row): boolean =>
  MADE_FILE.test(row.file ?? '') ||
  [row.infill, row.layer, row.process, row.materials].some(
    (one) => one !== undefined && !/^(bought|buy|n\/?a)$/i.test(one),
  ) ||
  /print|made|laser|cnc/i.test(row.kind ?? '');

const itemOf = (row: Row, name: string, quantity: number): BoughtInItem => ({
  name,
  quantity,
  unit: row.unit ?? 'pcs',
  link: row.link,
  price: row.price,
  optional: isYes(row.optional),
});

const isYes = (text: string | undefined): boolean => /^(yes|y|true|1|x|optional)$/i.test(text ?? '');

const decimal = (text: string | undefined): number | undefined => {
  const match = /^(\d+(?:[.,]\d+)?)/.exec(text ?? '');
  return match ? Number(match[1]!.replace(',', '.')) : undefined;
};

/** `PETG|ABS`, `PLA or PETG`; a word that is no material is a remark, e.g. `PLA-class (not stated)`. */
function materialsOf(text: string | undefined): { materials: Material[]; remark?: string } {
  if (text === undefined) return { materials: [] };
  const bare = text.replace(/\([^)]*\)/g, '');
  const words = bare.split(/\||\/|,|;|\bor\b/i).map((word) => word.trim()).filter((word) => word !== ''); // prettier-ignore
  const materials = words.filter((word) => /^[A-Za-z][A-Za-z0-9+]{1,11}$/.test(word) && /^[A-Z]/.test(word));
  const whole = materials.length === words.length && bare === text;
  return { materials: materials.map(normaliseMaterial), ...(whole ? {} : { remark: `material as written: ${text}` }) };
}

function processOf(row: Row): Process | undefined {
  const word = `${row.process ?? ''} ${row.kind ?? ''}`.toLowerCase();
  const exact = PROCESSES.find((process) => word.includes(process));
  if (exact) return exact;
  if (/fdm|fff|3d|print/.test(word)) return 'fdm';
  if (/laser/.test(word)) return 'laser-cutting';
  return /cnc|mill/.test(word) ? 'cnc-milling' : undefined;
}

function settingsOf(row: Row): PartSettings {
  const infillPercent = decimal(row.infill);
  const layers = (row.layer ?? '').match(/\d+(?:[.,]\d+)?/g) ?? [];
  const perimeters = decimal(row.perimeters);
  return {
    ...(infillPercent === undefined || infillPercent > 100
      ? {}
      : { infillPercent, mustBeSolid: infillPercent === 100 }),
    // A range, as in 0.15-0.3, leaves the choice to the lab.
    ...(layers.length === 1 ? { layerMm: Number(layers[0].replace(',', '.')) } : {}),
    ...(perimeters === undefined ? {} : { perimeters }),
    ...(/^(yes|no|none|true|false)$/i.test(row.supports ?? '')
      ? { supports: /^(yes|true)$/i.test(row.supports!) }
      : {}),
  };
}

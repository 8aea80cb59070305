// Comma-separated values as spreadsheets write them: quotes, line breaks in fields, and semicolons or tabs where commas are decimal.

/** Rows of fields, trimmed; rows with nothing in them are left out. At most `maxRows` are read. */
export function readCsvRows(text: string, maxRows: number): string[][] {
  const separator = separatorOf(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  const endRow = (): void => {
    row.push(field.trim());
    if (row.some((one) => one !== '')) rows.push(row);
    row = [];
    field = '';
  };
  for (let i = text.startsWith('\uFEFF') ? 1 : 0; i < text.length && rows.length < maxRows; i += 1) {
    const char = text[i]!;
    if (quoted && char === '"' && text[i + 1] === '"') {
      field += '"';
      i += 1;
    } else if (char === '"' && (quoted || field.trim() === '')) {
      quoted = !quoted;
      if (quoted) field = '';
    } else if (quoted) field += char;
    else if (char === separator) {
      row.push(field.trim());
      field = '';
    } else if (char === '\n') endRow();
    else if (char !== '\r') field += char;
  }
  if (rows.length < maxRows) endRow();
  return rows;
}

/** Whichever of them the first line has most of. */
function separatorOf(text: string): string {
  const end = text.indexOf('\n');
  const head = (end < 0 ? text : text.slice(0, end)).replace(/"[^"]*"/g, '');
  const count = (char: string): number => head.split(char).length;
  return [',', ';', '\t'].sort((a, b) => count(b) - count(a))[0]!;
}

// A JSON Schema as one short line per field, for people.

/** The part of JSON Schema that the contracts use. */
interface Shape {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Shape>>;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Shape;
  readonly pattern?: string;
}

const DEPTH = 2;

/** `{ at: place, parts: part[] }`, two levels deep; deeper objects are `{…}`. */
export function shapeText(schema: object, depth = 0): string {
  const shape = schema as Shape;
  if (shape.$ref) return shape.$ref.split('/').at(-1) ?? 'object';
  if (shape.const !== undefined) return JSON.stringify(shape.const);
  if (shape.enum) return shape.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = shape.anyOf ?? shape.oneOf;
  if (choices) return choices.map((choice) => shapeText(choice, depth)).join(' | ');
  if (shape.type === 'array') return arrayText(shape.items ?? {}, depth);
  if (shape.type === 'object') return objectText(shape, depth);
  return textOfPattern(shape.pattern) ?? shape.type ?? 'anything';
}

/** Ids and content addresses are strings of one form, and are told by it. */
function textOfPattern(pattern = ''): string | undefined {
  const prefix = /^\^([a-z]+)_\[/.exec(pattern)?.[1];
  if (prefix !== undefined) return `${prefix}_…`;
  return pattern.startsWith('^[0-9a-f]{64}') ? 'sha256' : undefined;
}

function arrayText(items: Shape, depth: number): string {
  const text = shapeText(items, depth);
  return items.enum || items.anyOf || items.oneOf ? `(${text})[]` : `${text}[]`;
}

function objectText(shape: Shape, depth: number): string {
  if (!shape.properties) {
    const { additionalProperties: values } = shape;
    return typeof values === 'object' ? `{ [key]: ${shapeText(values, depth + 1)} }` : '{…}';
  }
  if (depth >= DEPTH) return '{…}';
  return `{ ${fieldTexts(shape, depth + 1).join(', ')} }`;
}

function fieldTexts(shape: Shape, depth: number): string[] {
  const required = new Set(shape.required ?? []);
  return Object.entries(shape.properties ?? {}).map(
    ([name, field]) => `${name}${required.has(name) ? '' : '?'}: ${shapeText(field, depth)}`,
  );
}

/** The fields of an object's schema, one a line; another schema as one line. */
export function fieldLines(schema: object): string[] {
  const shape = schema as Shape;
  return shape.type === 'object' && shape.properties ? fieldTexts(shape, 1) : [shapeText(schema)];
}

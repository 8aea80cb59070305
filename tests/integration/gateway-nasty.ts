// Requests as nobody means them: a valid one with some of its values replaced, taken away or added.

import fc from 'fast-check';

/** JSON that JSON.stringify would not write. */
class Raw {
  constructor(readonly json: string) {}
}

const base64 = (text: string): string => Buffer.from(text).toString('base64url');

const TEXTS = [
  '',
  '   ',
  'a\u0000b',
  '\u202Egnp.exe',
  '\ud800',
  'x\udfff',
  '%00',
  '__proto__',
  'constructor',
  "' or 1=1; --",
  '../../etc/passwd',
  '9'.repeat(400),
  'x'.repeat(70_000),
  '1.0.0\u0000',
  '('.repeat(150),
  'Z'.repeat(64),
  base64('[1e300,"a"]'),
  base64('[1e309,"a\\u0000"]'),
  base64('["a",1]'),
];

const VALUES: readonly unknown[] = [
  ...TEXTS,
  new Raw('1e309'),
  new Raw('-1e309'),
  new Raw('{"__proto__":{"roles":["steward"]}}'),
  new Raw('{"constructor":{"prototype":{"a":1}}}'),
  new Raw(`${'['.repeat(5_000)}${']'.repeat(5_000)}`),
  -1,
  0,
  0.5,
  1e15 + 1,
  2 ** 53,
  null,
  true,
  [],
  [[]],
  {},
];

/** Anything that could stand in a field. */
const nasty = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

const UNWRITTEN = [
  '%00',
  '%ff',
  '%ED%A0%80',
  '%zz',
  '..%2f..%2fetc',
  'ord_%00',
  'a%00b',
  `rel_${'x'.repeat(64)}`,
  'y'.repeat(3_000),
  base64('[1e300,"a"]'),
  base64('[1e309,"a\\u0000"]'),
];

const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');

/** A text as it stands in an address, also where no client would write it so. */
export const nastyInAddress = fc.oneof(
  fc.constantFrom(...UNWRITTEN),
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => encodeURIComponent(wellFormed(text))),
  fc.constantFrom(...TEXTS.filter((text) => text.length < 500)).map((text) => encodeURIComponent(wellFormed(text))),
);

interface Change {
  /** Picks the place in the value, whatever its form. */
  readonly at: number;
  readonly kind: 'replace' | 'remove' | 'add';
  readonly value: unknown;
}

/** JSON like that of the example, changed in up to three places; sometimes nothing like it. */
export const nastyJson = (example: unknown): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .array(
          fc.record<Change>({
            at: fc.nat(1000),
            kind: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add'),
            value: nasty,
          }),
          { minLength: 1, maxLength: 3 },
        )
        .map((changes) => written(changes.reduce(changed, example))),
    },
    { weight: 1, arbitrary: nasty.map(written) },
    { weight: 1, arbitrary: fc.constantFrom('', '{', '[1,', '{"a":1,}', 'undefined', '\u0000', '"\\ud800"') },
  );

const isTree = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !(value instanceof Raw);

function placesIn(value: unknown, path: readonly string[] = []): string[][] {
  if (!isTree(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...placesIn(inner, [...path, key])]);
}

function changed(tree: unknown, { at, kind, value }: Change): unknown {
  const places = placesIn(tree);
  const place = places[at % (places.length || 1)];
  if (place === undefined) return tree;
  const copy: unknown = copyOf(tree);
  const key = place.at(-1)!;
  const parent = place.slice(0, -1).reduce((inner, step) => (inner as Record<string, unknown>)[step], copy);
  const holder = parent as Record<string, unknown>;
  if (kind === 'replace') holder[key] = value;
  else if (Array.isArray(holder))
    holder.splice(Number(key), kind === 'remove' ? 1 : 0, ...(kind === 'add' ? [value] : []));
  else if (kind === 'remove') delete holder[key];
  else holder[`${key}More`] = value;
  return copy;
}

function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isTree(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyOf(inner)]));
}

function written(value: unknown): string {
  if (value instanceof Raw) return value.json;
  if (Array.isArray(value)) return `[${Array.from(value, written).join(',')}]`;
  if (!isTree(value)) return JSON.stringify(value) ?? 'null';
  return `{${Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)}:${written(inner)}`)
    .join(',')}}`;
}

// Which model a loosely written name means: letters are compared by threes, but figures, plus signs and words that make
// another machine of it (Pro, Max, Extended …) have to agree, for an Ultimaker 2 is no Ultimaker 3.

/** Words that tell models of one family apart; written alike by all. */
const MARKS = new Set(['pro', 'max', 'mini', 'plus', 'extended', 'dual', 'go', 'lite', 'neo', 'se', 'xl', 's', 'v', 'x', 'smart', 'kobra', 'multi', 'mmu', 'bicolor']); // prettier-ignore
/** Words that say nothing about which machine it is. */
const NOISE = new Set(['the', 'of', 'with', 'printer', 'd', 'inc', 'ltd', 'co', 'gmbh', 'b', 'industries', 'technologies', 'series', 'kit', 'wash', 'only']); // prettier-ignore

interface Spelt {
  readonly marks: string;
  readonly words: readonly string[];
  readonly threes: ReadonlySet<string>;
}

interface Nameable {
  readonly vendor: string;
  readonly model: string;
}

/** Taken for the model from here on; below it, a name is shown as unmatched. */
const SURE = 0.75;

/** A matcher over models; answers the best one with its confidence, 1 for the same letters and figures. */
export function modelMatcher<Model extends Nameable>(
  models: readonly Model[],
): (brand: string, name: string) => { model: Model; confidence: number } | undefined {
  const known = models.flatMap((model) =>
    // "MK3S && MK3S+" and "Mk3/Mk3s" are two machines in one entry.
    model.model.split(/&&|\//).flatMap((one) => [
      { model, spelt: spell(one) },
      { model, spelt: spell(`${model.vendor} ${one}`) },
    ]),
  );
  const byMarks = groupOf(known);
  const answered = new Map<string, { model: Model; confidence: number } | undefined>();
  return (brand, name) => {
    const key = `${brand}|${name}`;
    if (answered.has(key)) return answered.get(key);
    let best: { model: Model; confidence: number } | undefined;
    for (const wanted of [spell(name), spell(`${brand} ${name}`)]) {
      if (wanted.words.length === 0) continue;
      for (const { model, spelt } of byMarks.get(wanted.marks) ?? []) {
        const confidence = alike(wanted, spelt);
        if (confidence > (best?.confidence ?? 0)) best = { model, confidence };
      }
    }
    const found =
      best && best.confidence >= SURE ? { ...best, confidence: Math.round(best.confidence * 100) / 100 } : undefined;
    answered.set(key, found);
    return found;
  };
}

function groupOf<Entry extends { readonly spelt: Spelt }>(entries: readonly Entry[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) groups.set(entry.spelt.marks, [...(groups.get(entry.spelt.marks) ?? []), entry]);
  return groups;
}

function spell(text: string): Spelt {
  const tokens =
    text
      .toLowerCase()
      .normalize('NFKD')
      .replaceAll(/3d\b/g, ' ')
      .match(/\d+(?:\.\d+)?|[a-z]+|\+/g) ?? [];
  const all = tokens.map((token) => (token === '+' ? 'plus' : token));
  const isMark = (token: string): boolean => /\d/.test(token) || MARKS.has(token);
  const words = all.filter((token) => !isMark(token) && !NOISE.has(token));
  const joined = ` ${words.join('')} `;
  const threes = Array.from({ length: Math.max(0, joined.length - 2) }, (_, at) => joined.slice(at, at + 3));
  return { marks: all.filter(isMark).toSorted().join(' '), words, threes: new Set(threes) };
}

/** Dice: twice what both have, by what each has. */
function alike(a: Spelt, b: Spelt): number {
  if (a.threes.size + b.threes.size === 0) return 0;
  let both = 0;
  for (const three of a.threes) if (b.threes.has(three)) both += 1;
  return (2 * both) / (a.threes.size + b.threes.size);
}

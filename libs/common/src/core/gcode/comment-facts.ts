// What slicers write in comments: time and filament, and secrets that they leave there.

export interface CommentFacts {
  /** As the slicer estimates it. */
  seconds?: number;
  massGrams?: number;
  filamentMm?: number;
  slicer?: string;
}

/** Comments that tell something begin with one of these, after the semicolon and a blank. */
const FIRST_LETTERS = new Set(Array.from('etfgpoETFGPO', (letter) => letter.charCodeAt(0)));
const SECRET = /^;\s*(?:printhost_\w+|print_host|octoprint_\w+)\s*[=:]\s*(?=\S)/i;

/** True when the comment at `at`, which is its semicolon, may tell something. */
export function mayTell(bytes: Uint8Array, at: number, to: number): boolean {
  const next = bytes[at + 1] === 32 ? at + 2 : at + 1;
  return next < to && FIRST_LETTERS.has(bytes[next]!);
}

/** Where in a comment a secret begins, from its semicolon; −1: nowhere. */
export const secretAt = (comment: string): number => SECRET.exec(comment)?.[0].length ?? -1;

/** Takes from one comment what it tells. */
export function learnFrom(comment: string, facts: CommentFacts): void {
  const text = comment.slice(1).trim();
  const prusaTime = /^estimated printing time \(normal mode\) = (.+)$/.exec(text)?.[1];
  if (prusaTime !== undefined) facts.seconds = secondsOf(prusaTime);
  const curaTime = /^TIME:(\d+)$/.exec(text)?.[1];
  // CuraEngine's own header says 6666 and 0 until its front end replaces it.
  if (curaTime !== undefined && curaTime !== '6666' && curaTime !== '0') facts.seconds = Number(curaTime);
  const grams = /^total filament used \[g\] = ([\d.]+)$/.exec(text)?.[1];
  if (grams !== undefined) facts.massGrams = Number(grams);
  const each = /^filament used \[(g|mm)\] = ([\d., ]+)$/.exec(text);
  const sum = (each?.[2] ?? '').split(',').reduce((total, part) => total + Number(part), 0);
  if (each?.[1] === 'mm') facts.filamentMm = sum;
  if (each?.[1] === 'g') facts.massGrams ??= sum;
  const slicer = /^generated (?:by|with) (.{1,60})/i.exec(text)?.[1];
  if (slicer !== undefined) facts.slicer ??= slicer;
}

/** Seconds of `1d 4h 52m 55s`. */
function secondsOf(text: string): number {
  const units: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 };
  return [...text.matchAll(/(\d+)\s*([dhms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * units[unit!]!,
    0,
  );
}

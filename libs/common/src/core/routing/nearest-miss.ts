// When nobody can: what is missing least. Told from the labs that were judged, as numbers and as a sentence.

import type { LiveLab } from '../lab/lab.js';
import type { Miss, NearestMiss, Ring } from '../quote/quote.js';
import { type AllAsked, askedBy, factorOf, judgeLab, nearestOf } from './judge-lab.js';
import type { RoutingPolicy } from './policy.js';
import type { Case, Requirement, Shortfall } from './requirements.js';

/** A lab that cannot, and the first reason. */
export interface Refused {
  readonly lab: LiveLab;
  readonly km: number;
  readonly shortfall: Shortfall;
}

/** As many are told, and as many of the nearest labs are looked at for it. */
const TOLD = 3;
const LOOKED_AT = 5000;

type Context = Pick<Case, 'massGrams' | 'pieces'> & {
  readonly requirement: Requirement;
  readonly policy: RoutingPolicy;
  readonly asked: AllAsked;
};

/** The requirements that stand in the way: first those without which somebody would do, nearest first. */
export function nearestMisses(all: readonly Refused[], context: Context): NearestMiss[] {
  const refused = all.slice(0, LOOKED_AT);
  const codes = [...new Set(refused.map(({ shortfall }) => shortfall.code))];
  const known = new Set([...context.asked.ofLab, ...context.asked.ofMachine].map(({ check }) => check.code));
  return codes
    .filter((code) => known.has(code) || code.startsWith('lab/too-late') || code === 'lab/min-order')
    .map((code) => missOf(code, refused, context))
    .toSorted(
      (a, b) =>
        Number(b.onlyThis !== undefined) - Number(a.onlyThis !== undefined) ||
        (a.onlyThis?.fromKm ?? 0) - (b.onlyThis?.fromKm ?? 0) ||
        b.removed - a.removed ||
        (a.code < b.code ? -1 : 1),
    )
    .slice(0, TOLD);
}

function missOf(code: string, refused: readonly Refused[], context: Context): NearestMiss {
  const { requirement, policy } = context;
  const here = refused.filter(({ shortfall }) => shortfall.code === code);
  const spared = askedBy(requirement, policy, code);
  const only = here.filter((one) => 'machines' in judgeLab({ ...context, ...one }, spared));
  const met = refused.filter((one) => one.shortfall.code !== code && meets(code, one, context));
  const miss = nearestOf(here.flatMap(({ shortfall }) => shortfall.miss ?? []));
  const told = {
    code,
    requirement: here[0]!.shortfall.requirement,
    removed: here.length,
    onlyThis: ringOf(only),
    met: ringOf(met),
    miss,
  };
  return { ...told, sentence: sentenceOf(told, met) };
}

/** True when the lab meets this one requirement, whatever else it fails; a machine of the right kind has to. */
function meets(code: string, { lab, km }: Refused, { asked, ...context }: Context): boolean {
  const one: Case = { ...context, lab, km };
  const ofLab = asked.ofLab.find(({ check }) => check.code === code);
  if (ofLab) return ofLab.check.find(one, ofLab.words) === 'yes';
  const kind = asked.ofMachine[0]!;
  const ofMachine = asked.ofMachine.find(({ check }) => check.code === code);
  return (
    ofMachine !== undefined &&
    lab.machines.some(
      (machine) => kind.check.find(machine, one) === 'yes' && ofMachine.check.find(machine, one) === 'yes',
    )
  );
}

/** They come nearest first. */
const ringOf = (near: readonly Refused[]): Ring | undefined =>
  near.length === 0
    ? undefined
    : { labs: near.length, fromKm: Math.floor(near[0]!.km), toKm: Math.ceil(near.at(-1)!.km) };

const labs = ({ labs: count, fromKm, toKm }: Ring): string =>
  `${count} ${count === 1 ? 'lab' : 'labs'} at ${toKm - fromKm <= 1 ? toKm : `${fromKm}–${toKm}`} km`;

function sentenceOf(one: Omit<NearestMiss, 'sentence'>, met: readonly Refused[]): string {
  const { code, requirement, onlyThis, miss } = one;
  const what = code === 'machine/size' && miss ? `has ${number(miss.wanted)} mm in ${miss.what}` : requirement;
  const told = [
    one.met === undefined || one.met.fromKm > 0 ? `No lab ${nearer(one.met)}${what}` : undefined,
    one.met && `${labs(one.met)} ${one.met.fromKm > 0 ? 'can' : what}, but not one that ${commonest(met)}`,
    miss && factorOf(miss) < 10 ? `the nearest to it has ${number(miss.has)} ${unitOf(miss)}` : undefined,
    onlyThis && `${labs(onlyThis)} would do but for this`,
    code === 'machine/size' ? 'or split the part' : undefined,
  ];
  return `${told.filter((part) => part !== undefined).join('; ')}.`;
}

const nearer = (met: Ring | undefined): string => (met ? `within ${met.fromKm} km ` : '');

const unitOf = ({ unit }: Miss): string => (unit === 'minor' ? 'minor units' : unit);
const number = (value: number): string => String(Math.round(value * 10) / 10);

/** What those that meet the requirement fail most, in words. */
function commonest(met: readonly Refused[]): string {
  const counts = new Map<string, number>();
  for (const { shortfall } of met) counts.set(shortfall.requirement, (counts.get(shortfall.requirement) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '';
}

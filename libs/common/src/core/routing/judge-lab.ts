// Holds one lab against all that is asked: the machines that can, why there is none, or what the lab has to be asked.

import type { LiveMachine } from '../lab/lab.js';
import type { Miss, Question } from '../quote/quote.js';
import { LAB_CHECKS, passedBy } from './lab-checks.js';
import { MACHINE_CHECKS } from './machine-checks.js';
import type { RoutingPolicy } from './policy.js';
import {
  type Case,
  type LabCheck,
  type MachineCheck,
  type Requirement,
  type Shortfall,
  processesOf,
} from './requirements.js';

/** Machines that can; or the first thing because of which none can; or what is not known of those that might. */
export type Suitability =
  | { readonly machines: readonly LiveMachine[] }
  | { readonly shortfall: Shortfall }
  | { readonly questions: readonly Question[] };

interface Asked<Entry> {
  readonly check: Entry;
  readonly words: string;
  /** Of the entry in its table. */
  readonly bit: number;
}

/** The entries of both tables that are asked at all, in words: made once for all labs. */
export interface AllAsked {
  readonly ofLab: readonly Asked<LabCheck>[];
  readonly ofMachine: readonly Asked<MachineCheck>[];
}

/** What these requirements ask under the policy; with `spare`, the code of an entry, as if that were not asked. */
export function askedBy(requirement: Requirement, policy: RoutingPolicy, spare?: string): AllAsked {
  const asked = <Entry extends LabCheck | MachineCheck>(check: Entry, at: number): Asked<Entry>[] => {
    const words = check.code === spare ? undefined : check.asks(requirement, policy);
    return words === undefined ? [] : [{ check, words, bit: 1 << at }];
  };
  return { ofLab: LAB_CHECKS.flatMap(asked), ofMachine: MACHINE_CHECKS.flatMap(asked) };
}

/** Judges one lab. Its own circumstances come first, then its machines, entry by entry of the tables. */
export function judgeLab(one: Case, asked: AllAsked): Suitability {
  const questions: Question[] = [];
  const passed = passedBy(one.lab.profile);
  for (const { check, words, bit } of asked.ofLab) {
    if ((passed & bit) !== 0) continue;
    const found = check.find(one, words);
    if (found === 'yes') continue;
    const { code } = check;
    if ('no' in found) return { shortfall: { code, requirement: words, reason: found.no, miss: found.miss } };
    questions.push({ code, requirement: words, question: found.ask });
  }
  return judgeMachines(one, questions, asked.ofMachine);
}

/** A machine still in the sieve, with what is not known of it. */
interface Kept {
  readonly machine: LiveMachine;
  readonly questions: readonly Question[];
}

function judgeMachines(one: Case, questions: readonly Question[], asked: AllAsked['ofMachine']): Suitability {
  if (one.lab.machines.length === 0) return { questions: [...questions, whichMachines(one)] };
  let sieved: readonly Kept[] = one.lab.machines.map((machine) => ({ machine, questions: [] }));
  for (const entry of asked) {
    const { passing, misses } = sieve(sieved, entry, one);
    if (passing.length === 0) {
      const { check, words } = entry;
      const reason = check.sum(
        sieved.map(({ machine }) => machine),
        one,
      );
      return { shortfall: { code: check.code, requirement: words, reason, miss: nearestOf(misses) } };
    }
    sieved = passing;
  }
  const sure = sieved.filter((kept) => kept.questions.length === 0).map(({ machine }) => machine);
  if (questions.length === 0 && sure.length > 0) return { machines: sure };
  // One machine has to do: the one of which least has to be asked.
  const least = sieved.toSorted((a, b) => a.questions.length - b.questions.length)[0]!;
  return { questions: [...questions, ...least.questions] };
}

function sieve(sieved: readonly Kept[], { check, words }: Asked<MachineCheck>, one: Case) {
  const misses: Miss[] = [];
  const passing: Kept[] = [];
  for (const kept of sieved) {
    const found = check.find(kept.machine, one);
    if (found === 'yes') passing.push(kept);
    else if ('no' in found) misses.push(...(found.miss ? [found.miss] : []));
    else {
      const question = { code: check.code, requirement: words, question: found.ask };
      passing.push({ ...kept, questions: [...kept.questions, question] });
    }
  }
  return { passing, misses };
}

function whichMachines({ lab, requirement }: Case): Question {
  const processes = processesOf(requirement).join(', ');
  return {
    code: 'machine/process',
    requirement: `has a machine for ${processes}`,
    question: `Which machines does ${lab.profile.name} have for ${processes}?`,
  };
}

/** How much more is wanted than there is, as a factor of at least one, whichever way more is better. */
export const factorOf = ({ wanted, has }: Miss): number =>
  Math.max(wanted, has) / Math.max(1e-9, Math.min(wanted, has));

/** The miss that is nearest to none. */
export const nearestOf = (misses: readonly Miss[]): Miss | undefined =>
  misses.toSorted((a, b) => factorOf(a) - factorOf(b))[0];

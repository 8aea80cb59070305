// What is asked of a lab as a whole. Adding a requirement is adding an entry; the first that says no is told.

import { isOnEarth } from '../kernel/geo.js';
import { mayHave } from '../lab/capabilities.js';
import type { LabProfile } from '../lab/lab.js';
import { openFrom } from '../lab/opening-hours.js';
import type { LicenseTerms } from '../licensing/judge-license.js';
import type { LicenseAnswer, Maker } from '../licensing/license-answer.js';
import { mayMake } from '../licensing/may-make.js';
import { type Case, type Finding, type LabCheck, processesOf } from './requirements.js';

/** A lab that has not said what it is, and one that meets the strictest licence. */
const UNSAID_MAKER: Maker = { form: 'unknown' };
const WORKERS: Maker = {
  form: 'worker-cooperative',
  workerOwned: { ownedByWorkers: true, sharesAllSurplus: true },
};

const no = (reason: string): Finding => ({ no: reason });

/** A bound that a lab or a customer set; undefined is no bound. */
function atMost(
  limit: number | undefined,
  value: number | undefined,
  miss: { what: string; unit: 'km' | 'g' | 'pieces'; no: (value: number, limit: number) => string },
): Finding {
  if (limit === undefined || value === undefined || value <= limit) return 'yes';
  return { no: miss.no(value, limit), miss: { what: miss.what, unit: miss.unit, wanted: value, has: limit } };
}

const always = (words: string) => (): string => words;

function findProcess({ lab: { profile }, requirement }: Case): Finding {
  const { processes, declares } = profile;
  if (processes.length === 0 && declares === undefined) return 'yes';
  if (requirement.parts.every(({ process }) => processes.includes(process))) return 'yes';
  const missing = processesOf(requirement).filter((process) => !processes.includes(process));
  if (missing.every((process) => mayHave(declares ?? [], process)))
    return { ask: `Does ${profile.name} make by ${missing.join(', ')}? It says ${declares!.join(', ')}.` };
  return no(`The lab does not name ${missing.join(', ')} among what it can do.`);
}

/** What is found of labs that have not said what they are: the same for all of them. */
const ofUnsaid = new WeakMap<LicenseTerms, LicenseAnswer>();

function answerFor(terms: LicenseTerms, maker: Maker | undefined): LicenseAnswer {
  if (maker) return mayMake(terms, maker, 'paid');
  const known = ofUnsaid.get(terms);
  if (known) return known;
  const answer = mayMake(terms, UNSAID_MAKER, 'paid');
  ofUnsaid.set(terms, answer);
  return answer;
}

function findLicence({ lab: { profile }, requirement: { terms } }: Case): Finding {
  const answer = answerFor(terms, profile.maker);
  if (answer.allowed) return 'yes';
  if (profile.maker === undefined && mayMake(terms, WORKERS, 'paid').allowed)
    return { ask: `What is ${profile.name} in law, and do its workers own it and share all surplus? ${answer.reason}` };
  return no(`${answer.reason} (${answer.clause})`);
}

function findCertifications({ lab: { profile }, requirement: { certifications = [] } }: Case): Finding {
  const has = profile.certifications;
  if (has === undefined) return { ask: `Is ${profile.name} certified by ${certifications.join(', ')}?` };
  const missing = certifications.filter((wanted) => !has.some((one) => one.toLowerCase() === wanted.toLowerCase()));
  return missing.length === 0 ? 'yes' : no(`The lab is not certified by ${missing.join(', ')}.`);
}

function findCapabilities({ lab: { profile }, requirement: { capabilities = [] } }: Case, words: string): Finding {
  const { declares } = profile;
  if (declares === undefined) return { ask: `What is there at ${profile.name}? One that ${words} is needed.` };
  const missing = capabilities.find((wanted) => !declares.includes(wanted));
  return missing === undefined ? 'yes' : no(`The lab does not name ${missing} among what it can do.`);
}

/** `passes`: what a lab's profile alone tells: true where it is never refused nor asked by this entry, whatever is wanted. */
export interface LabEntry extends LabCheck {
  readonly passes?: (profile: LabProfile) => boolean;
}

const isClosed = (profile: LabProfile): boolean => profile.hours.length > 0 && openFrom(profile, 0) === Infinity;

/** Entries that a profile passes by itself, one bit for each of {@link LAB_CHECKS}; profiles are replaced, never changed. */
const PASSED = new WeakMap<LabProfile, number>();

/** The same, looked up: two thousand labs are judged for every quote, and most say nothing that most entries ask about. */
export function passedBy(profile: LabProfile): number {
  const known = PASSED.get(profile);
  if (known !== undefined) return known;
  const bits = LAB_CHECKS.reduce((sum, { passes }, at) => (passes?.(profile) === true ? sum | (1 << at) : sum), 0);
  PASSED.set(profile, bits);
  return bits;
}

export const LAB_CHECKS: readonly LabEntry[] = [
  {
    code: 'lab/suspended',
    passes: ({ status }) => status !== 'suspended',
    asks: always('takes part'),
    find: ({ lab }) => (lab.profile.status === 'suspended' ? no('The lab does not take part at the moment.') : 'yes'),
  },
  {
    code: 'lab/capability',
    asks: ({ capabilities = [] }) => (capabilities.length === 0 ? undefined : `can do ${capabilities.join(', ')}`),
    find: findCapabilities,
  },
  {
    code: 'lab/nowhere',
    passes: ({ at }) => isOnEarth(at),
    asks: always('says where it is'),
    find: ({ lab }) => (isOnEarth(lab.profile.at) ? 'yes' : { ask: `Where is ${lab.profile.name}?` }),
  },
  {
    code: 'policy/distance',
    asks: (_, { withinKm }) => (withinKm === undefined ? undefined : `is within ${withinKm} km, as the policy says`),
    find: ({ km, policy: { withinKm } }) =>
      atMost(withinKm, km, {
        what: 'distance',
        unit: 'km',
        no: (_, most) => `The policy of the network takes no lab beyond ${most} km.`,
      }),
  },
  {
    code: 'lab/too-far',
    asks: ({ withinKm }) => (withinKm === undefined ? undefined : `is within ${withinKm} km`),
    find: ({ km, requirement: { withinKm } }) =>
      atMost(withinKm, km, {
        what: 'distance',
        unit: 'km',
        no: (away, most) => `It is ${away.toFixed(0)} km away; ${most} km were asked for.`,
      }),
  },
  {
    code: 'lab/process',
    passes: ({ processes, declares }) => processes.length === 0 && declares === undefined,
    asks: (requirement) => `makes by ${processesOf(requirement).join(', ')}`,
    find: findProcess,
  },
  {
    code: 'lab/no-agent',
    asks: always('has an agent connected'),
    find: ({ lab }) => (lab.sight === 'away' ? no('No agent of the lab is connected, so it cannot be asked.') : 'yes'),
  },
  {
    code: 'lab/silent',
    asks: always('was heard of lately'),
    find: ({ lab }) =>
      lab.sight === 'suspect' ? no('The lab’s agent has been silent for more than 40 seconds.') : 'yes',
  },
  {
    code: 'lab/quiet',
    asks: always('answers offers'),
    find: ({ lab }) =>
      lab.sight === 'quiet' ? no('The lab let offers lapse and has not said that it is back.') : 'yes',
  },
  {
    code: 'lab/closed',
    passes: (profile) => !isClosed(profile),
    asks: always('has hours in which somebody is there'),
    find: ({ lab }) => (isClosed(lab.profile) ? no('The lab names no hour at which it is open.') : 'yes'),
  },
  {
    code: 'lab/currency',
    asks: (_, { currency }) => `prices in ${currency}`,
    find: ({ lab: { profile }, policy: { currency } }) =>
      profile.prices.currency === currency
        ? 'yes'
        : no(`The lab’s prices are in ${profile.prices.currency}; this network settles in ${currency}.`),
  },
  {
    code: 'lab/pickup',
    passes: ({ pickup }) => pickup,
    asks: ({ delivery }) => (delivery === 'pickup' ? 'lets customers collect' : undefined),
    find: ({ lab }) => (lab.profile.pickup ? 'yes' : no('Parts cannot be collected there.')),
  },
  {
    code: 'lab/shipping',
    passes: ({ ships }) => ships,
    asks: ({ delivery }) => (delivery === 'shipping' ? 'ships' : undefined),
    find: ({ lab }) => (lab.profile.ships ? 'yes' : no('The lab does not ship.')),
  },
  { code: 'lab/licence', asks: always('may make it for money'), find: findLicence },
  {
    code: 'lab/certification',
    asks: ({ certifications = [] }) =>
      certifications.length === 0 ? undefined : `is certified by ${certifications.join(', ')}`,
    find: findCertifications,
  },
  {
    code: 'lab/customers-files',
    passes: ({ rules }) => rules?.customersFiles !== false,
    asks: ({ customersFile }) => (customersFile === true ? 'makes files of customers' : undefined),
    find: ({ lab }) =>
      lab.profile.rules?.customersFiles === false ? no('The lab makes published designs only.') : 'yes',
  },
  {
    code: 'lab/serves-near',
    passes: ({ rules }) => rules?.maxDistanceKm === undefined,
    asks: always('serves the place'),
    find: ({ lab, km }) =>
      atMost(lab.profile.rules?.maxDistanceKm, km, {
        what: 'distance',
        unit: 'km',
        no: (_, most) => `The lab serves places within ${most} km.`,
      }),
  },
  {
    code: 'lab/mass',
    passes: ({ rules }) => rules?.maxMassGrams === undefined,
    asks: always('takes jobs of this mass'),
    find: ({ lab, massGrams }) =>
      atMost(lab.profile.rules?.maxMassGrams, massGrams, {
        what: 'mass',
        unit: 'g',
        no: (mass, most) => `The lab takes jobs up to ${most} g; this one has ${mass.toFixed(0)} g.`,
      }),
  },
  {
    code: 'lab/pieces',
    passes: ({ rules }) => rules?.maxPieces === undefined,
    asks: always('takes so many pieces'),
    find: ({ lab, pieces }) =>
      atMost(lab.profile.rules?.maxPieces, pieces, {
        what: 'pieces',
        unit: 'pieces',
        no: (count, most) => `The lab takes up to ${most} pieces at a time; these are ${count}.`,
      }),
  },
];

// Real labs by what they declare: for every combination of the six words of the list, precision and recall against the
// list itself, and the time of one design over two thousand labs.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readLabList } from '../apps/cli/src/import-labs.js';
import { mustBeOk } from '#core/kernel/result';
import { CAPABILITIES, type Capability } from '#core/lab/capabilities';
import type { LiveLab } from '#core/lab/lab';
import { judgeLicense } from '#core/licensing/judge-license';
import { askedBy, judgeLab } from '#core/routing/judge-lab';
import { FIRST_POLICY } from '#core/routing/policy';
import type { Requirement } from '#core/routing/requirements';
import type { Benchmark } from './benchmark.js';
import { alone } from './measure.js';

const LIST = new URL('../../../shared/data/labs_with_capabilities.json', import.meta.url);
/** The words of the list, in the order of ours. */
const WORDS = ['three_d_printing', 'laser', 'cnc_milling', 'precision_milling', 'vinyl_cutting', 'circuit_production'];
/** Labs that one design is held against in the timing. */
const LABS = 2036;

interface Row {
  readonly id: string;
  readonly capabilities: readonly string[] | null;
}

export const benchmark: Benchmark = {
  name: 'label-matching',
  title: 'Real labs by the words that they declare',
  async run() {
    if (!existsSync(LIST)) return [{ figure: 'no list here', note: 'it lies beside the project' }];
    const rows = JSON.parse(readFileSync(LIST, 'utf8')) as Row[];
    const imported = await readLabList(fileURLToPath(LIST), []);
    const labs = new Map(imported.labs.map(({ sourceId, draft }) => [sourceId, liveOf(sourceId, draft)]));
    const declaring = rows.filter(({ capabilities }) => (capabilities ?? []).length > 0);
    const sums = { found: 0, wrong: 0, missed: 0 };
    const combinations = Array.from({ length: 2 ** CAPABILITIES.length - 1 }, (_, at) => chosen(at + 1));
    for (const combination of combinations) {
      const matches = matcherFor(combination);
      for (const { id, capabilities } of declaring) {
        const truth = combination.every((one) => capabilities!.includes(WORDS[CAPABILITIES.indexOf(one)]!));
        const lab = labs.get(id);
        const found = lab !== undefined && matches(lab);
        if (found && truth) sums.found += 1;
        else if (found) sums.wrong += 1;
        else if (truth) sums.missed += 1;
      }
    }
    const many = Array.from({ length: LABS }, (_, at) => [...labs.values()][at % labs.size]!);
    const design = (turn: number): number => {
      const matches = matcherFor(combinations[turn % combinations.length]!);
      return many.filter(matches).length;
    };
    const precision = (sums.found / (sums.found + sums.wrong)).toFixed(3);
    const recall = (sums.found / (sums.found + sums.missed)).toFixed(3);
    const figure = `one design over ${LABS} labs`;
    return [
      { figure, ...alone(630, design), note: `${combinations.length} combinations, ${declaring.length} labs that declare: precision ${precision}, recall ${recall}` }, // prettier-ignore
    ];
  },
};

const chosen = (bits: number): Capability[] => CAPABILITIES.filter((_, at) => (bits & (1 << at)) !== 0);

const terms = mustBeOk(judgeLicense('CC0-1.0'));
const wanting = (capabilities: readonly Capability[]): Requirement => ({
  parts: [],
  material: 'PLA',
  delivery: 'pickup',
  terms,
  capabilities,
});

/** True when the lab says that it can do all; a lab that says nothing is asked, which is no match. */
function matcherFor(capabilities: readonly Capability[]): (lab: LiveLab) => boolean {
  const requirement = wanting(capabilities);
  const asked = askedBy(requirement, FIRST_POLICY);
  return (lab) => {
    const verdict = judgeLab({ lab, requirement, policy: FIRST_POLICY, km: 0 }, asked);
    if ('shortfall' in verdict) return false;
    return 'machines' in verdict || verdict.questions.every(({ code }) => code !== 'lab/capability');
  };
}

type Draft = Awaited<ReturnType<typeof readLabList>>['labs'][number]['draft'];

const liveOf = (id: string, { prices, ...draft }: Draft): LiveLab => ({
  sight: 'live',
  machines: [],
  profile: {
    ...draft,
    id: `lab_${id}`,
    status: 'member',
    prices: prices ?? {
      currency: 'EUR',
      machineHourMinor: 150,
      setUpMinor: 200,
      labourHourMinor: 2000,
      energyKwhMinor: 25,
      materialKgMinor: 2500,
    },
  },
});

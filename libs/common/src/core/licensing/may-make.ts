// May this maker make it, for money or not?

import type { LicenseAnswer, Maker, MakingPurpose } from './license-answer.js';
import { clauseOf, type LicenseTerms } from './judge-license.js';
import type { LicenseAtom } from './spdx-terms.js';

/** Yes if one choice of the expression permits it; then that choice is named, else the first that forbids. */
export function mayMake(terms: LicenseTerms, maker: Maker, purpose: MakingPurpose): LicenseAnswer {
  const answers = terms.alternatives.map((atoms) => underAll(atoms, maker, purpose));
  return answers.find((answer) => answer.allowed) ?? answers[0]!;
}

function underAll(atoms: readonly LicenseAtom[], maker: Maker, purpose: MakingPurpose): LicenseAnswer {
  const answers = atoms.map((atom) => underOne(atom, maker, purpose));
  return answers.find((answer) => !answer.allowed) ?? answers[0]!;
}

function underOne(atom: LicenseAtom, maker: Maker, purpose: MakingPurpose): LicenseAnswer {
  const clause = clauseOf(atom, 'make');
  const answer = (allowed: boolean, reason: string): LicenseAnswer => ({ allowed, reason, clause });
  switch (atom.commercial) {
    case 'anyone':
      return answer(true, atom.reason);
    case 'unknown':
      return answer(false, atom.reason);
    case 'nobody':
      return purpose === 'unpaid'
        ? answer(true, `${atom.id} permits non-commercial use, and nobody is paid for this making.`)
        : answer(false, `${atom.id} permits non-commercial use only, and this making is paid, whoever the maker is.`);
    case 'worker-owned':
      return underPeerProduction(atom, maker, purpose);
  }
}

/** The lab makes, so it is the lab that must qualify, not the customer (sections 4b to 4d of the text). */
function underPeerProduction({ id }: LicenseAtom, { form, workerOwned }: Maker, purpose: MakingPurpose): LicenseAnswer {
  const answer = (allowed: boolean, section: string, reason: string): LicenseAnswer => ({
    allowed,
    reason,
    clause: `${id} §${section}`,
  });
  const attested = workerOwned?.ownedByWorkers === true && workerOwned.sharesAllSurplus;
  if (form === 'company' && !attested) {
    return answer(false, '4(d)', 'A privately owned business that employs people for profit may not use it at all.');
  }
  if (purpose === 'unpaid')
    return answer(true, '4(b)', 'Anyone may make it non-commercially, and nobody is paid for this.');
  if (form === 'non-profit' || form === 'public-body') {
    return answer(
      false,
      '4(c)',
      'Making for money is open to worker-owned businesses only; the text does not except non-profits or public bodies.',
    );
  }
  if (!workerOwned?.ownedByWorkers) {
    return answer(
      false,
      '4(c)(i)',
      'Only a worker-owned business or collective may be paid, and the maker does not state to be one.',
    );
  }
  if (!workerOwned.sharesAllSurplus) {
    return answer(
      false,
      '4(c)(ii)',
      'All surplus must be distributed among the worker-owners, and the maker does not state that it is.',
    );
  }
  const by = workerOwned.attestedBy ?? 'the maker';
  return answer(true, '4(c)', `A worker-owned business that shares all surplus among its members, as ${by} attests.`);
}

// What a lab is in law: some licences let only worker-owned labs make things for money.

import { MAKER_FORMS, type Maker, type MakerForm } from '#core/licensing/license-answer';
import { Tick } from '../parts/fields.js';
import { ManyChoices } from '../parts/many-choices.js';

const FORM_WORDS: Readonly<Record<MakerForm, string>> = {
  person: 'A private person',
  'sole-trader': 'A sole trader',
  company: 'A company',
  'non-profit': 'A non-profit',
  'public-body': 'A public body',
  'worker-cooperative': 'A worker cooperative',
  'other-cooperative': 'Another cooperative',
  unknown: 'Not said',
};

/** In a sentence, for the lab's page. */
export function showMaker({ form, workerOwned }: Maker): string {
  const owned = workerOwned?.ownedByWorkers === true && workerOwned.sharesAllSurplus;
  return `${FORM_WORDS[form]}${owned ? '; owned by its workers, who share all surplus' : ''}`;
}

interface MakerProps {
  readonly maker: Maker;
  readonly onChange: (maker: Maker) => void;
}

/** The two conditions of the Peer Production Licence are asked for one by one. */
export function MakerFields({ maker, onChange }: MakerProps) {
  const { ownedByWorkers = false, sharesAllSurplus = false } = maker.workerOwned ?? {};
  const put = (workerOwned: { ownedByWorkers: boolean; sharesAllSurplus: boolean }): void =>
    onChange({ form: maker.form, workerOwned });
  return (
    <fieldset className="maker-fields">
      <legend>What the lab is in law</legend>
      <p className="hint">
        Some licences, such as the Peer Production Licence, let only worker-owned labs make a design for money. What is
        said here is your own statement; it is shown on the lab’s page and decides which orders reach it.
      </p>
      <ManyChoices
        label="Legal form"
        choices={MAKER_FORMS.map((id) => ({ id, label: FORM_WORDS[id] }))}
        value={maker.form}
        onChange={(form) => onChange({ ...maker, form })}
      />
      <div className="choices">
        <Tick
          label="It is owned by its workers"
          isSelected={ownedByWorkers}
          onChange={(is) => put({ ownedByWorkers: is, sharesAllSurplus })}
        />
        <Tick
          label="All surplus is shared among them"
          isSelected={sharesAllSurplus}
          onChange={(is) => put({ ownedByWorkers, sharesAllSurplus: is })}
        />
      </div>
    </fieldset>
  );
}

// Why options stand in this order: the cost of one of them, term by term, each as it was measured and as it counts.

import type { QuoteOption } from '#core/quote/quote';
import type { Currency } from '#core/kernel/money';
import { TERM_FACTS, TERMS, type Objective, type TermName } from '#core/routing/objective';
import { showKm, showMoney, showNumber } from '../parts/format.js';
import { ORDER_WORDS } from './objective-words.js';

const TERM_WORDS: Readonly<Record<TermName, string>> = {
  price: 'Price, without transport',
  time: 'Time until you have it',
  transport: 'Transport',
  co2e: 'CO₂e',
  risk: 'Risk that it fails',
  shared: 'Shared with others',
  fairness: 'Work spread evenly',
  home: 'In your country',
};

const MEASURES: Readonly<Record<TermName, (metric: number, currency: Currency) => string>> = {
  price: showMoney,
  time: (hours) => `${showNumber(hours, hours < 10 ? 1 : 0)} h`,
  transport: showKm,
  co2e: (kg) => `${showNumber(kg, 2)} kg`,
  risk: (odds) => `${showNumber(odds * 100, 1)} %`,
  shared: showMoney,
  fairness: (shares) => `${showNumber(shares, 1)} × an even share`,
  home: (atHome) => (atHome === 1 ? 'yes' : 'no'),
};

interface WeighedProps {
  readonly option: QuoteOption;
  readonly objective: Objective;
  /** Of the lab, where several such tables follow each other. */
  readonly name?: string;
}

/** Folded; nothing for options of older quotes, which were not weighed. */
export function WeighedTable({ option: { terms, costMinor, currency }, objective, name }: WeighedProps) {
  if (terms === undefined || costMinor === undefined) return null;
  return (
    <details>
      <summary>{name === undefined ? 'Why this order' : `The cost of ${name}, taken apart`}</summary>
      <p className="fine">
        Options stand in this order: {ORDER_WORDS[objective]}.{' '}
        {objective === 'balanced' ? '' : 'Where that leaves two equal, the lower cost decides. '}
        The cost is no price: it also counts what you and everybody else bear.
      </p>
      <table className="sum-table weighed">
        <thead>
          <tr>
            <th scope="col">What counts</th>
            <th scope="col">Here</th>
            <th scope="col">In money</th>
          </tr>
        </thead>
        <tbody>
          {TERMS.map((term) => (
            <tr key={term}>
              <th scope="row">
                {TERM_WORDS[term]} <span className="fine term-source">{TERM_FACTS[term].source}</span>
              </th>
              <td>{MEASURES[term](terms[term].metric, currency)}</td>
              <td className="num">{showMoney(terms[term].minor, currency)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              Cost
            </th>
            <td className="num">{showMoney(costMinor, currency)}</td>
          </tr>
        </tfoot>
      </table>
    </details>
  );
}

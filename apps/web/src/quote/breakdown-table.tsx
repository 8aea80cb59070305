// The price, line by line, and who gets it.

import { LAB_LINES, PRICE_LINES, type PriceLine, type QuoteOption } from '#core/quote/quote';
import { showMoney } from '../parts/format.js';

const LINE_WORDS: Readonly<Record<PriceLine, string>> = {
  material: 'Material',
  machineTime: 'Machine time',
  setUp: 'Set-up',
  labour: 'Labour',
  energy: 'Energy',
  designer: 'Designer',
  commonsFund: 'Commons fund',
  transport: 'Transport',
};

type Priced = Pick<QuoteOption, 'breakdown' | 'priceMinor' | 'currency'>;

interface BreakdownProps {
  readonly option: Priced;
  /** What comes back because others share the set-ups. */
  readonly savedMinor?: number;
}

/** Lines that sum to the price, and what of it comes back. */
export function BreakdownTable({ option, savedMinor = 0 }: BreakdownProps) {
  const { breakdown, priceMinor, currency } = option;
  return (
    <table className="sum-table">
      <tbody>
        {PRICE_LINES.map((line) => (
          <tr key={line}>
            <th scope="row">{LINE_WORDS[line]}</th>
            <td className="num">{showMoney(breakdown[line], currency)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Together</th>
          <td className="num">{showMoney(priceMinor, currency)}</td>
        </tr>
        {savedMinor > 0 ? (
          <>
            <tr>
              <th scope="row">Shared set-up, comes back</th>
              <td className="num">{showMoney(-savedMinor, currency)}</td>
            </tr>
            <tr>
              <th scope="row">You pay</th>
              <td className="num">{showMoney(priceMinor - savedMinor, currency)}</td>
            </tr>
          </>
        ) : null}
      </tfoot>
    </table>
  );
}

interface SharesProps {
  readonly option: Priced & Pick<QuoteOption, 'labName'>;
  readonly designerName: string;
}

/** Who gets what, in words. */
export function ShareTable({ option, designerName }: SharesProps) {
  const { breakdown, currency, priceMinor, labName } = option;
  const labMinor = LAB_LINES.reduce((sum, line) => sum + breakdown[line], 0);
  const shares = [
    [`The lab, ${labName}`, labMinor],
    [`The designer, ${designerName}`, breakdown.designer],
    ['The commons fund, which keeps the network going', breakdown.commonsFund],
    ['The carrier', breakdown.transport],
  ] as const;
  return (
    <table className="sum-table">
      <caption>Who gets what</caption>
      <tbody>
        {shares.map(([who, minor]) => (
          <tr key={who}>
            <th scope="row">{who}</th>
            <td className="num">{showMoney(minor, currency)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Together</th>
          <td className="num">{showMoney(priceMinor, currency)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

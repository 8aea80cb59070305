// The price as it was quoted, and what was agreed since: more for a counter-offer, less for a shared set-up.

import type { OrderView } from '#contracts/http/orders';
import { showMoney } from '../parts/format.js';
import { BreakdownTable } from '../quote/breakdown-table.js';

/** Lines that sum to what the customer pays. */
export function OrderPrice({ order }: { readonly order: OrderView }) {
  const { option, totalMinor, moreMinor, savedMinor, currency } = order;
  if (moreMinor === 0) return <BreakdownTable option={option} savedMinor={savedMinor} />;
  const lines = [
    ['Agreed in addition', moreMinor],
    ...(savedMinor === 0 ? [] : [['Comes back', -savedMinor] as const]),
  ] as const;
  return (
    <>
      <BreakdownTable option={option} />
      <table className="sum-table">
        <caption>Since it was ordered</caption>
        <tbody>
          {lines.map(([what, minor]) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td className="num">{showMoney(minor, currency)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">You pay</th>
            <td className="num">{showMoney(totalMinor - savedMinor, currency)}</td>
          </tr>
        </tfoot>
      </table>
    </>
  );
}

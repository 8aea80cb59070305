// The order's entries in the double-entry ledger; they sum to zero, and the table shows it.

import { useQuery } from '@tanstack/react-query';
import { orderLedger } from '#contracts/http/ledger';
import { call } from '../api/client.js';
import { Badge } from '../parts/badge.js';
import { showMoney } from '../parts/format.js';
import { Answer } from '../shell/notices.js';

const ACCOUNT_WORDS: Readonly<Record<string, string>> = {
  customer: 'You, the customer',
  hold: 'Held for the order',
  lab: 'Lab',
  designer: 'Designer',
  fund: 'Commons fund',
  carrier: 'Carrier',
};

interface LedgerProps {
  readonly orderId: string;
  /** Read again when this changes. */
  readonly version: number;
}

/** Every entry this order caused. */
export function LedgerTable({ orderId, version }: LedgerProps) {
  const ledger = useQuery({
    queryKey: ['mine', 'ledger', orderId, version],
    queryFn: ({ signal }) => call(orderLedger, { params: { orderId }, signal }),
    placeholderData: (before) => before,
  });
  return (
    <section aria-labelledby="ledger-heading">
      <h2 id="ledger-heading">The books</h2>
      <Answer query={ledger} what="the ledger">
        {({ entries, balanced }) => {
          const currency = entries[0]?.currency ?? 'EUR';
          const sumMinor = entries.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
          return (
            <table className="sum-table">
              <caption>
                Every entry of this order{' '}
                <Badge tone={balanced ? 'good' : 'bad'}>{balanced ? 'balanced' : 'does not balance'}</Badge>
              </caption>
              <tbody>
                {entries.map((entry) => (
                  <tr key={entry.id}>
                    <th scope="row">
                      {ACCOUNT_WORDS[entry.account.split(':')[0] ?? ''] ?? entry.account}{' '}
                      <span className="fine">{entry.kind}</span>
                    </th>
                    <td className="num">{showMoney(entry.amountMinor, entry.currency)}</td>
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row">Sum</th>
                  <td className="num">{showMoney(sumMinor, currency)}</td>
                </tr>
              </tfoot>
            </table>
          );
        }}
      </Answer>
    </section>
  );
}

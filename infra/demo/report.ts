// What the demo prints: the whole journey in one document.

import type { OrderView, QuoteView } from '#contracts/http/orders';
import type { ReleaseView } from '#contracts/http/catalogue';
import { toIso } from '#core/kernel/time';

export interface LedgerView {
  readonly entries: readonly { readonly account: string; readonly amountMinor: number; readonly currency: string }[];
  readonly balanced: boolean;
}

/** The report; shapes are those of the README. */
export function reportOf(
  release: ReleaseView,
  quote: QuoteView,
  order: OrderView,
  more: { ledger: LedgerView; timings: Readonly<Record<string, number>> },
) {
  return {
    release: {
      id: release.id,
      hash: release.hash,
      licence: release.license,
      parts: release.parts.map(({ name, quantity, boxMm, volumeMm3, areaMm2, triangles, watertight }) => ({
        name,
        quantity,
        boxMm,
        volumeMm3,
        areaMm2,
        triangles,
        watertight,
      })),
    },
    quote: {
      options: quote.options.map(
        ({ labId, labName, distanceKm, priceMinor, currency, breakdown, readyAtMs, co2eGrams }) => ({
          labId,
          labName,
          distanceKm,
          priceMinor,
          currency,
          breakdown,
          readyAt: toIso(readyAtMs),
          co2eGrams,
        }),
      ),
      passedOver: quote.passedOver.map(({ labId, labName, distanceKm, reason }) => ({
        labId,
        labName,
        distanceKm,
        reason,
      })),
    },
    order: {
      id: order.id,
      state: order.state,
      timeline: order.timeline.map(({ at, event, text }) => ({ at, event, text })),
    },
    jobs: order.jobs.map(({ id, labId, labName, machine, state, attempts, units, made }) => ({
      id,
      labId,
      labName,
      machine,
      state,
      attempts,
      units,
      made,
    })),
    ledger: {
      entries: more.ledger.entries.map(({ account, amountMinor, currency }) => ({ account, amountMinor, currency })),
      balanced: more.ledger.balanced,
    },
    timings: more.timings,
  };
}

export type Report = ReturnType<typeof reportOf>;

/** The report in a few lines for a person. */
export function tellReport({ release, quote, order, jobs, ledger, timings }: Report): string[] {
  const euros = (minor: number): string => (minor / 100).toFixed(2);
  return [
    '',
    `Release   ${release.id} under ${release.licence}: ${release.parts.map(({ name, quantity }) => `${quantity} × ${name}`).join(', ')}`,
    ...quote.options.map(
      (option, i) =>
        `${i === 0 ? 'Options ' : '        '}  ${option.labName}: ${option.distanceKm.toFixed(1)} km, ${euros(option.priceMinor)} ${option.currency}, ready ${option.readyAt.slice(0, 16)}, ${option.co2eGrams.toFixed(0)} g CO2e`,
    ),
    ...quote.passedOver
      .slice(0, 5)
      .map(
        (lab, i) =>
          `${i === 0 ? 'Not      ' : '         '} ${lab.labName} (${lab.distanceKm.toFixed(1)} km): ${lab.reason}`,
      ),
    ...order.timeline
      .filter(({ event }) => event !== 'job.progressed')
      .map(({ at, text }, i) => `${i === 0 ? 'Order    ' : '         '} ${at.slice(11, 23)}  ${text}`),
    ...jobs.map(
      ({ labName, machine, state, attempts }, i) =>
        `${i === 0 ? 'Jobs     ' : '         '} ${labName}, ${machine}: ${state} (attempt ${attempts})`,
    ),
    ...ledger.entries.map(
      ({ account, amountMinor, currency }, i) =>
        `${i === 0 ? 'Ledger   ' : '         '} ${account.padEnd(44)} ${euros(amountMinor).padStart(10)} ${currency}`,
    ),
    `          ${ledger.balanced ? 'The entries sum to zero.' : 'THE ENTRIES DO NOT SUM TO ZERO.'}`,
    `Timings   ${Object.entries(timings)
      .map(([name, ms]) => `${name.replace(/Ms$/, '')} ${ms} ms`)
      .join(', ')}`,
    `The order is ${order.state}.`,
  ];
}

// What the demo prints: the whole journey in one document.

import type { OrderView } from '#contracts/http/orders';
import type { QuoteView } from '#contracts/http/quotes';
import type { ReleaseView } from '#contracts/http/releases';
import { toIso } from '#core/kernel/time';

export interface LedgerView {
  readonly entries: readonly { readonly account: string; readonly amountMinor: number; readonly currency: string }[];
  readonly balanced: boolean;
}

export interface Report {
  readonly release: ReturnType<typeof releasePart>;
  readonly quote: ReturnType<typeof quotePart>;
  /** Null when nobody can make it: the quote says why. */
  readonly order: { id: string; state: string; timeline: { at: string; event: string; text: string }[] } | null;
  readonly jobs: readonly Pick<
    OrderView['jobs'][number],
    'id' | 'labId' | 'labName' | 'machine' | 'state' | 'attempts' | 'units' | 'made'
  >[];
  readonly ledger: LedgerView;
  readonly timings: Readonly<Record<string, number>>;
}

const releasePart = (release: ReleaseView) => ({
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
});

const quotePart = (quote: QuoteView) => ({
  options: quote.options.map((option) => ({
    labId: option.labId,
    labName: option.labName,
    distanceKm: option.distanceKm,
    priceMinor: option.priceMinor,
    currency: option.currency,
    breakdown: option.breakdown,
    readyAt: toIso(option.readyAtMs),
    co2eGrams: option.co2eGrams,
  })),
  passedOver: quote.passedOver.map(({ labId, labName, distanceKm, reason }) => ({
    labId,
    labName,
    distanceKm,
    reason,
  })),
  tally: quote.tally,
});

/** The report of an order that was placed. */
export function reportOf(
  release: ReleaseView,
  quote: QuoteView,
  order: OrderView,
  more: { ledger: LedgerView; timings: Readonly<Record<string, number>> },
): Report {
  return {
    release: releasePart(release),
    quote: quotePart(quote),
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

/** The report where nobody can make it. */
export const nobodyReport = (
  release: ReleaseView,
  quote: QuoteView,
  timings: Readonly<Record<string, number>>,
): Report => ({
  release: releasePart(release),
  quote: quotePart(quote),
  order: null,
  jobs: [],
  ledger: { entries: [], balanced: true },
  timings,
});

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
    ...(order === null
      ? quote.tally.map(({ requirement, labsRemoved }) => `Fail      ${labsRemoved} labs: ${requirement}`)
      : []),
    ...quote.passedOver
      .slice(0, 5)
      .map(
        (lab, i) =>
          `${i === 0 ? 'Not      ' : '         '} ${lab.labName} (${lab.distanceKm.toFixed(1)} km): ${lab.reason}`,
      ),
    ...(order?.timeline ?? [])
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
    order === null ? 'Nobody can make it now.' : `The order is ${order.state}.`,
  ];
}

// Each fact of an order in a sentence for the customer.

import { formatMoney, money, type Currency } from '#core/kernel/money';

interface Units {
  readonly partName: string;
  readonly count: number;
}
/** What the sentences look at; every fact has some of it. */
interface Data {
  readonly labName?: string;
  readonly machineName?: string;
  readonly reason?: string;
  readonly again?: boolean;
  readonly batches?: readonly { readonly gathersUntilMs?: number }[];
  readonly instead?: readonly string[];
  readonly percent?: number;
  readonly made?: readonly Units[];
  readonly missing?: readonly Units[];
  readonly units?: readonly Units[];
  readonly delivery?: string;
  readonly by?: string;
  readonly carrier?: string;
  readonly orders?: number;
  readonly savedMinor?: number;
  readonly moreMinor?: number;
  readonly laterSeconds?: number;
  readonly accepted?: boolean;
  readonly goOn?: boolean;
  readonly currency?: Currency;
}

const piecesIn = (units: readonly Units[] = []): string =>
  units.map(({ count, partName }) => `${count} × ${partName}`).join(', ') || 'nothing';
const why = ({ reason = '' }: Data): string => (reason === '' ? '' : `: ${reason.replace(/\.$/, '')}`);
const others = (count: number): string => (count === 1 ? 'one other order' : `${count} other orders`);
const otherwise = ({ moreMinor = 0, laterSeconds = 0, currency = 'EUR' }: Data): string => {
  const price = moreMinor === 0 ? [] : [`for ${formatMoney(money(Math.abs(moreMinor), currency))} ${moreMinor > 0 ? 'more' : 'less'}`]; // prettier-ignore
  const date = laterSeconds === 0 ? [] : [`${Math.max(1, Math.round(laterSeconds / 3600))} h later`];
  return [...price, ...date].join(' and ');
};
const waiting = ({ batches = [] }: Data): string =>
  batches.some(({ gathersUntilMs }) => gathersUntilMs !== undefined)
    ? ', where it waits for others to share a plate with'
    : '';
const inBatches = ({ length }: readonly unknown[]): string => (length === 1 ? 'one batch' : `${length} batches`);

const SENTENCES: Readonly<Record<string, (data: Data) => string>> = {
  'order.placed': () => 'The order was placed and the money is held.',
  'order.cancelled': (data) => `The order was cancelled${why(data)}.`,
  'order.planned': (data) =>
    data.instead !== undefined
      ? `Others wait at ${data.labName ?? 'the lab'} for a plate to share: the parts are made there, at no higher price.`
      : data.again === true
        ? `What is missing was planned again, at ${data.labName ?? 'the lab'}.`
        : `The order was laid out for ${data.labName ?? 'the lab'} in ${inBatches(data.batches ?? [])}${waiting(data)}.`,
  'order.stranded': (data) =>
    `No lab can make what is missing now${why(data)}. It is tried again whenever the network changes.`,
  'batch.shared': ({ labName, orders, savedMinor, currency }) =>
    `The plate at ${labName ?? 'the lab'} is shared with ${others(Number(orders) - 1)}: ${formatMoney(money(Number(savedMinor), currency ?? 'EUR'))} of the price comes back.`,
  'batch.dropped': (data) =>
    `The plate was not offered to ${data.labName ?? 'the lab'}${why(data)}. What was on it is planned anew.`,
  'offer.made': ({ labName }) => `${labName ?? 'the lab'} was asked to make a batch.`,
  'offer.accepted': (data) =>
    `${data.labName ?? 'the lab'} accepted a batch${otherwise(data) === '' ? '' : `, ${otherwise(data)}`}.`,
  'offer.countered': (data) =>
    `${data.labName ?? 'the lab'} would make it ${otherwise(data)}${why(data)}. You are asked.`,
  'lab.chosen': ({ labName }) => `You chose ${labName ?? 'another lab'} instead, if nobody has accepted it meanwhile.`,
  'prototype.answered': ({ goOn }) =>
    goOn === true ? 'You said yes to the prototype: the rest is made.' : 'You want nothing more after the prototype.',
  'order.ended': () => 'Nothing more is made; what was held for it has come back.',
  'counter.answered': ({ labName, accepted }) =>
    accepted === true
      ? `You agreed to what ${labName ?? 'the lab'} asks.`
      : `You did not agree; the next lab is asked.`,
  'offer.declined': (data) =>
    data.by === 'customer'
      ? `${data.labName ?? 'the lab'} will not make it${why(data)}.`
      : `${data.labName ?? 'the lab'} declined a batch${why(data)}.`,
  'offer.lapsed': ({ labName, by }) =>
    by === 'customer'
      ? `The counter-offer of ${labName ?? 'the lab'} was not answered in time.`
      : `${labName ?? 'the lab'} did not answer in time.`,
  'offer.withdrawn': (data) => `The offer to ${data.labName ?? 'the lab'} was withdrawn${why(data)}.`,
  'job.created': ({ labName, machineName }) =>
    `${labName ?? 'the lab'} will make a batch on ${machineName ?? 'a machine'}.`,
  'job.started': ({ labName, machineName }) => `${machineName ?? 'a machine'} at ${labName ?? 'the lab'} has started.`,
  'job.progressed': ({ machineName, percent }) =>
    `${machineName ?? 'a machine'} is ${Math.round(Number(percent))} % done.`,
  'job.unseen': ({ labName }) => `${labName ?? 'the lab'} has gone silent; the machine may well be making on.`,
  'job.failed': (data) =>
    `A batch failed at ${data.labName ?? 'the lab'}${why(data)}. Missing: ${piecesIn(data.missing)}.`,
  'job.finished': (data) => `${data.labName ?? 'the lab'} has made ${piecesIn(data.made)}.`,
  'job.cancelled': (data) => `A batch at ${data.labName ?? 'the lab'} was called off${why(data)}.`,
  'job.claimed': ({ labName }) =>
    `${labName ?? 'the lab'} reports an outcome of a batch that was given to another lab meanwhile; people will look at it.`,
  'shipment.ready': (data) =>
    data.delivery === 'pickup'
      ? `${piecesIn(data.units)} can be collected at ${data.labName ?? 'the lab'}.`
      : `${piecesIn(data.units)} will be sent by ${data.labName ?? 'the lab'}.`,
  'shipment.handed-over': (data) =>
    data.by === 'carrier'
      ? `${data.labName ?? 'the lab'} gave the parcel to ${data.carrier ?? 'a carrier'}.`
      : `The parts were collected at ${data.labName ?? 'the lab'}.`,
};

/** The sentence; for a fact without one its name. */
export const sentenceOf = (type: string, data: Readonly<Record<string, unknown>>): string =>
  SENTENCES[type]?.(data) ?? type;

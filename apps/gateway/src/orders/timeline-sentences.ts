// Each fact of an order in a sentence for the customer.

type Data = Readonly<Record<string, unknown>>;
interface Units {
  readonly partName: string;
  readonly count: number;
}

const piecesIn = (units: unknown): string =>
  (Array.isArray(units) ? (units as Units[]) : []).map(({ count, partName }) => `${count} × ${partName}`).join(', ') ||
  'nothing';
const reason = (data: Data): string => String(data['reason'] ?? '').replace(/\.$/, '');
const why = (data: Data): string => (reason(data) === '' ? '' : `: ${reason(data)}`);

const SENTENCES: Readonly<Record<string, (data: Data) => string>> = {
  'order.placed': () => 'The order was placed and the money is held.',
  'order.cancelled': (data) => `The order was cancelled${why(data)}.`,
  'order.planned': (data) =>
    data['again'] === true
      ? `What is missing was planned again, at ${data['labName']}.`
      : `The order was laid out for ${data['labName']} in ${(data['batches'] as unknown[]).length === 1 ? 'one batch' : `${(data['batches'] as unknown[]).length} batches`}.`,
  'order.stranded': (data) =>
    `No lab can make what is missing now${why(data)}. It is tried again whenever the network changes.`,
  'offer.made': ({ labName }) => `${labName} was asked to make a batch.`,
  'offer.accepted': ({ labName }) => `${labName} accepted a batch.`,
  'offer.declined': (data) => `${data['labName']} declined a batch${why(data)}.`,
  'offer.lapsed': ({ labName }) => `${labName} did not answer in time.`,
  'offer.withdrawn': (data) => `The offer to ${data['labName']} was withdrawn${why(data)}.`,
  'job.created': ({ labName, machineName }) => `${labName} will make a batch on ${machineName}.`,
  'job.started': ({ labName, machineName }) => `${machineName} at ${labName} has started.`,
  'job.progressed': ({ machineName, percent }) => `${machineName} is ${Math.round(Number(percent))} % done.`,
  'job.unseen': ({ labName }) => `${labName} has gone silent; the machine may well be making on.`,
  'job.failed': (data) => `A batch failed at ${data['labName']}${why(data)}. Missing: ${piecesIn(data['missing'])}.`,
  'job.finished': (data) => `${data['labName']} has made ${piecesIn(data['made'])}.`,
  'job.cancelled': (data) => `A batch at ${data['labName']} was called off${why(data)}.`,
  'job.claimed': ({ labName }) =>
    `${labName} reports an outcome of a batch that was given to another lab meanwhile; people will look at it.`,
  'shipment.ready': (data) =>
    data['delivery'] === 'pickup'
      ? `${piecesIn(data['units'])} can be collected at ${data['labName']}.`
      : `${piecesIn(data['units'])} will be sent by ${data['labName']}.`,
  'shipment.handed-over': (data) =>
    data['by'] === 'carrier'
      ? `${data['labName']} gave the parcel to ${data['carrier'] ?? 'a carrier'}.`
      : `The parts were collected at ${data['labName']}.`,
};

/** The sentence; for a fact without one its name. */
export const sentenceOf = (type: string, data: Data): string => SENTENCES[type]?.(data) ?? type;

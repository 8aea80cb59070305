// Prefixed ids: `ord_0198…`. The random part is made in the platform; the core only knows the shapes.

/** Every kind of thing that has an id, with its prefix. A prefix is never reused. */
export const ID_PREFIXES = {
  account: 'acc',
  session: 'ses',
  apiKey: 'key',
  design: 'dsg',
  release: 'rel',
  part: 'prt',
  lab: 'lab',
  machine: 'mac',
  enrolment: 'enr',
  quote: 'quo',
  option: 'opt',
  order: 'ord',
  batch: 'bat',
  offer: 'ofr',
  job: 'job',
  shipment: 'shp',
  decision: 'dec',
  event: 'evt',
  transaction: 'txn',
  entry: 'ent',
  draft: 'drf',
  change: 'chg',
  review: 'rev',
  make: 'mak',
  thread: 'thr',
  post: 'pst',
} as const;

export type IdKind = keyof typeof ID_PREFIXES;

/** The id of one kind of thing, as a string with the kind's prefix. */
export type Id<K extends IdKind> = `${(typeof ID_PREFIXES)[K]}_${string}`;

export type AccountId = Id<'account'>;
export type DesignId = Id<'design'>;
export type ReleaseId = Id<'release'>;
export type PartId = Id<'part'>;
export type LabId = Id<'lab'>;
export type MachineId = Id<'machine'>;
export type QuoteId = Id<'quote'>;
export type OptionId = Id<'option'>;
export type OrderId = Id<'order'>;
export type BatchId = Id<'batch'>;
export type OfferId = Id<'offer'>;
export type JobId = Id<'job'>;
export type ShipmentId = Id<'shipment'>;
export type DecisionId = Id<'decision'>;
export type EventId = Id<'event'>;
export type DraftId = Id<'draft'>;
export type ChangeId = Id<'change'>;
export type ReviewId = Id<'review'>;
export type MakeId = Id<'make'>;
export type ThreadId = Id<'thread'>;
export type PostId = Id<'post'>;

/** A lower-case SHA-256 in hexadecimal, 64 characters. */
export type Sha256 = string & { readonly __sha256?: never };

/** Makes a new id of a kind; given to whoever needs one, so that the core stays without chance. */
export type NewId = <K extends IdKind>(kind: K) => Id<K>;

/** True when `text` is an id of that kind: its prefix, then 1 to 64 letters, digits, `-` or `_`. */
export function isId<K extends IdKind>(kind: K, text: string): text is Id<K> {
  return text.startsWith(`${ID_PREFIXES[kind]}_`) && /^[a-z]+_[A-Za-z0-9_-]{1,64}$/.test(text);
}

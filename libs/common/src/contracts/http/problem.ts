// RFC 9457 problem details: how a refusal looks over HTTP. One table from code to status; a code is never reused.

import { z } from 'zod';

/** The body of every answer that is not a success. */
export const problemSchema = z.object({
  /** `/problems/<code>`, resolvable to a page that explains it. */
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  /** Stable, `thing/what`. */
  code: z.string(),
  /** What happened, to which thing. */
  detail: z.string(),
  /** What to do about it. */
  remedy: z.string().optional(),
  /** The correlation id, to be quoted when asking for help. */
  instance: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/** Status of every code that a use case of the gateway may refuse with, and a title for people. */
export const PROBLEMS = {
  'request/invalid': [400, 'The request does not have the expected form'],
  'request/not-found': [404, 'There is nothing at this address'],
  'request/too-large': [413, 'The request is too large'],
  'request/unsupported-type': [415, 'This kind of content is not understood here'],
  'request/too-many': [429, 'Too many requests'],
  'auth/required': [401, 'Please sign in'],
  'auth/wrong-credentials': [401, 'E-mail address or password is wrong'],
  'auth/forbidden': [403, 'You may not do this'],
  'account/email-taken': [409, 'There is an account with this e-mail address'],
  'account/not-found': [404, 'No such account'],
  'key/not-found': [404, 'No such API key'],
  'file/not-found': [404, 'No such file'],
  'file/too-large': [413, 'The file is too large'],
  'file/empty': [422, 'The file is empty'],
  'file/hash-mismatch': [422, 'The file is not what it was announced to be'],
  'file/ticket-invalid': [403, 'The ticket does not open this file'],
  'file/no-such-range': [416, 'The file has no such bytes'],
  'file/unsupported': [422, 'This kind of file is not understood'],
  'mesh/unusable': [422, 'The mesh cannot be used'],
  'design/not-found': [404, 'No such design'],
  'design/not-yours': [403, 'The design belongs to somebody else'],
  'release/not-found': [404, 'No such release'],
  'release/version-taken': [409, 'This version is published already'],
  'release/version-invalid': [422, 'The version is not a semantic version'],
  'release/no-parts': [422, 'The release has no part that can be made'],
  'release/withdrawn': [409, 'The release was withdrawn'],
  'release/bad-name': [422, 'A file name cannot be used'],
  'manifest/unreadable': [422, 'The manifest cannot be read'],
  'license/missing': [422, 'The release names no licence'],
  'license/unknown': [422, 'The licence is not known'],
  'license/forbids-making': [422, 'The licence does not let anybody make and sell this'],
  'lab/not-found': [404, 'No such lab'],
  'lab/not-yours': [403, 'The lab is run by somebody else'],
  'lab/invalid': [422, 'The lab’s profile cannot be used'],
  'enrolment/invalid': [403, 'The enrolment code is not valid'],
  'place/not-found': [404, 'No such place'],
  'material/unknown': [422, 'The material is not known'],
  'quote/not-found': [404, 'No such quote'],
  'quote/expired': [409, 'The quote has expired'],
  'quote/no-such-option': [422, 'The quote has no such option'],
  'quote/unavailable': [503, 'The scheduler does not answer'],
  'order/not-found': [404, 'No such order'],
  'order/key-missing': [400, 'The request needs an Idempotency-Key'],
  'order/key-reused': [422, 'The Idempotency-Key was used for another request'],
  'order/in-progress': [409, 'The same request is still being answered'],
  'order/too-late': [409, 'It is too late to change the order'],
  'payment/refused': [402, 'The payment was refused'],
  'payment/not-due': [409, 'Nothing is due'],
  'shipment/not-found': [404, 'No such shipment'],
  'shipment/wrong-code': [403, 'The code is wrong'],
  'shipment/closed': [429, 'Too many wrong codes'],
  'shipment/not-ready': [409, 'The shipment is not ready'],
  'shipment/already-handed-over': [409, 'The shipment was handed over already'],
  'decision/not-found': [404, 'No such decision'],
  'service/unavailable': [503, 'A part of the network is not reachable'],
  'service/fault': [500, 'Something went wrong on our side'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof PROBLEMS;

// Who may say and hear what: one page, read by the code that makes the keys and proved by a test on a real server.

import type { Permissions } from '@nats-io/jwt';

const STREAM_ADMIN = [
  '$JS.API.INFO',
  '$JS.API.STREAM.CREATE.*',
  '$JS.API.STREAM.UPDATE.*',
  '$JS.API.STREAM.INFO.*',
  '$JS.API.STREAM.NAMES',
  '$JS.API.STREAM.LIST',
  '$JS.API.STREAM.MSG.GET.*',
  '$JS.API.DIRECT.GET.>',
  '$JS.API.CONSUMER.>',
  '$JS.ACK.>',
  '$JS.FC.>',
];

/** A client's own inbox, and the inboxes that clients make when no prefix is set; a lab's (one level deeper) are not among them. */
const inboxesOf = (name: string): string[] => [`_INBOX.${name}.>`, '_INBOX.*', '_INBOX.*.*'];

const ANSWERS_PER_QUESTION = 1_000;
const ANSWER_WITHIN_NS = 120_000_000_000;

/** The gateway: facts, orders to labs, questions; it answers only what it was asked, of labs for new credentials alone. */
export const GATEWAY_PERMISSIONS: Permissions = {
  pub: { allow: ['fab.event.>', 'fab.lab.*.down.>', 'fab.ask.>', ...STREAM_ADMIN] },
  sub: {
    allow: [
      'fab.event.>',
      'fab.lab.*.up.>',
      'fab.lab.*.pulse.*',
      'fab.lab.*.ask.credentials.*',
      'fab.lab.*.ask.credentials-kept.*',
      'fab.ask.>',
      ...inboxesOf('gateway'),
    ],
  },
  resp: { max: ANSWERS_PER_QUESTION, ttl: ANSWER_WITHIN_NS },
};

/** The scheduler: as the gateway, and it hears and answers what labs ask. */
export const SCHEDULER_PERMISSIONS: Permissions = {
  pub: { allow: ['fab.event.>', 'fab.lab.*.down.>', 'fab.ask.>', '_INBOX.>', ...STREAM_ADMIN] },
  sub: {
    allow: [
      'fab.event.>',
      'fab.lab.*.up.>',
      'fab.lab.*.pulse.*',
      'fab.lab.*.ask.>',
      'fab.ask.>',
      ...inboxesOf('scheduler'),
    ],
  },
};

/** A lab: filled in by the server with the user's name, which is the lab's id. A template must fill a whole token. */
export const LAB_PERMISSIONS: Permissions = {
  pub: {
    allow: [
      'fab.lab.{{name()}}.up.>',
      'fab.lab.{{name()}}.pulse.>',
      'fab.lab.{{name()}}.ask.>',
      '$JS.API.CONSUMER.MSG.NEXT.FAB_LAB_DOWN.{{name()}}',
      '$JS.API.CONSUMER.INFO.FAB_LAB_DOWN.{{name()}}',
      '$JS.ACK.FAB_LAB_DOWN.{{name()}}.>',
    ],
  },
  sub: { allow: ['_INBOX.{{name()}}.>'] },
};

/** The gateway's second user, in the system account: it reads and replaces account claims, which is how a lab is shut out. */
export const REVOKER_PERMISSIONS: Permissions = {
  pub: { allow: ['$SYS.REQ.CLAIMS.UPDATE', '$SYS.REQ.ACCOUNT.*.CLAIMS.LOOKUP'] },
  sub: { allow: ['_INBOX.>'] },
};

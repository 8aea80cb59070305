// The whole HTTP interface on one page: routes × roles.

import * as accounts from './accounts.js';
import type { AnyRoute } from './define-route.js';
import * as demand from './demand.js';
import * as designs from './designs.js';
import * as drafts from './drafts.js';
import * as files from './files.js';
import * as labs from './labs.js';
import * as work from './lab-work.js';
import * as ledger from './ledger.js';
import * as orders from './orders.js';
import * as quotes from './quotes.js';
import * as papers from './release-papers.js';
import * as releases from './releases.js';
import * as reviews from './reviews.js';
import * as uploads from './uploads.js';
import { defineRoute } from './define-route.js';
import { z } from 'zod';
import { sha256Schema } from '../shapes.js';

export const getPlate = defineRoute({
  id: 'getPlate',
  method: 'GET',
  path: '/api/plates/:sha256',
  summary: 'A plate, for the lab that holds a ticket for it.',
  access: 'anyone',
  params: z.object({ sha256: sha256Schema }),
  query: z.object({ ticket: z.string().max(500) }),
  status: 200,
  answer: 'stream',
});

/** Every route of the gateway under /api; complete by test against the running program. */
export const ROUTES: readonly AnyRoute[] = [
  accounts.signUp,
  accounts.signIn,
  accounts.signOut,
  accounts.readMe,
  accounts.makeApiKey,
  accounts.listApiKeys,
  accounts.revokeApiKey,
  accounts.appoint,
  files.putFile,
  files.hasFiles,
  files.getFile,
  files.getThumbnail,
  files.repairFile,
  uploads.createUpload,
  uploads.lookAtUpload,
  uploads.continueUpload,
  uploads.dropUpload,
  uploads.readUpload,
  releases.publishRelease,
  releases.readRelease,
  releases.withdrawRelease,
  papers.diffReleases,
  papers.exportManifest,
  papers.readAttribution,
  papers.printAttribution,
  designs.searchDesigns,
  designs.readDesign,
  designs.setMaintainers,
  designs.atomFeed,
  designs.jsonFeed,
  drafts.startDraft,
  drafts.listDrafts,
  drafts.readDraft,
  drafts.changeDraft,
  drafts.dropDraft,
  drafts.publishDraft,
  drafts.suggestChange,
  drafts.listChanges,
  drafts.readChange,
  drafts.decideChange,
  reviews.listReviews,
  reviews.reviewRelease,
  reviews.listMakes,
  reviews.reportMake,
  reviews.putPhoto,
  reviews.getPhoto,
  reviews.listThreads,
  reviews.openThread,
  reviews.replyToThread,
  reviews.closeThread,
  reviews.removePost,
  labs.listLabs,
  labs.readLab,
  labs.addLab,
  labs.changeLab,
  labs.importLabs,
  labs.openEnrolment,
  labs.redeemEnrolment,
  labs.revokeAgents,
  labs.sayBack,
  labs.listPlaces,
  labs.listMaterials,
  quotes.requestQuote,
  quotes.readQuote,
  demand.listUnmetDemand,
  orders.placeOrder,
  orders.listOrders,
  orders.readOrder,
  orders.watchOrder,
  orders.answerCounterOffer,
  orders.chooseLab,
  orders.answerPrototype,
  orders.cancelOrder,
  work.handOver,
  work.ship,
  work.labWork,
  ledger.orderLedger,
  ledger.recordPayment,
  quotes.readDecision,
  quotes.readDecisionInputs,
  quotes.readDecisionInput,
  ledger.selfCheck,
  getPlate,
];

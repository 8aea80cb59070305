// Rows of the gateway's schema, named one by one: no globs.

import { AccountRow, ApiKeyRow, SessionRow } from './accounts/account.entity.js';
import {
  DesignMaintainerRow,
  DesignRow,
  HeldFileRow,
  PartRow,
  ReleaseFileRow,
  ReleaseRow,
  UploadedFileRow,
} from './catalogue/release.entity.js';
import { PostRow, ThreadRow } from './conversations/thread.entity.js';
import { DraftRow, SuggestedChangeRow } from './drafts/draft.entity.js';
import { EnrolmentRow, LabAgentRow, LabRow } from './labs/lab.entity.js';
import { LedgerEntryRow, LedgerTransactionRow } from './ledger/ledger.entity.js';
import { KeptAnswerRow, OrderFactRow, OrderRow, ShipmentRow } from './orders/order.entity.js';
import { QuoteRow } from './quotes/quote.entity.js';
import { MakeRow, PictureRow, ReviewRow } from './reviews/review.entity.js';

export const GATEWAY_ENTITIES = [
  AccountRow,
  SessionRow,
  ApiKeyRow,
  UploadedFileRow,
  DesignRow,
  DesignMaintainerRow,
  ReleaseRow,
  PartRow,
  ReleaseFileRow,
  HeldFileRow,
  DraftRow,
  SuggestedChangeRow,
  ReviewRow,
  MakeRow,
  PictureRow,
  ThreadRow,
  PostRow,
  LabRow,
  EnrolmentRow,
  LabAgentRow,
  QuoteRow,
  OrderRow,
  OrderFactRow,
  ShipmentRow,
  KeptAnswerRow,
  LedgerTransactionRow,
  LedgerEntryRow,
];

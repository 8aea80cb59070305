// The container: what was opened outside, and every use case.

import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import type { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import type { NewId } from '#core/kernel/ids';
import { BLOBS, type BlobStore } from '#platform/blobs/blob-store';
import { CLOCK, NEW_ID, type Clock } from '#platform/clock/clock';
import { DATA_SOURCE } from '#platform/database/data-source';
import { UNIT_OF_WORK, type UnitOfWork } from '#platform/database/unit-of-work';
import { AccessGuard, OWN_ORIGIN } from '#platform/http/access-guard';
import { AnswerInterceptor, CHECK_ANSWERS } from '#platform/http/answer-interceptor';
import { AUTHENTICATOR } from '#platform/http/identity';
import { ProblemFilter } from '#platform/http/problem-filter';
import { RATE_LIMITS, RateLimits } from '#platform/http/rate-limits';
import { TICKETS, type Tickets } from '#platform/http/ticket';
import { LOGGER, type Logger } from '#platform/logging/logger';
import { NATS, type NatsConnection } from '#platform/messaging/connection';
import type { Asker } from '#platform/messaging/questions';
import { METRICS } from '#platform/metrics/metrics';
import type { MeshPool } from '#platform/workers/mesh-pool';
import { AccountsController } from './accounts/accounts.controller.js';
import { AccountsRepository } from './accounts/accounts.repository.js';
import { AppointSteward } from './accounts/appoint-steward.js';
import { AuthenticateRequest } from './accounts/authenticate-request.js';
import { ManageKeys } from './accounts/manage-keys.js';
import { OpenSession } from './accounts/open-session.js';
import { SignIn } from './accounts/sign-in.js';
import { SignUp } from './accounts/sign-up.js';
import { CatalogueController } from './catalogue/catalogue.controller.js';
import { DesignsRepository } from './catalogue/designs.repository.js';
import { Feeds } from './catalogue/feeds.js';
import { FilesController } from './catalogue/files.controller.js';
import { FilesRepository } from './catalogue/files.repository.js';
import { GatherParts } from './catalogue/gather-parts.js';
import { JudgeOrigins } from './catalogue/judge-origins.js';
import { KeepFiles, SweepUploads } from './catalogue/keep-files.js';
import { MakeableNear } from './catalogue/makeable-near.js';
import { KeepThumbnails } from './catalogue/keep-thumbnails.js';
import { MeasureParts } from './catalogue/measure-parts.js';
import { MESH_POOL } from './catalogue/mesh-pool-token.js';
import { RepairFile } from './catalogue/repair-file.js';
import { ThumbnailsRepository } from './catalogue/thumbnails.repository.js';
import { PublishRelease } from './catalogue/publish-release.js';
import { ReadSources } from './catalogue/read-sources.js';
import { ReleasePapers } from './catalogue/release-papers.js';
import { ReleasesRepository } from './catalogue/releases.repository.js';
import { SearchDesigns } from './catalogue/search-designs.js';
import { ShowDesigns } from './catalogue/show-designs.js';
import { ShowReleases } from './catalogue/show-releases.js';
import { ConversationsController } from './conversations/conversations.controller.js';
import { HoldConversations } from './conversations/hold-conversations.js';
import { ThreadsRepository } from './conversations/threads.repository.js';
import { DemandController } from './demand/demand.controller.js';
import { DemandRepository } from './demand/demand.repository.js';
import { NoteDemand, NoteStranded } from './demand/note-demand.js';
import { DecideChanges } from './drafts/decide-changes.js';
import { DraftsController } from './drafts/drafts.controller.js';
import { DraftsRepository } from './drafts/drafts.repository.js';
import { ImportArchive } from './drafts/import-archive.js';
import { KeepDrafts } from './drafts/keep-drafts.js';
import { EnrolAgent } from './labs/enrol-agent.js';
import { Gazetteer } from './labs/gazetteer.js';
import { ImportLabs } from './labs/import-labs.js';
import { KeepLab } from './labs/keep-lab.js';
import { LabsController } from './labs/labs.controller.js';
import { LabsRepository } from './labs/labs.repository.js';
import { ListMaterials } from './labs/list-materials.js';
import { ASKER, LiveNetwork } from './labs/live-network.js';
import { ShowLabs } from './labs/show-labs.js';
import { ForgetOld } from './activity/forget-old.js';
import { CheckBooks } from './ledger/check-books.js';
import { LedgerController } from './ledger/ledger.controller.js';
import { LedgerRepository } from './ledger/ledger.repository.js';
import { SettleRest, SettleShipment } from './ledger/settle-shipment.js';
import { ShowLedger } from './ledger/show-ledger.js';
import { AnswerCounterOffer } from './orders/answer-counter-offer.js';
import { IssueCredentials, ShutOutOthers } from './labs/rotate-credentials.js';
import { AnswerPrototype } from './orders/answer-prototype.js';
import { ChooseLab } from './orders/choose-lab.js';
import { CancelOrder } from './orders/cancel-order.js';
import { HandOver } from './orders/hand-over.js';
import { OrderNews } from './orders/order-news.js';
import { OrdersController } from './orders/orders.controller.js';
import { OrdersRepository } from './orders/orders.repository.js';
import { InvoiceProvider, PAYMENT_PROVIDER } from './orders/payment-provider.js';
import { PlaceOrder } from './orders/place-order.js';
import { IssuePickupCode, RecordFact } from './orders/record-fact.js';
import { ShowOrders } from './orders/show-orders.js';
import { WatchOrder } from './orders/watch-order.js';
import { QuotesController } from './quotes/quotes.controller.js';
import { QuotesRepository } from './quotes/quotes.repository.js';
import { ReadDecision } from './quotes/read-decision.js';
import { ReadDecisionInputs } from './quotes/read-decision-inputs.js';
import { RequestQuote } from './quotes/request-quote.js';
import { KeepPhotos } from './reviews/keep-photos.js';
import { RecordMake, ReportMakes } from './reviews/report-makes.js';
import { ReviewRelease } from './reviews/review-release.js';
import { ReviewsController } from './reviews/reviews.controller.js';
import { ReviewsRepository } from './reviews/reviews.repository.js';
import { ResumableUploads } from './uploads/resumable-uploads.js';
import { UploadsController } from './uploads/uploads.controller.js';
import { ROUTE_LIMITS, OTHER_LIMIT } from './server/route-limits.js';
import { SETTINGS, type Settings } from './settings.js';

/** What is opened before the container and closed after it. */
export interface GatewayParts {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly source: DataSource;
  readonly unitOfWork: UnitOfWork;
  readonly connection: NatsConnection;
  readonly metrics: Registry;
  readonly blobs: BlobStore;
  readonly tickets: Tickets;
  readonly pool: MeshPool;
  readonly asker: Asker;
}

const CONTROLLERS = [
  AccountsController,
  FilesController,
  UploadsController,
  CatalogueController,
  DraftsController,
  ReviewsController,
  ConversationsController,
  LabsController,
  QuotesController,
  DemandController,
  OrdersController,
  LedgerController,
];

const USE_CASES = [
  AccountsRepository,
  AuthenticateRequest,
  OpenSession,
  SignUp,
  SignIn,
  ManageKeys,
  AppointSteward,
  FilesRepository,
  KeepFiles,
  KeepThumbnails,
  ThumbnailsRepository,
  RepairFile,
  SweepUploads,
  ResumableUploads,
  DesignsRepository,
  ReleasesRepository,
  ReadSources,
  GatherParts,
  JudgeOrigins,
  MeasureParts,
  PublishRelease,
  MakeableNear,
  SearchDesigns,
  ShowDesigns,
  ShowReleases,
  ReleasePapers,
  Feeds,
  DraftsRepository,
  ImportArchive,
  KeepDrafts,
  DecideChanges,
  ReviewsRepository,
  ReviewRelease,
  RecordMake,
  ReportMakes,
  KeepPhotos,
  ThreadsRepository,
  HoldConversations,
  LabsRepository,
  LiveNetwork,
  ShowLabs,
  KeepLab,
  ImportLabs,
  EnrolAgent,
  Gazetteer,
  ListMaterials,
  DemandRepository,
  NoteDemand,
  NoteStranded,
  QuotesRepository,
  RequestQuote,
  ReadDecision,
  ReadDecisionInputs,
  OrdersRepository,
  OrderNews,
  PlaceOrder,
  ShowOrders,
  WatchOrder,
  AnswerCounterOffer,
  ChooseLab,
  AnswerPrototype,
  IssueCredentials,
  ShutOutOthers,
  CancelOrder,
  HandOver,
  RecordFact,
  IssuePickupCode,
  LedgerRepository,
  SettleShipment,
  SettleRest,
  ShowLedger,
  CheckBooks,
  ForgetOld,
];

@Module({})
export class GatewayModule {
  static of(parts: GatewayParts): DynamicModule {
    const { settings, clock } = parts;
    const limits = new RateLimits({
      enabled: settings.RATE_LIMIT === 'on',
      clock,
      routes: ROUTE_LIMITS,
      others: OTHER_LIMIT,
    });
    const opened: readonly (readonly [symbol, unknown])[] = [
      [SETTINGS, settings],
      [LOGGER, parts.logger],
      [CLOCK, clock],
      [NEW_ID, parts.newId],
      [DATA_SOURCE, parts.source],
      [UNIT_OF_WORK, parts.unitOfWork],
      [NATS, parts.connection],
      [METRICS, parts.metrics],
      [BLOBS, parts.blobs],
      [TICKETS, parts.tickets],
      [MESH_POOL, parts.pool],
      [ASKER, parts.asker],
      [RATE_LIMITS, limits],
      [OWN_ORIGIN, new URL(settings.PUBLIC_URL).origin],
      [CHECK_ANSWERS, settings.CHECK_ANSWERS === 'on'],
    ];
    return {
      module: GatewayModule,
      controllers: CONTROLLERS,
      providers: [
        ...opened.map(([provide, useValue]) => ({ provide, useValue })),
        ...USE_CASES,
        { provide: PAYMENT_PROVIDER, useClass: InvoiceProvider },
        { provide: AUTHENTICATOR, useExisting: AuthenticateRequest },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
      ],
    };
  }
}

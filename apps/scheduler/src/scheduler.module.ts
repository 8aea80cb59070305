// The parts of the scheduler and how they find each other.

import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { UnitOfWork, UNIT_OF_WORK } from '#platform/database/unit-of-work';
import { DATA_SOURCE } from '#platform/database/data-source';
import { BLOBS, BlobStore } from '#platform/blobs/blob-store';
import { CLOCK, NEW_ID, newId, type Clock } from '#platform/clock/clock';
import { LOGGER, type Logger } from '#platform/logging/logger';
import { NATS, type NatsConnection } from '#platform/messaging/connection';
import { sharedKey, TICKETS, Tickets } from '#platform/http/ticket';
import { MeshPool } from '#platform/workers/mesh-pool';
import type { DataSource } from 'typeorm';
import { CallOff } from './fulfilment/call-off.js';
import { HANDLERS } from './handlers.js';
import { ChangeJob } from './jobs/change-job.js';
import { CreateJob } from './jobs/create-job.js';
import { AskReportsAgain } from './network/ask-reports-again.js';
import { LabsRepository } from './network/labs.repository.js';
import { NetworkPicture } from './network/network-picture.js';
import { CloseOffer } from './offers/close-offer.js';
import { MakeCounterOffer } from './offers/counter-offer.js';
import { MakeOffers } from './offers/make-offers.js';
import { MakingRepository } from './planning/making.repository.js';
import { CloseBatch } from './planning/close-batch.js';
import { Gather } from './planning/gather.js';
import { Nest } from './planning/nest.js';
import { ReadBatch } from './planning/read-batch.js';
import { WaitingRoom } from './planning/waiting-room.js';
import { LeaveBatch } from './planning/leave-batch.js';
import { GoOn } from './planning/go-on.js';
import { PlanOrder } from './planning/plan-order.js';
import { Planner } from './planning/planner.js';
import { MESH_POOL, PlateMaker } from './planning/plate-maker.js';
import { PreviewSharing } from './planning/preview-sharing.js';
import { RouteAgain } from './planning/route-again.js';
import { DecisionsRepository } from './quoting/decisions.repository.js';
import { LatelyGiven } from './quoting/lately-given.js';
import { Router } from './quoting/router.js';
import { SETTINGS, type Settings } from './settings.js';
import { GatherShipment } from './shipments/gather-shipment.js';
import { HandOver } from './shipments/hand-over.js';

/** What is opened before the container is made, and closed after it. */
export interface Opened {
  readonly settings: Settings;
  readonly source: DataSource;
  readonly connection: NatsConnection;
  readonly logger: Logger;
  readonly clock: Clock;
}

@Module({})
export class SchedulerModule {
  static with({ settings, source, connection, logger, clock }: Opened): DynamicModule {
    const parts: Provider[] = [
      { provide: SETTINGS, useValue: settings },
      { provide: DATA_SOURCE, useValue: source },
      { provide: NATS, useValue: connection },
      { provide: LOGGER, useValue: logger },
      { provide: CLOCK, useValue: clock },
      { provide: NEW_ID, useValue: newId },
      { provide: UNIT_OF_WORK, useValue: new UnitOfWork(source, clock, newId) },
      { provide: BLOBS, useValue: new BlobStore(settings.BLOB_DIR) },
      { provide: TICKETS, useValue: new Tickets(sharedKey(settings.SECRETS_DIR, 'file-ticket.key')) },
      { provide: MESH_POOL, useValue: new MeshPool({ workers: 1 }) },
    ];
    const useCases = [...new Set(HANDLERS.map((handler) => handler.useCase))] as never[];
    const rooms = [
      LabsRepository,
      NetworkPicture,
      AskReportsAgain,
      DecisionsRepository,
      LatelyGiven,
      Router,
      MakingRepository,
      Planner,
      PlanOrder,
      GoOn,
      PlateMaker,
      Gather,
      CloseBatch,
      ReadBatch,
      WaitingRoom,
      LeaveBatch,
      Nest,
      PreviewSharing,
      RouteAgain,
      MakeOffers,
      CloseOffer,
      MakeCounterOffer,
      ChangeJob,
      CreateJob,
      GatherShipment,
      HandOver,
      CallOff,
    ];
    return { module: SchedulerModule, providers: [...parts, ...rooms, ...useCases] };
  }
}

// Labs, enrolment of their agents, and the live network.

import { z } from 'zod';
import { LAB_KINDS } from '#core/lab/lab';
import {
  boxMmSchema,
  idOf,
  labFactsShape,
  labPricesSchema,
  labProfileSchema,
  labSightSchema,
  latLonSchema,
  loadedMaterialSchema,
  machineFactsShape,
  machineSchema,
  machineStateSchema,
  materialSchema,
  openSpanSchema,
  plainText,
  processSchema,
} from '../shapes.js';
import { defineRoute } from './define-route.js';

const labParams = z.object({ labId: idOf('lab') });

/** What a lab tells about itself when it joins; absent prices and hours get the network's defaults, shown as such. */
export const labDraftSchema = z.object({
  name: plainText(200),
  kind: z.enum(LAB_KINDS).default('fablab'),
  at: latLonSchema,
  city: plainText(120).optional(),
  country: z.string().length(2).optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional(),
  utcOffsetMinutes: z.number().int().min(-840).max(840).default(0),
  hours: z.array(openSpanSchema).max(50).default([]),
  processes: z.array(processSchema).max(20).default([]),
  prices: labPricesSchema.optional(),
  pickup: z.boolean().default(true),
  ships: z.boolean().default(true),
  ...labFactsShape,
  machines: z
    .array(
      z.object({
        name: plainText(120),
        process: processSchema,
        buildVolumeMm: boxMmSchema,
        bedShape: z.enum(['rectangular', 'round']).default('rectangular'),
        nozzleMm: z.number().positive().max(20).optional(),
        loaded: z.array(loadedMaterialSchema).max(32).default([]),
        ...machineFactsShape,
      }),
    )
    .max(200)
    .default([]),
});
export type LabDraft = z.infer<typeof labDraftSchema>;

const labMachineSchema = z.object({
  machine: machineSchema,
  state: machineStateSchema.optional(),
  freeAt: z.string().optional(),
});

export const labViewSchema = z.object({
  profile: labProfileSchema,
  sight: labSightSchema,
  /** Declared in the profile; with a live state where an agent reports it. */
  machines: z.array(labMachineSchema),
});
export type LabView = z.infer<typeof labViewSchema>;

export const listLabs = defineRoute({
  id: 'listLabs',
  method: 'GET',
  path: '/api/labs',
  summary: 'Labs, nearest first when a point is given.',
  access: 'anyone',
  query: z.object({
    lat: z.coerce.number().min(-90).max(90).optional(),
    lon: z.coerce.number().min(-180).max(180).optional(),
    q: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(2000).default(100),
  }),
  status: 200,
  answer: z.object({ labs: z.array(labViewSchema), total: z.number().int() }),
});

export const readLab = defineRoute({
  id: 'readLab',
  method: 'GET',
  path: '/api/labs/:labId',
  summary: 'One lab with its machines as they are now.',
  access: 'anyone',
  params: labParams,
  status: 200,
  answer: labViewSchema,
});

export const addLab = defineRoute({
  id: 'addLab',
  method: 'POST',
  path: '/api/labs',
  summary: 'Add the lab that I run.',
  access: ['lab-operator', 'steward'],
  scope: 'labs:write',
  body: labDraftSchema,
  status: 201,
  answer: labViewSchema,
});

export const changeLab = defineRoute({
  id: 'changeLab',
  method: 'PUT',
  path: '/api/labs/:labId',
  summary: 'Replace a lab’s profile.',
  access: ['lab-operator', 'steward'],
  scope: 'labs:write',
  params: labParams,
  body: labDraftSchema,
  status: 200,
  answer: labViewSchema,
});

/** A lab of a public list: what the lists say, and no more. */
export const importedLabSchema = z.object({
  /** The id in the list it comes from; importing the same list twice changes labs, it does not double them. */
  sourceId: plainText(120),
  source: plainText(200),
  draft: labDraftSchema,
});

export const importLabs = defineRoute({
  id: 'importLabs',
  method: 'POST',
  path: '/api/labs/import',
  summary: 'List labs from a public source; they take part once their agent is enrolled.',
  access: ['steward'],
  scope: 'network:steward',
  body: z.object({ labs: z.array(importedLabSchema).min(1).max(500) }),
  status: 200,
  answer: z.object({ added: z.number().int(), changed: z.number().int(), labIds: z.array(idOf('lab')) }),
});

export const openEnrolment = defineRoute({
  id: 'openEnrolment',
  method: 'POST',
  path: '/api/labs/:labId/enrolments',
  summary: 'A one-time code, good for 15 minutes, to type at the lab’s agent.',
  access: ['lab-operator', 'steward'],
  scope: 'labs:write',
  params: labParams,
  status: 201,
  answer: z.object({ code: z.string(), expiresAt: z.string() }),
});

export const redeemEnrolment = defineRoute({
  id: 'redeemEnrolment',
  method: 'POST',
  path: '/api/enrolments/redeem',
  summary: 'An agent trades its code for the lab’s own credentials.',
  access: 'anyone',
  body: z.object({ code: z.string().min(6).max(32) }),
  status: 201,
  answer: z.object({
    labId: idOf('lab'),
    labName: z.string(),
    natsUrl: z.string(),
    /** NATS creds file: user JWT and seed; to be kept with mode 0600. */
    credentials: z.string(),
    machines: z.array(machineSchema),
  }),
});

export const revokeAgents = defineRoute({
  id: 'revokeAgents',
  method: 'POST',
  path: '/api/labs/:labId/revoke',
  summary: 'Shut out all agents of the lab within seconds; a new code lets one in again.',
  access: ['lab-operator', 'steward'],
  scope: 'labs:write',
  params: labParams,
  status: 204,
  answer: 'nothing',
});

export const sayBack = defineRoute({
  id: 'sayBack',
  method: 'POST',
  path: '/api/labs/:labId/back',
  summary: 'After offers went unanswered: the lab is there again and takes new ones.',
  access: ['lab-operator', 'steward'],
  scope: 'labs:write',
  params: labParams,
  status: 204,
  answer: 'nothing',
});

export const listPlaces = defineRoute({
  id: 'listPlaces',
  method: 'GET',
  path: '/api/places',
  summary: 'Towns whose name begins with these letters, largest first (GeoNames, CC BY 4.0).',
  access: 'anyone',
  query: z.object({ q: z.string().min(1).max(100), limit: z.coerce.number().int().min(1).max(20).default(8) }),
  status: 200,
  answer: z.object({
    places: z.array(
      z.object({ name: z.string(), country: z.string(), at: latLonSchema, population: z.number().int() }),
    ),
  }),
});

export const listMaterials = defineRoute({
  id: 'listMaterials',
  method: 'GET',
  path: '/api/materials',
  summary: 'Material families the network knows, and which are loaded somewhere now.',
  access: 'anyone',
  status: 200,
  answer: z.object({
    materials: z.array(
      z.object({
        material: materialSchema,
        process: processSchema,
        densityGramsPerCm3: z.number(),
        loadedAtMachines: z.number().int(),
      }),
    ),
  }),
});

// What the scheduler is told by its environment.

import { z } from 'zod';

export const SETTINGS = Symbol('SETTINGS');

export const settingsSchema = z.object({
  DATABASE_URL: z.string().min(1),
  NATS_URL: z.string().min(1),
  NATS_CREDS: z.string().optional(),
  BLOB_DIR: z.string().min(1),
  SECRETS_DIR: z.string().min(1),
  /** Where labs reach the gateway, for plates. */
  PUBLIC_URL: z.url(),
  HEALTH_PORT: z.coerce.number().int().min(0).max(65535).default(4801),
});
export type Settings = z.infer<typeof settingsSchema>;

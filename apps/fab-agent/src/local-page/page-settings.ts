// What lab.json says about the operator's page.

import { z } from 'zod';

/** The usual port of the operator's page. */
export const PAGE_PORT = 7420;
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

/** The page; without it there is none. Beyond this computer it asks for a password, and its lines are not encrypted. */
export const pageSchema = z
  .object({
    port: z.number().int().min(0).max(65_535).default(PAGE_PORT),
    host: z.string().min(1).max(200).default('127.0.0.1'),
    /** Names under which the page is opened, besides `localhost` and `host`, e.g. `lab-pi.local`. */
    names: z
      .array(z.string().regex(/^[\w.-]{1,200}$/))
      .max(20)
      .default([]),
    /** Asked for by the browser; the user is `lab`. */
    password: z.string().min(10).max(200).optional(),
  })
  .refine(({ host, password }) => LOOPBACK.has(host) || password !== undefined, {
    path: ['password'],
    message: 'Where the page is not on the loopback, it has a password of ten letters or more.',
  });
export type PageSettings = z.infer<typeof pageSchema>;

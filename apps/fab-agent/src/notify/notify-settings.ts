// What lab.json says about telling a person who does not look: part of lab.json.

import { z } from 'zod';

const webhookSchema = z.object({
  url: z.url({ protocol: /^https?$/ }),
  /** Signs what is sent: HMAC-SHA256 of time and body, in the header `X-Fabcommons-Signature`. */
  secret: z.string().min(16).max(200),
});
export type WebhookSettings = z.infer<typeof webhookSchema>;

const emailSchema = z.object({
  /** Server and user, e.g. `smtps://user:password@mail.example:465`; `smtp://` begins encryption where it is offered. */
  smtp: z.url({ protocol: /^smtps?$/ }),
  from: z.email(),
  to: z.array(z.email()).min(1).max(20),
});
export type EmailSettings = z.infer<typeof emailSchema>;

/** Who is told when an offer waits for a person. */
export const notifySchema = z.object({ webhook: webhookSchema.optional(), email: emailSchema.optional() });

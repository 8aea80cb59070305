// A notice as a signed POST. The receiver knows by the signature that it is from this lab, and by the time that it is new.

import { createHmac } from 'node:crypto';
import { SECOND_MS, type AtMs } from '#core/kernel/time';
import type { Notice } from './notice.js';
import type { WebhookSettings } from './notify-settings.js';

const WITHIN_MS = 10 * SECOND_MS;

/** `t=<ms>,v1=<hex>` over `<ms>.<body>`. */
export const signatureOf = (body: string, secret: string, atMs: AtMs): string =>
  `t=${atMs},v1=${createHmac('sha256', secret).update(`${atMs}.${body}`).digest('hex')}`;

/** Throws when it does not arrive. */
export async function sendWebhook(notice: Notice, { url, secret }: WebhookSettings, atMs: AtMs): Promise<void> {
  const body = JSON.stringify(notice);
  const response = await fetch(url, {
    method: 'POST',
    // A place that sends us elsewhere would be given the notice unasked.
    redirect: 'error',
    headers: { 'content-type': 'application/json', 'x-fabcommons-signature': signatureOf(body, secret, atMs) },
    body,
    signal: AbortSignal.timeout(WITHIN_MS),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${new URL(url).origin} answered ${response.status}`);
}

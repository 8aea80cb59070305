// A notice as an e-mail, by the lab's own mail server.

import { createTransport } from 'nodemailer';
import { SECOND_MS } from '#core/kernel/time';
import { mailOf, type Notice } from './notice.js';
import type { EmailSettings } from './notify-settings.js';

const WITHIN_MS = 20 * SECOND_MS;

/** Throws when the server does not take it. Nothing of the notice is fetched or read from a file. */
export async function sendEmail(notice: Notice, { smtp, from, to }: EmailSettings): Promise<void> {
  const { protocol, hostname, port, username, password } = new URL(smtp);
  const secure = protocol === 'smtps:';
  const transport = createTransport({
    host: hostname,
    port: Number(port) || (secure ? 465 : 587),
    secure,
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: WITHIN_MS,
    greetingTimeout: WITHIN_MS,
    socketTimeout: WITHIN_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({ from, to: [...to], ...mailOf(notice) });
  } finally {
    transport.close();
  }
}

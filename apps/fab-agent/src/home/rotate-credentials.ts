// New credentials for old ones: asked for, tried, kept; only then are the old shut out. A stop at any instant leaves a home
// with credentials that work.

import { rename } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '#core/kernel/result';
import { AskCredentials, AskCredentialsKept } from '#contracts/messages/lab-messages';
import { connectNats } from '#platform/messaging/connection';
import { Unanswered } from '#platform/messaging/questions';
import { askNetwork } from '../uplink/ask-network.js';
import { Link } from '../uplink/link.js';
import { writeWhole } from './home-folder.js';

const WITHIN_MS = 20_000;

@Injectable()
export class RotateCredentials {
  constructor(@Inject(Link) private readonly link: Link) {}

  /** Says what was done; refuses when the network is away or does not take part, and the old ones are good then. */
  async run(): Promise<Result<string>> {
    const { url, labId, credsFile } = this.link.settings;
    try {
      const { credentials, userPublicKey } = await this.link.ask(AskCredentials, {}, WITHIN_MS);
      const trial = `${credsFile}.next`;
      await writeWhole(trial, credentials);
      const settings = { url, credsFile: trial, name: `fab-agent ${labId}`, inboxPrefix: `_INBOX.${labId}` };
      const connection = await connectNats(settings);
      try {
        await connection.flush();
        await rename(trial, credsFile);
        const asking = { labId, data: { userPublicKey }, withinMs: WITHIN_MS };
        const { done, message } = await askNetwork(connection, AskCredentialsKept, asking);
        if (!done) return refuse('credentials/kept-both', message);
        return ok(`The lab has new credentials. ${message}`);
      } finally {
        await connection.close();
      }
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      return refuse('credentials/not-rotated', error.message, { remedy: 'Try again when the network is there.' });
    }
  }
}

// Moonraker in front of Klipper: its HTTP interface for all that counts, its websocket for news.

import { z } from 'zod';
import { SECOND_MS } from '#core/kernel/time';
import { ok, refuse, type Result } from '#core/kernel/result';
import type { Command, Dialect, Look, ServerRecord } from '../../served/dialect.js';
import type { JobNote } from '../../served/job-notes.js';
import {
  bodyOf,
  keyCredentials,
  MachineServer,
  NoAnswer,
  secretSchema,
  serverUrlSchema,
  wordsOf,
  type Answer,
  type FileToSend,
} from '../../served/machine-server.js';
import { keepLine, type PushLine } from '../../served/push-line.js';
import * as said from './moonraker-answers.js';
import { fileAtWork, statusOf } from './moonraker-answers.js';

/** What lab.json says about a machine behind Moonraker. */
export const moonrakerDriverSchema = z.object({
  kind: z.literal('moonraker'),
  url: serverUrlSchema,
  /** Where Moonraker does not trust this computer's address. */
  apiKey: secretSchema.optional(),
});

const uploadedSchema = z.object({ item: z.object({ path: z.string(), root: z.string() }) });
const objectsSchema = z.object({ result: z.object({ objects: z.array(z.string().max(200)).max(5_000) }) });
const newsSchema = z.object({ method: z.string() });
/** Klipper's G-code lock has been seen to hold requests for 13 s; homing and heating macros hold them longer. */
const WITHIN_MS = 120 * SECOND_MS;
const PAGE = 100;
const MOST_PAGES = 20;
const OBJECTS = ['webhooks', 'print_stats', 'virtual_sdcard', 'pause_resume', 'idle_timeout'];

export class Moonraker implements Dialect {
  private readonly server: MachineServer;
  private readonly credentials;
  private sensors: readonly string[] | undefined;

  constructor(private readonly settings: { readonly url: string; readonly apiKey?: string | undefined }) {
    this.credentials = keyCredentials(settings.apiKey);
    const { refusesKey, isMeant } = said;
    const { credentials } = this;
    this.server = new MachineServer({ make: 'Moonraker', url: settings.url, credentials, refusesKey, isMeant });
  }

  async look(): Promise<Look> {
    const query = await this.query();
    const status = statusOf(query);
    const name = status && fileAtWork(status);
    const file = name && (await this.metadata(name));
    return { observation: said.readState({ query, metadata: file ? said.metadataOf(file) : undefined }) };
  }

  async recordOf(name: string, note: JobNote | undefined): Promise<ServerRecord> {
    const query = await this.query();
    const history = await this.history((entry) => entry.filename === name || entry.job_id === note?.before);
    const file = await this.metadata(name);
    return said.readRecord({ query, history, fileIsThere: file.status === 200 }, name, note);
  }

  async handOver(file: FileToSend): Promise<Result<void>> {
    const answer = await this.server.uploadForm('server/files/upload', file, { root: 'gcodes', print: 'false' });
    if (answer.status !== 201) return this.server.refusal(answer);
    const { item } = bodyOf(uploadedSchema, answer, 'an upload');
    if (item.root === 'gcodes' && item.path === file.name) return ok(undefined);
    return refuse('machine/file-renamed', 'Moonraker keeps the file under another name than the one it was given.');
  }

  async ready(): Promise<Result<string | undefined>> {
    return ok((await this.history(() => true))?.[0]?.job_id);
  }

  /** Looks once more itself: a start while paused is answered with "ok", and takes the place of the paused print. */
  async begin(name: string): Promise<Result<void>> {
    const status = statusOf(await this.query());
    if (status?.webhooks.state !== 'ready') return refuse('machine/not-ready', 'Klipper is not ready.');
    if (fileAtWork(status) !== undefined) return refuse('machine/busy', 'Klipper has a print of its own.');
    return this.command(`printer/print/start?filename=${encodeURIComponent(name)}`);
  }

  async tell(name: string, what: Command): Promise<Result<void>> {
    const status = statusOf(await this.query());
    if (status === undefined || fileAtWork(status) !== name)
      return refuse('machine/not-ours', 'Klipper is not making this job.');
    return this.command(`printer/print/${what}`);
  }

  listen(changed: () => void, signal: AbortSignal): Promise<void> {
    const hear = (message: unknown, say: (message: unknown) => void): void => {
      const news = newsSchema.safeParse(message);
      if (!news.success) return;
      const { method } = news.data;
      // Klipper forgets subscriptions when it restarts.
      if (method === 'notify_klippy_ready') say(SUBSCRIBE);
      if (/^notify_(status_update|history_changed|klippy_\w+)$/.test(method)) changed();
    };
    return keepLine(async () => this.line(), hear, signal);
  }

  private line(): PushLine {
    const url = this.server.lineTo('websocket');
    const params = { client_name: 'fab-agent', version: '1', type: 'other', url: 'https://example.invalid/fab-agent' };
    const key = this.settings.apiKey === undefined ? {} : { api_key: this.settings.apiKey };
    const identify = rpc(1, 'server.connection.identify', { ...params, ...key });
    return { url, headers: this.credentials.headersFor('GET', url.pathname), hello: [identify, SUBSCRIBE] };
  }

  private async query(): Promise<Answer> {
    if (this.sensors === undefined) {
      const list = objectsSchema.safeParse((await this.ask('printer/objects/list')).body);
      if (list.success) this.sensors = list.data.result.objects.filter((one) => one.startsWith('filament_'));
    }
    const objects = [...OBJECTS, ...(this.sensors ?? [])].map(encodeURIComponent);
    return this.ask(`printer/objects/query?${objects.join('&')}`);
  }

  /** History, newest first, back to the first entry that is enough; undefined where Moonraker keeps none. */
  private async history(isEnough: (entry: said.HistoryEntry) => boolean): Promise<said.HistoryEntry[] | undefined> {
    const all: said.HistoryEntry[] = [];
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = await this.ask(`server/history/list?limit=${PAGE}&start=${page * PAGE}&order=desc`);
      if (answer.status === 404) return undefined;
      const entries = said.historyOf(answer);
      all.push(...entries);
      if (entries.length < PAGE || entries.some(isEnough)) break;
    }
    return all;
  }

  /** "Klippy Disconnected" comes in the middle of a request, so Klipper may have heard it. */
  private async command(path: string): Promise<Result<void>> {
    const answer = await this.ask(path, 'POST');
    if (answer.status === 200) return ok(undefined);
    if (answer.status < 500 || wordsOf(answer) === 'Klippy Host not connected') return this.server.refusal(answer);
    throw new NoAnswer(`${this.server.name} leaves open what it did (${answer.status}).`);
  }

  private metadata(name: string): Promise<Answer> {
    return this.ask(`server/files/metadata?filename=${encodeURIComponent(name)}`);
  }

  private ask(path: string, method: 'GET' | 'POST' = 'GET'): Promise<Answer> {
    return this.server.ask(path, { method, withinMs: WITHIN_MS });
  }
}

const rpc = (id: number, method: string, params: object) => ({ jsonrpc: '2.0', id, method, params });
const SUBSCRIBE = rpc(2, 'printer.objects.subscribe', {
  objects: { webhooks: null, print_stats: ['state', 'filename'], pause_resume: null },
});

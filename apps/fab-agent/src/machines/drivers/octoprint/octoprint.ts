// OctoPrint: its HTTP interface for all that counts, its SockJS line for news.

import { z } from 'zod';
import { ok, refuse, type Result } from '#core/kernel/result';
import { jobOfName, type Command, type Dialect, type Look, type ServerRecord } from '../../served/dialect.js';
import type { JobNote } from '../../served/job-notes.js';
import {
  bodyOf,
  keyCredentials,
  MachineServer,
  secretSchema,
  serverUrlSchema,
  type Answer,
  type FileToSend,
} from '../../served/machine-server.js';
import { keepLine, type PushLine } from '../../served/push-line.js';
import { isAtWork, jobSchema, loadedFile, readRecord, readState, refusesKey } from './octoprint-answers.js';

/** What lab.json says about a machine behind OctoPrint. */
export const octoprintDriverSchema = z.object({
  kind: z.literal('octoprint'),
  url: serverUrlSchema,
  apiKey: secretSchema,
});

const uploadedSchema = z.object({ done: z.boolean(), files: z.object({ local: z.object({ path: z.string() }) }) });
const loginSchema = z.object({ name: z.string().max(200), session: z.string().max(200) });
const newsSchema = z.object({
  event: z.object({ type: z.string(), payload: z.unknown() }).optional(),
  current: z.object({ state: z.object({ text: z.string() }) }).optional(),
});
const filePayloadSchema = z.object({ path: z.string() });
/** Reading news twice a second is enough; OctoPrint counts in halves of a second. */
const THROTTLE = 2;

export class OctoPrint implements Dialect {
  private readonly server: MachineServer;
  /** The last job whose cancelling the line has told. */
  private cancelled: string | undefined;

  constructor({ url, apiKey }: { readonly url: string; readonly apiKey: string }) {
    this.server = new MachineServer({ make: 'OctoPrint', url, credentials: keyCredentials(apiKey), refusesKey });
  }

  async look(): Promise<Look> {
    const job = await this.ask('api/job');
    const printer = await this.ask('api/printer?exclude=temperature,sd');
    const observation = readState({ job, printer });
    const isCancelling = bodyOf(jobSchema, job, 'the job').state === 'Cancelling';
    const jobId = isCancelling ? observation.jobId : this.cancelled;
    return { observation, learnt: jobId === undefined ? undefined : { jobId, change: { stopAsked: true } } };
  }

  async recordOf(name: string, note: JobNote | undefined): Promise<ServerRecord> {
    const job = await this.ask('api/job');
    const file = await this.ask(`api/files/local/${name}`);
    const told = this.cancelled !== undefined && this.cancelled === jobOfName(name);
    return readRecord({ job, file }, name, told && note ? { ...note, stopAsked: true } : note);
  }

  async handOver(file: FileToSend): Promise<Result<void>> {
    const answer = await this.server.uploadForm('api/files/local', file, { select: 'false', print: 'false' });
    if (answer.status !== 201) return this.server.refusal(answer);
    const { done, files } = bodyOf(uploadedSchema, answer, 'an upload');
    if (done && files.local.path === file.name) return ok(undefined);
    return refuse('machine/file-renamed', 'OctoPrint keeps the file under another name than the one it was given.');
  }

  /** Loads the file: as long as OctoPrint has it loaded, it has forgotten nothing. */
  async ready(name: string): Promise<Result<undefined>> {
    const answer = await this.ask(`api/files/local/${name}`, { command: 'select', print: false });
    if (answer.status !== 204) return this.server.refusal(answer);
    return ok(undefined);
  }

  /** Names the file in the command itself: "start" would print whatever is loaded, and says yes to nothing, too. */
  async begin(name: string): Promise<Result<void>> {
    const answer = await this.ask(`api/files/local/${name}`, { command: 'select', print: true });
    return answer.status === 204 ? ok(undefined) : this.server.refusal(answer);
  }

  /** OctoPrint's commands know no file, so what is loaded is looked at just before. */
  async tell(name: string, what: Command): Promise<Result<void>> {
    const job = bodyOf(jobSchema, await this.ask('api/job'), 'the job');
    if (loadedFile(job) !== name || !isAtWork(job))
      return refuse('machine/not-ours', 'OctoPrint is not making this job.');
    const json = what === 'cancel' ? { command: 'cancel' } : { command: 'pause', action: what };
    const answer = await this.ask('api/job', json);
    return answer.status === 204 ? ok(undefined) : this.server.refusal(answer);
  }

  listen(changed: () => void, signal: AbortSignal): Promise<void> {
    let state = '';
    const hear = (message: unknown): void => {
      const news = newsSchema.safeParse(message);
      if (!news.success) return;
      const { event, current } = news.data;
      const payload = filePayloadSchema.safeParse(event?.payload);
      if (event?.type === 'PrintCancelled' && payload.success) this.cancelled = jobOfName(payload.data.path);
      const isNew = current !== undefined && current.state.text !== state;
      if (current !== undefined) state = current.state.text;
      if (isNew || event?.type.startsWith('Print')) changed();
    };
    return keepLine(() => this.line(), hear, signal);
  }

  private async line(): Promise<PushLine> {
    const { name, session } = bodyOf(loginSchema, await this.ask('api/login', { passive: true }), 'the login');
    const url = this.server.lineTo('sockjs/websocket');
    const subscribe = { state: { logs: false, messages: false }, events: true, plugins: false };
    return { url, hello: [{ auth: `${name}:${session}` }, { subscribe }, { throttle: THROTTLE }] };
  }

  private ask(path: string, json?: unknown): Promise<Answer> {
    return this.server.ask(path, json === undefined ? {} : { method: 'POST', json });
  }
}

// PrusaLink (interface v1): no push and no history, so it is looked at often, and its ends are noted by us.

import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { ok, refuse, type Result } from '#core/kernel/result';
import { jobOfName, type Command, type Dialect, type Look, type ServerRecord } from '../../served/dialect.js';
import type { JobNote } from '../../served/job-notes.js';
import {
  keyCredentials,
  MachineServer,
  secretSchema,
  serverUrlSchema,
  type Answer,
  type Credentials,
  type FileToSend,
} from '../../served/machine-server.js';
import { DigestCredentials } from '../../served/digest.js';
import { currentJob, namesLast, readLesson, readRecord, readState, sizeOf, type Answers } from './prusalink-answers.js';

/** What lab.json says about a machine behind PrusaLink: a key, or a user with a password. */
export const prusalinkDriverSchema = z
  .object({
    kind: z.literal('prusalink'),
    url: serverUrlSchema,
    apiKey: secretSchema.optional(),
    user: z
      .string()
      .regex(/^[^":\r\n]{1,100}$/)
      .optional(),
    password: z.string().min(1).max(200).optional(),
    /** Where files go: `local` on a Raspberry Pi, `usb` on a printer of its own. */
    storage: z
      .string()
      .regex(/^[a-z0-9]{1,20}$/)
      .default('local'),
  })
  .refine(({ apiKey, user, password }) => apiKey !== undefined || (user !== undefined && password !== undefined), {
    message: 'apiKey, or user and password',
  });
type Settings = Omit<z.infer<typeof prusalinkDriverSchema>, 'kind'>;

/** A file that was taken is often not there at once. */
const APPEARS_WITHIN = { looks: 30, everyMs: 500 } as const;

export class PrusaLink implements Dialect {
  private readonly server: MachineServer;
  private readonly storage: string;
  /** The job that the look before this one saw at work. */
  private atWork: string | undefined;

  constructor(settings: Settings) {
    this.storage = settings.storage;
    const { url } = settings;
    this.server = new MachineServer({ make: 'PrusaLink', url, credentials: credentialsOf(settings), refusesKey });
  }

  async look(): Promise<Look> {
    const { atWork } = this;
    const answers = await this.answers().finally(() => (this.atWork = undefined));
    this.atWork = currentJob(answers)?.jobId;
    return { observation: readState(answers), learnt: readLesson(answers, atWork) };
  }

  async recordOf(name: string, note: JobNote | undefined): Promise<ServerRecord> {
    const answers = await this.answers();
    const file = await this.ask(this.pathOf(name));
    return readRecord({ ...answers, file, before: this.atWork }, name, note);
  }

  /** Only called while nothing is printed: PrusaLink would let a file take the place of the one at work. */
  async handOver(file: FileToSend): Promise<Result<void>> {
    const path = this.pathOf(file.name);
    const headers = { 'Content-Type': 'text/x.gcode', Overwrite: '?1', 'Print-After-Upload': '?0' };
    const sent = await this.server.uploadRaw(path, file, headers);
    if (sent.status !== 201) return this.server.refusal(sent);
    const { size } = await stat(file.path);
    for (let look = 0; look < APPEARS_WITHIN.looks; look += 1) {
      if (sizeOf(await this.ask(path)) === size) return ok(undefined);
      await delay(APPEARS_WITHIN.everyMs);
    }
    return refuse('machine/file-missing', 'PrusaLink took the file, and does not have it as it was sent.');
  }

  async ready(): Promise<Result<string | undefined>> {
    return ok(namesLast({ legacy: await this.ask('api/job') }));
  }

  async begin(name: string): Promise<Result<void>> {
    const answer = await this.ask(this.pathOf(name), 'POST');
    return answer.status === 204 ? ok(undefined) : this.server.refusal(answer);
  }

  /** PrusaLink's commands carry the number of the job, so none can hit another print. */
  async tell(name: string, what: Command): Promise<Result<void>> {
    const job = currentJob({ job: await this.ask('api/v1/job') });
    if (job === undefined || job.jobId !== jobOfName(name))
      return refuse('machine/not-ours', 'PrusaLink is not making this job.');
    const path = `api/v1/job/${job.id}`;
    const answer = what === 'cancel' ? await this.ask(path, 'DELETE') : await this.ask(`${path}/${what}`, 'PUT');
    return answer.status === 204 ? ok(undefined) : this.server.refusal(answer);
  }

  /** There is no line to listen on. */
  async listen(): Promise<void> {}

  private readonly pathOf = (name: string): string => `api/v1/files/${this.storage}/${name}`;

  /** The job before the state: an end between the two is then seen with the next look. */
  private async answers(): Promise<Answers> {
    const job = await this.ask('api/v1/job');
    const legacy = await this.ask('api/job');
    return { job, legacy, status: await this.ask('api/v1/status') };
  }

  private ask(path: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE' = 'GET'): Promise<Answer> {
    return this.server.ask(path, { method });
  }
}

const refusesKey = ({ status }: Answer): boolean => status === 401 || status === 403;

function credentialsOf({ apiKey, user, password }: Settings): Credentials {
  if (apiKey !== undefined) return keyCredentials(apiKey);
  const newCnonce = (): string => randomBytes(8).toString('hex');
  return new DigestCredentials({ user: user ?? '', password: password ?? '', newCnonce });
}

// PrusaLink 0.8 as it was recorded.

import { createHash } from 'node:crypto';
import { recorded, recordedBody } from './machine-recordings.js';
import { PretendServer, type Asked, type Replied } from './machine-server.js';

interface StatusBody {
  printer: { state: string; status_printer: { ok: boolean; message: string } };
  job?: { id: number };
}
interface JobBody {
  id: number;
  state: string;
  file: { name: string; display_name: string };
}

const replyOf = (name: string, step: string): Replied => recorded(name, step);
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const AT_WORK = new Set(['PRINTING', 'PAUSED']);
/** So many looks a new file is not there yet. */
const LATE_LOOKS = 1;

export class PretendPrusaLink extends PretendServer {
  readonly key = 'the-prusalink-key';
  readonly login = { user: 'maker', password: 'a secret' };
  readonly files = new Map<string, { size: number; looks: number }>();
  private state = 'IDLE';
  private message = 'OK';
  private current: string | undefined;
  private last: string | undefined;
  private jobNumber = 16_777_216;

  get running(): string | undefined {
    return AT_WORK.has(this.state) ? this.current : undefined;
  }

  finish(): void {
    this.over('FINISHED');
  }

  cancelAtMachine(): void {
    this.over('STOPPED');
  }

  /** Eleven seconds later. */
  putAway(): void {
    if (this.state === 'FINISHED' || this.state === 'STOPPED') this.state = 'IDLE';
  }

  losePrinter(): void {
    this.over('ERROR');
    this.message = 'Serial device does not exist';
  }

  regainPrinter(): void {
    this.state = 'IDLE';
    this.message = 'OK';
  }

  startForeign(): void {
    this.files.set('vase.gcode', { size: 10, looks: 0 });
    this.begin('vase.gcode');
  }

  forget(): void {
    this.over('IDLE');
    this.last = undefined;
  }

  protected isStart({ method, path }: Asked): boolean {
    return method === 'POST' && path.startsWith('/api/v1/files/');
  }

  protected reply(asked: Asked): Replied {
    const denied = this.denied(asked);
    if (denied !== undefined) return denied;
    const { method, path } = asked;
    if (path === '/api/version') return replyOf('prusalink-connect-idle', '/api/version');
    if (path === '/api/v1/status') return { status: 200, body: this.status() };
    if (path === '/api/job') return { status: 200, body: this.legacy() };
    if (path === '/api/v1/job') return this.running === undefined ? { status: 204 } : { status: 200, body: this.job() };
    if (path.startsWith('/api/v1/job/')) return this.command(method, path.slice('/api/v1/job/'.length));
    return this.file(path.slice('/api/v1/files/local/'.length), asked);
  }

  private denied({ method, headers, path, rawQuery }: Asked): Replied | undefined {
    const key = headers['x-api-key'];
    if (key !== undefined) return key === this.key ? undefined : replyOf('prusalink-connect-idle', 'bad key');
    const asks = recorded('prusalink-connect-idle', 'no auth (digest challenge)');
    const challenge = asks.challenge ?? '';
    const said = new Map(
      [...(headers.authorization ?? '').matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)].map(([, key, a, b]) => [
        key,
        a ?? b,
      ]),
    );
    const realm = /realm="([^"]*)"/.exec(challenge)?.[1];
    const nonce = /nonce="([^"]*)"/.exec(challenge)?.[1];
    const { user, password } = this.login;
    const ha1 = md5(`${md5(`${user}:${realm}:${password}`)}:${nonce}:${said.get('cnonce')}`);
    const ha2 = md5(`${method}:${path}${rawQuery === '' ? '' : `?${rawQuery}`}`);
    const wanted = md5(`${ha1}:${nonce}:${said.get('nc')}:${said.get('cnonce')}:auth:${ha2}`);
    if (said.get('response') === wanted) return undefined;
    return { status: 401, body: '401 - Unauthorized', headers: { 'www-authenticate': challenge } };
  }

  private status(): StatusBody {
    return recordedBody<StatusBody>('prusalink-print-complete', 'status 1', (body) => {
      Object.assign(body.printer, {
        state: this.state,
        status_printer: { ok: this.state !== 'ERROR', message: this.message },
      });
      if (this.running === undefined) delete body.job;
    });
  }

  private job(): JobBody {
    const name = this.current ?? '';
    return recordedBody<JobBody>('prusalink-print-complete', 'job 1', (body) => {
      Object.assign(body, { id: this.jobNumber, state: this.state });
      Object.assign(body.file, { name, display_name: name });
    });
  }

  private legacy(): unknown {
    type Body = { job: { file: { name: string | null; display: string | null } } };
    return recordedBody<Body>('prusalink-print-complete', 'legacy job', ({ job: { file } }) =>
      Object.assign(file, { name: this.last ?? null, display: this.last ?? null }),
    );
  }

  private command(method: string, rest: string): Replied {
    const [id, verb] = rest.split('/');
    if (this.running === undefined || Number(id) !== this.jobNumber)
      return replyOf('prusalink-connect-idle', 'pause no job');
    if (method === 'DELETE') this.cancelAtMachine();
    else if (verb === 'pause' && this.state === 'PAUSED') return replyOf('prusalink-pause-resume-stop', 'pause again');
    else this.state = verb === 'pause' ? 'PAUSED' : 'PRINTING';
    return { status: 204 };
  }

  private file(name: string, { method, headers, bytes }: Asked): Replied {
    const kept = this.files.get(name);
    if (method === 'PUT') {
      const isKept = kept !== undefined && headers['overwrite'] !== '?1';
      if (isKept) return replyOf('prusalink-print-complete', 'upload same name, no overwrite');
      this.files.set(name, { size: bytes.length, looks: LATE_LOOKS });
      return { status: 201 };
    }
    if (kept === undefined) return replyOf('prusalink-connect-idle', 'missing file');
    if (method === 'GET') {
      if (kept.looks-- > 0) return replyOf('prusalink-print-complete', 'file info at once (race)');
      type Body = { name: string; size: number };
      const { size } = kept;
      return {
        status: 200,
        body: recordedBody<Body>('prusalink-print-complete', 'file info', (body) =>
          Object.assign(body, { name, size }),
        ),
      };
    }
    // Seconds after an end, and while something is printed.
    if (this.state !== 'IDLE' && this.state !== 'READY') return replyOf('prusalink-print-complete', 'start again');
    this.begin(name);
    return { status: 204 };
  }

  private begin(name: string): void {
    this.starts.push(name);
    this.jobNumber += 1;
    this.current = name;
    this.last = name;
    this.state = 'PRINTING';
  }

  private over(state: string): void {
    this.current = undefined;
    this.state = state;
  }
}

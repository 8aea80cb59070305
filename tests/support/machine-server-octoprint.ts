// OctoPrint 1.11 as it was recorded.

import type { WebSocket } from 'ws';
import { recorded, recordedBody } from './machine-recordings.js';
import { PretendServer, type Asked, type Replied } from './machine-server.js';

interface JobBody {
  state: string;
  error?: string;
  job: { file: { name: string | null; path: string | null; origin: string | null; size: number | null } };
  progress: { completion: number | null; printTimeLeft: number | null };
}
interface KeptFile {
  size: number;
  prints?: { success: number; failure: number; last: { date: number; success: boolean; printTime?: number } };
}

const NONE = { name: null, path: null, origin: null, size: null };
const AT_WORK = new Set(['Printing', 'Paused']);
const replyOf = (name: string, step: string): Replied => recorded(name, step);

export class PretendOctoPrint extends PretendServer {
  readonly key = 'the-octoprint-key';
  readonly files = new Map<string, KeptFile>();
  private loaded: string | undefined;
  private state = 'Operational';
  private error: string | undefined;
  private completion: number | null = null;
  private asksForKey: 'nobody' | 'open' | 'granted' | 'denied' = 'nobody';

  get running(): string | undefined {
    return AT_WORK.has(this.state) ? this.loaded : undefined;
  }

  finish(): void {
    this.over(true, 'PrintDone');
    this.completion = 100;
    this.become('Operational');
  }

  cancelAtMachine(): void {
    this.over(false, 'PrintCancelled');
    this.completion = null;
    this.become('Operational');
  }

  losePrinter(): void {
    if (this.running !== undefined) this.over(false, 'PrintFailed');
    this.error = 'SerialTimeoutException: ';
    this.loaded = undefined;
    this.completion = null;
    this.become('Offline after error');
  }

  regainPrinter(): void {
    this.error = undefined;
    this.become('Operational');
  }

  startForeign(): void {
    this.files.set('vase.gcode', { size: 10 });
    this.begin('vase.gcode');
  }

  forget(): void {
    this.loaded = undefined;
    this.completion = null;
    this.become('Operational');
  }

  answerKeyRequest(how: 'granted' | 'denied'): void {
    this.asksForKey = how;
  }

  protected isStart({ json }: Asked): boolean {
    return json['print'] === true;
  }

  protected reply(asked: Asked): Replied {
    const { method, path, headers } = asked;
    if (path.startsWith('/plugin/appkeys/')) return this.appKeys(path);
    const isOurs = headers['x-api-key'] === this.key;
    if (!isOurs && method === 'POST') return { status: 400, body: { error: 'CSRF validation failed' } };
    if (!isOurs) return replyOf('octoprint-auth', 'no key');
    if (path === '/api/version') return replyOf('octoprint-auth', 'key');
    if (path === '/api/login') return { status: 200, body: { name: 'fabagent', session: 'a-session' } };
    if (path === '/api/printer') return this.printer();
    if (path === '/api/job') return method === 'GET' ? { status: 200, body: this.job() } : this.command(asked.json);
    if (path === '/api/files/local') return this.upload(asked);
    return this.file(path.slice('/api/files/local/'.length), asked);
  }

  protected override hear(line: WebSocket, message: Record<string, unknown>): void {
    if (message['auth'] === 'fabagent:a-session')
      line.send(JSON.stringify({ current: { state: { text: this.state } } }));
  }

  private appKeys(path: string): Replied {
    if (path.endsWith('/probe')) return { status: 204 };
    if (path.endsWith('/request')) {
      this.asksForKey = 'open';
      return replyOf('octoprint-auth', 'appkeys request');
    }
    if (this.asksForKey === 'open') return replyOf('octoprint-auth', 'poll before decision');
    if (this.asksForKey === 'granted') return replyOf('octoprint-auth', 'poll after decision');
    return { status: 404 };
  }

  private printer(): Replied {
    if (this.state.startsWith('Offline')) return replyOf('octoprint-printer-lost', 'printer 1');
    const step = this.running === undefined ? 'printer final' : 'printer poll 0';
    return { status: 200, body: recordedBody('octoprint-print-complete', step) };
  }

  private job(): JobBody {
    return recordedBody<JobBody>('octoprint-connect-idle', 'job idle', (body) => {
      body.state = this.state;
      if (this.error !== undefined) body.error = this.error;
      const name = this.loaded;
      body.job.file =
        name === undefined ? NONE : { name, path: name, origin: 'local', size: this.files.get(name)?.size ?? null };
      body.progress = { ...body.progress, completion: this.completion };
    });
  }

  private command(json: Asked['json']): Replied {
    const { command, action } = json;
    // With nothing loaded "start" is answered as if it had done something.
    if (command === 'start' && this.loaded === undefined) return { status: 204 };
    if (this.running === undefined) return replyOf('octoprint-connect-idle', 'cancel while idle');
    if (command === 'cancel') this.cancelAtMachine();
    if (command === 'pause') this.become(action === 'pause' ? 'Paused' : 'Printing');
    return { status: 204 };
  }

  private upload({ form }: Asked): Replied {
    const file = form?.get('file');
    if (!(file instanceof File)) return { status: 400 };
    if (file.name === this.running) return replyOf('octoprint-print-complete', 'overwrite file being printed');
    this.files.set(file.name, { ...this.files.get(file.name), size: file.size });
    const body = recordedBody<{ files: { local: { path: string; name: string } } }>(
      'octoprint-print-complete',
      'upload',
      ({ files: { local } }) => Object.assign(local, { name: file.name, path: file.name }),
    );
    return { status: 201, body };
  }

  private file(name: string, { method, json }: Asked): Replied {
    const kept = this.files.get(name);
    if (kept === undefined) return replyOf('octoprint-connect-idle', 'select missing file');
    if (method === 'GET')
      return {
        status: 200,
        body: recordedBody<Record<string, unknown>>('octoprint-print-complete', 'file with print history', (body) => {
          Object.assign(body, { name, path: name, size: kept.size });
          delete body['prints'];
          if (kept.prints) body['prints'] = kept.prints;
        }),
      };
    const isBusy = this.running !== undefined || this.state !== 'Operational';
    if (isBusy) return replyOf('octoprint-print-complete', 'select+print while printing (409)');
    this.loaded = name;
    this.completion = 0;
    if (json['print'] === true) this.begin(name);
    return { status: 204 };
  }

  private begin(name: string): void {
    this.starts.push(name);
    this.loaded = name;
    this.completion = 2.9;
    this.become('Printing');
  }

  private over(success: boolean, type: string): void {
    const name = this.loaded ?? '';
    const file = this.files.get(name) ?? { size: 0 };
    const before = file.prints ?? { success: 0, failure: 0 };
    this.files.set(name, {
      ...file,
      prints: {
        success: before.success + (success ? 1 : 0),
        failure: before.failure + (success ? 0 : 1),
        last: { date: 1, success, ...(success ? { printTime: 24.4 } : {}) },
      },
    });
    this.push({ event: { type, payload: { name, path: name, origin: 'local' } } });
  }

  private become(state: string): void {
    this.state = state;
    this.push(
      { event: { type: 'PrinterStateChanged', payload: { state_id: state.toUpperCase(), state_string: state } } },
      { current: { state: { text: state } } },
    );
  }
}

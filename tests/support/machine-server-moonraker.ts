// Moonraker 0.10 in front of Klipper 0.13 as they were recorded.

import { recorded, recordedBody } from './machine-recordings.js';
import { PretendServer, type Asked, type Replied } from './machine-server.js';

interface Entry {
  job_id: string;
  filename: string;
  status: string;
  total_duration: number;
  end_time: number | null;
}
interface QueryBody {
  result: {
    status: {
      webhooks: { state: string; state_message: string };
      print_stats: { state: string; filename: string };
      virtual_sdcard: { progress: number; file_position: number; file_size: number };
      pause_resume: { is_paused: boolean };
      idle_timeout: { state: string };
      [sensor: string]: unknown;
    };
  };
}

const replyOf = (name: string, step: string): Replied => recorded(name, step);
const DOWN = 'klippy down /printer/info';

export class PretendMoonraker extends PretendServer {
  readonly key = 'the-moonraker-key';
  readonly files = new Set<string>();
  private readonly history: Entry[] = [];
  private webhooks = 'ready';
  private print = { state: 'standby', filename: '' };
  private filament = true;
  private position = 310;

  get running(): string | undefined {
    const { state, filename } = this.print;
    return state === 'printing' || state === 'paused' ? filename : undefined;
  }

  finish(): void {
    this.over('complete', 'completed');
  }

  cancelAtMachine(): void {
    this.over('cancelled', 'cancelled');
  }

  /** After a lost controller the print still reads "paused". */
  losePrinter(): void {
    if (this.running !== undefined) this.over('paused', 'klippy_shutdown');
    this.webhooks = 'shutdown';
    this.changed();
  }

  regainPrinter(): void {
    this.webhooks = 'ready';
    this.print = { state: 'standby', filename: '' };
    this.changed();
  }

  startForeign(): void {
    this.begin('vase.gcode');
  }

  pauseForeign(): void {
    this.begin('vase.gcode');
    this.print.state = 'paused';
  }

  runOut(): void {
    this.filament = false;
    this.print.state = 'paused';
    this.changed();
  }

  /** Klipper starts anew; the history is Moonraker's and stays. */
  forget(): void {
    this.print = { state: 'standby', filename: '' };
    this.changed();
  }

  loseHistory(): void {
    this.history.length = 0;
  }

  loseKlipper(): void {
    this.webhooks = 'gone';
  }

  /** The byte that Klipper reads. */
  readAt(position: number): void {
    this.position = position;
  }

  protected isStart({ path }: Asked): boolean {
    return path === '/printer/print/start';
  }

  protected reply(asked: Asked): Replied {
    const { path, headers } = asked;
    if (headers['x-api-key'] !== this.key)
      return { status: 401, body: { error: { code: 401, message: 'Unauthorized' } } };
    if (path === '/server/info') return replyOf('moonraker-connect-idle', 'server info');
    if (path === '/server/history/list') return this.historyPage(asked);
    if (path === '/server/files/upload') return this.upload(asked);
    if (path === '/server/files/metadata') return this.metadata(asked.query.get('filename') ?? '');
    if (this.webhooks === 'gone') return replyOf('moonraker-mcu-and-klippy-lost', DOWN);
    if (path === '/printer/objects/list') return replyOf('moonraker-connect-idle', 'objects list');
    if (path === '/printer/objects/query') return { status: 200, body: this.query() };
    return this.command(path.slice('/printer/print/'.length), asked.query.get('filename') ?? '');
  }

  private query(): QueryBody {
    return recordedBody<QueryBody>('moonraker-print-complete', 'poll 0', ({ result: { status } }) => {
      Object.assign(status.webhooks, { state: this.webhooks });
      if (this.webhooks === 'shutdown') status.webhooks.state_message = "Lost communication with MCU 'mcu'\nOnce…";
      Object.assign(status.print_stats, this.print);
      Object.assign(status.virtual_sdcard, { file_position: this.position, progress: this.position / 12_451 });
      status.idle_timeout.state = this.running === undefined ? 'Ready' : 'Printing';
      status['filament_switch_sensor fil'] = { filament_detected: this.filament, enabled: true };
    });
  }

  private command(name: string, filename: string): Replied {
    if (this.webhooks !== 'ready') return replyOf('moonraker-filament-runout', 'start while shutdown');
    if (name === 'start' && this.print.state === 'printing')
      return replyOf('moonraker-print-complete', 'start again while printing');
    if (name === 'start' && !this.files.has(filename)) return replyOf('moonraker-connect-idle', 'start missing file');
    // A paused print is replaced without a word.
    if (name === 'start') this.begin(filename);
    if (name === 'cancel' && this.running !== undefined) this.cancelAtMachine();
    if (name === 'pause' && this.print.state === 'printing') this.print.state = 'paused';
    if (name === 'resume' && this.print.state === 'paused') this.print.state = 'printing';
    this.changed();
    return { status: 200, body: { result: 'ok' } };
  }

  private upload({ form }: Asked): Replied {
    const file = form?.get('file');
    if (!(file instanceof File)) return { status: 400 };
    if (file.name === this.running) return replyOf('moonraker-print-complete', 'overwrite file being printed');
    this.files.add(file.name);
    const body = recordedBody<{ item: { path: string; size: number } }>(
      'moonraker-print-complete',
      'upload',
      ({ item }) => Object.assign(item, { path: file.name, size: file.size }),
    );
    return { status: 201, body };
  }

  private metadata(name: string): Replied {
    if (!this.files.has(name)) return replyOf('moonraker-connect-idle', '404');
    return { status: 200, body: recordedBody('moonraker-print-complete', 'metadata') };
  }

  private historyPage({ query }: Asked): Replied {
    const [from, limit] = [Number(query.get('start')), Number(query.get('limit'))];
    type Body = { result: { count: number; jobs: Entry[] } };
    const body = recordedBody<Body>('moonraker-print-complete', 'history', ({ result }) => {
      const [one] = result.jobs as [Entry];
      const newest = this.history.toReversed();
      result.count = newest.length;
      result.jobs = newest.slice(from, from + limit).map((entry) => ({ ...one, ...entry }));
    });
    return { status: 200, body };
  }

  private begin(filename: string): void {
    if (this.running !== undefined) this.over('cancelled', 'cancelled');
    this.starts.push(filename);
    this.print = { state: 'printing', filename };
    const job_id = String(this.starts.length).padStart(6, '0');
    this.history.push({ job_id, filename, status: 'in_progress', total_duration: 0, end_time: null });
    this.changed();
  }

  private over(state: string, status: string): void {
    this.print.state = state;
    Object.assign(this.history.at(-1) ?? {}, { status, total_duration: 60.1, end_time: 1 });
    this.changed();
  }

  private changed(): void {
    this.push({ jsonrpc: '2.0', method: 'notify_status_update', params: [{ print_stats: this.print }, 1] });
  }
}

// Recorded traffic of real servers through the drivers' reading: what each situation is.

import { expect, test } from 'vitest';
import * as moonraker from '../../../apps/fab-agent/src/machines/drivers/moonraker/moonraker-answers.js';
import * as octoprint from '../../../apps/fab-agent/src/machines/drivers/octoprint/octoprint-answers.js';
import * as prusalink from '../../../apps/fab-agent/src/machines/drivers/prusalink/prusalink-answers.js';
import type { Observation } from '../../../apps/fab-agent/src/machines/machine.js';
import type { Answer } from '../../../apps/fab-agent/src/machines/served/machine-server.js';
import { recorded, recording, type RecordedStep } from '../../support/machine-recordings.js';

const answer = ({ status = 0, body }: RecordedStep): Answer => ({ status, body: body ?? undefined });
const shortly = ({ state, jobId, waitsFor }: Observation): string =>
  [state, jobId, waitsFor].filter((one) => one !== undefined).join(' | ');

/** The states along a recording, each once as long as it lasts; `read` takes the last answer of each path. */
function along(name: string, read: (last: ReadonlyMap<string, Answer>) => Observation | undefined): string[] {
  const last = new Map<string, Answer>();
  const states: string[] = [];
  for (const step of recording(name).steps ?? []) {
    if (step.method !== 'GET' || step.status === undefined || step.path === undefined) continue;
    const path = step.path.split('?', 1)[0] ?? '';
    last.set(path, answer(step));
    const observation = path === '/api/printer' || path === '/api/connection' ? undefined : read(last);
    if (observation !== undefined && states.at(-1) !== shortly(observation)) states.push(shortly(observation));
  }
  return states;
}

const READY: Answer = recorded('octoprint-connect-idle', 'printer idle, state only');
const octoStates = (name: string) =>
  along(name, (last) => {
    const job = last.get('/api/job');
    return job && octoprint.readState({ job, printer: last.get('/api/printer') ?? READY });
  });

/** The recordings ask after the printer more rarely than after the job: until both say so, nothing is free. */
const NOT_YET = 'waiting | the printer to be ready';
const OFFLINE = 'error | a person: OctoPrint says “Offline after error”';
test.each([
  ['octoprint-print-complete', ['printing', NOT_YET, 'idle']],
  ['octoprint-pause-resume-cancel', ['printing', 'paused | a person to resume the print', 'printing', NOT_YET]],
  [
    'octoprint-printer-lost',
    ['printing', `${OFFLINE} (SerialTimeoutException:)`, 'waiting | the printer to be ready', 'printing'],
  ],
  [
    'octoprint-firmware-fatal',
    ['printing', `${OFFLINE} (Thermal Runaway, system stopped! Heater_ID: bed - Printer halted. kill() called!)`],
  ],
])('%s', (name, states) => expect(octoStates(name)).toEqual(states));

test('OctoPrint without a printer is an error that is seen', () => {
  const job = recorded('octoprint-connect-idle', 'job while disconnected');
  const printer = recorded('octoprint-connect-idle', 'printer while disconnected (409)');
  expect(shortly(octoprint.readState({ job, printer }))).toBe('error | a person: OctoPrint says “Offline”');
});

test('OctoPrint’s record of a file tells success from the rest', () => {
  const read = (name: string, step: string, file: string) =>
    octoprint.readRecord(
      { job: recorded('octoprint-connect-idle', 'job idle'), file: recorded(name, step) },
      file,
      undefined,
    );
  expect(read('octoprint-print-complete', 'file with print history', 'x.gcode')).toEqual({
    kind: 'ended',
    outcome: 'finished',
    seconds: 24.413526886,
  });
  expect(read('octoprint-pause-resume-cancel', 'file after cancel', 'x.gcode')).toMatchObject({ outcome: 'failed' });
  expect(read('octoprint-firmware-fatal', 'file history after failure', 'x.gcode')).toMatchObject({
    outcome: 'failed',
  });
  expect(read('octoprint-connect-idle', 'select missing file', 'x.gcode')).toMatchObject({ kind: 'nothing' });
});

test('a key that OctoPrint does not take is known by both of its answers', () => {
  for (const step of ['no key', 'login (session for websocket)'])
    expect(octoprint.refusesKey(recorded('octoprint-auth', step))).toBe(true);
  expect(octoprint.refusesKey(recorded('octoprint-print-complete', 'start while printing'))).toBe(false);
});

const klipperStates = (name: string) =>
  along(name, (last) => {
    const query = last.get('/printer/objects/query');
    const isWhole = query?.status === 503 || JSON.stringify(query?.body ?? '').includes('webhooks');
    return query && isWhole ? moonraker.readState({ query }) : undefined;
  });
const KLIPPER = 'error | a person: Klipper says “shutdown”:';
test.each([
  ['moonraker-print-complete', ['printing', 'waiting | the machine to come to rest']],
  [
    'moonraker-pause-resume-cancel',
    ['printing', 'paused | a person to resume the print', 'printing', 'waiting | the machine to come to rest'],
  ],
  [
    'moonraker-filament-runout',
    [
      'printing',
      'paused | a person to load filament and to resume',
      'printing',
      `${KLIPPER} Shutdown due to webhooks request`,
      'idle',
    ],
  ],
  [
    'moonraker-mcu-and-klippy-lost',
    [
      'printing',
      `${KLIPPER} Lost communication with MCU 'mcu'`,
      'waiting | Klipper to start',
      'error | a person: Moonraker has no Klipper to talk to (Klippy Host not connected)',
    ],
  ],
  ['moonraker-mcu-shutdown-midprint', ['printing', `${KLIPPER} MCU 'mcu' shutdown: Stepper too far in past`]],
])('%s', (name, states) => expect(klipperStates(name)).toEqual(states));

test.each([
  ['moonraker-print-complete', 'history', 'fabnet/fab job 1.gcode', { outcome: 'finished', massGrams: 0.01 }],
  ['moonraker-pause-resume-cancel', 'history', 'small.gcode', { outcome: 'stopped' }],
  ['moonraker-mcu-and-klippy-lost', 'history', 'small.gcode', { outcome: 'failed' }],
  ['moonraker-filament-runout', 'history after estop', 'small.gcode', { outcome: 'failed' }],
])('the history of %s', (name, step, file, record) => {
  const history = moonraker.historyOf(recorded(name, step));
  const query = recorded('moonraker-connect-idle', 'status idle');
  expect(moonraker.readRecord({ query, history, fileIsThere: true }, file, undefined)).toMatchObject(record);
});

const prusaStates = (name: string) =>
  along(name, (last) => {
    const status = last.get('/api/v1/status');
    const job = last.get('/api/v1/job') ?? { status: 204, body: undefined };
    return status && prusalink.readState({ status, job, legacy: { status: 404, body: undefined } });
  });
test.each([
  ['prusalink-print-complete', ['printing', 'waiting | PrusaLink to put its last print away']],
  [
    'prusalink-pause-resume-stop',
    ['printing', 'paused | a person to resume the print', 'printing', 'waiting | PrusaLink to put its last print away'],
  ],
  ['prusalink-printer-lost', ['idle', 'error | a person: Serial device does not exist']],
])('%s', (name, states) => expect(prusaStates(name)).toEqual(states));

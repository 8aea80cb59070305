// Labs and machines in words.

import type { LabView } from '#contracts/http/labs';
import type { LabKind, LabSight, MachineState, OpenSpan } from '#core/lab/lab';
import { Badge, type Tone } from '../parts/badge.js';

const SIGHTS: Readonly<Record<LabSight, readonly [word: string, tone: Tone]>> = {
  live: ['live', 'good'],
  quiet: ['does not answer offers', 'warn'],
  suspect: ['silent', 'warn'],
  away: ['not connected', 'plain'],
};

const MACHINE_WORDS: Readonly<Record<MachineState, readonly [word: string, tone: Tone]>> = {
  idle: ['free', 'good'],
  printing: ['making', 'busy'],
  paused: ['paused', 'warn'],
  waiting: ['waits for a person', 'warn'],
  error: ['out of order', 'bad'],
  unreachable: ['out of reach', 'plain'],
};

export const KIND_WORDS: Readonly<Record<LabKind, string>> = {
  fablab: 'Fablab',
  makerspace: 'Makerspace',
  microfactory: 'Microfactory',
  public: 'Public workshop',
  person: 'A person with a machine',
  other: 'Workshop',
};

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

export function SightBadge({ sight }: { readonly sight: LabSight }) {
  return <Badge tone={SIGHTS[sight][1]}>{SIGHTS[sight][0]}</Badge>;
}

export function MachineBadge({ state }: { readonly state: MachineState | undefined }) {
  if (state === undefined) return <Badge>not reported</Badge>;
  return <Badge tone={MACHINE_WORDS[state][1]}>{MACHINE_WORDS[state][0]}</Badge>;
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** `Monday 09:00–17:00`. */
export const showSpan = ({ weekday, fromMinute, toMinute }: OpenSpan): string =>
  `${WEEKDAYS[weekday - 1]} ${clock(fromMinute)}–${clock(toMinute)}`;

/** `PLA black, PETG`. */
export const showLoaded = (machine: LabView['machines'][number]['machine']): string =>
  machine.loaded.map(({ material, color }) => (color === undefined ? material : `${material} ${color}`)).join(', ') ||
  'nothing';

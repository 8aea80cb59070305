// The only places where time and chance enter: everything below takes them as arguments.

import { v7 as uuidv7 } from 'uuid';
import { ID_PREFIXES, type NewId } from '#core/kernel/ids';
import type { AtMs } from '#core/kernel/time';

/** The wall clock, milliseconds since the epoch. */
export interface Clock {
  now(): AtMs;
}

export const CLOCK = Symbol('CLOCK');
export const NEW_ID = Symbol('NEW_ID');

export const systemClock: Clock = { now: () => Date.now() };

/** A new id: prefix and a time-ordered UUID (RFC 9562, version 7), so that indexes stay local. */
export const newId: NewId = (kind) => `${ID_PREFIXES[kind]}_${uuidv7().replaceAll('-', '')}`;

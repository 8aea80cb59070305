// All that the gateway does unasked.

import { HOUR_MS } from '#core/kernel/time';
import { every, type Handler } from '#platform/messaging/handlers';
import { SweepUploads } from './catalogue/keep-files.js';

export const HANDLERS: readonly Handler[] = [every(HOUR_MS, SweepUploads)];

import { expect, test } from 'vitest';
import { makeLogger } from '#platform/logging/logger';
import { LastErrors } from './last-errors.js';

test('what was warned of is noted, the same words once with how often, the newest first, and not without end', () => {
  let nowMs = 0;
  const errors = new LastErrors({ now: () => nowMs });
  const logger = errors.listenTo(makeLogger('test', 'silent'));
  for (nowMs = 1; nowMs <= 3; nowMs++) logger.warn({ machine: 'Left', error: 'no answer' }, 'machine out of sight');
  logger.error('the disk is full');
  logger.info('all is well');
  logger.warn({ error: new Error('not shown: it may hold anything') }, 'a failure');
  expect(errors.list).toEqual([
    { atMs: 4, says: 'a failure', times: 1 },
    { atMs: 4, says: 'the disk is full', times: 1 },
    { atMs: 3, says: 'machine out of sight: Left: no answer', times: 3 },
  ]);
  for (let number = 0; number < 100; number++) logger.warn(`fault ${number}`);
  expect(errors.list).toHaveLength(20);
});

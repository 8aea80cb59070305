import { expect, test } from 'vitest';
import { checkClock } from '../doctor/check-network.js';
import { systemdUnit, type UnitParts } from './systemd-unit.js';

const parts: UnitParts = {
  scope: 'system',
  homes: ['/var/lib/fab agent', '/srv/50%'],
  command: ['/usr/bin/node', '/opt/fabcommons/bin/fabcommons-agent.mjs'],
  user: 'fab',
  folders: ['/srv/drop'],
};

test('the unit runs every home and may write those only', () => {
  const unit = systemdUnit(parts);
  expect(unit).toContain(
    'ExecStart=/usr/bin/node /opt/fabcommons/bin/fabcommons-agent.mjs run --home "/var/lib/fab agent" --home /srv/50%%\n',
  );
  expect(unit).toContain('ReadWritePaths="/var/lib/fab agent" /srv/50%% -/srv/drop\n');
  for (const line of [
    'NoNewPrivileges=yes',
    'ProtectSystem=strict',
    'User=fab',
    'CapabilityBoundingSet=',
    'UMask=0077',
  ])
    expect(unit.split('\n')).toContain(line);
});

test('a user’s unit asks for nothing that only the system can give', () => {
  const unit = systemdUnit({ ...parts, scope: 'user' });
  expect(unit).toContain('WantedBy=default.target');
  expect(unit).not.toMatch(/User=|CapabilityBoundingSet|ProtectHome|network-online/);
});

test.each([
  ['Sat, 21 Nov 2026 10:00:00 GMT', 10, true],
  ['Sat, 21 Nov 2026 10:00:00 GMT', 45, false],
  ['Sat, 21 Nov 2026 10:00:00 GMT', -45, false],
  ['no date', 9_999, true],
  [null, 0, true],
])('a network that says %s to a clock %d s ahead is fine: %s', (date, ahead, isWell) =>
  expect(checkClock(date, Date.UTC(2026, 10, 21, 10) + ahead * 1000).isWell).toBe(isWell),
);

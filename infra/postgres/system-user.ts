// PostgreSQL refuses to run as root; then it runs as an unprivileged user, who must be able to reach its files.

import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** The user to run as: undefined (ourselves) unless we are root, then `postgres` where it exists, else nobody. */
export function unprivilegedUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const known = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter(([name, , uid]) => (name === 'postgres' || name === 'nobody') && Number(uid) > 0)
    .toSorted(([a = ''], [b = '']) => b.localeCompare(a));
  const [, , uid, gid] = known[0] ?? [];
  return { uid: Number(uid ?? 65_534), gid: Number(gid ?? 65_534) };
}

/** Whether every folder above a path lets this user through. */
export function canBeReachedBy(user: SystemUser, path: string): boolean {
  for (let folder = path; folder !== dirname(folder);) {
    folder = dirname(folder);
    const { mode, uid, gid } = statSync(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
  }
  return true;
}

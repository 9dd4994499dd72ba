import { readFileSync, statSync, type Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';

export interface UnixUser {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root; these users exist nearly everywhere and own nothing. */
const unprivilegedNames = ['postgres', 'nobody'];

/** Null when we are not root, and so need no other user. */
export function unprivilegedUser(): UnixUser | null {
  if (process.getuid?.() !== 0) return null;
  const entries = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of unprivilegedNames) {
    const entry = entries.find(([entryName]) => entryName === name);
    if (entry) return { uid: Number(entry[2]), gid: Number(entry[3]) };
  }
  return { uid: 65_534, gid: 65_534 };
}

/** Whether `user` may read `path`: search permission on every directory above it, read permission on itself. */
export function canReach(user: UnixUser | null, path: string): boolean {
  if (!user) return true;
  const absolute = resolve(path);
  if (!isAllowed(user, statSync(absolute), 0o4)) return false;
  for (let directory = dirname(absolute); ; directory = dirname(directory)) {
    if (!isAllowed(user, statSync(directory), 0o1)) return false;
    if (directory === dirname(directory)) return true;
  }
}

function isAllowed(user: UnixUser, { mode, uid, gid }: Stats, permission: number): boolean {
  if (uid === user.uid) return (mode & (permission << 6)) !== 0;
  if (gid === user.gid) return (mode & (permission << 3)) !== 0;
  return (mode & permission) !== 0;
}

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { lockDirectory } from './directory-lock';

describe('lockDirectory', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'bonafide-lock-spec-'));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('names the launcher that already uses the directory', () => {
    const other = spawn('sh', ['-c', 'sleep 60', basename(process.argv[1]!)], { stdio: 'ignore', detached: true });
    try {
      writeFileSync(join(directory, 'launcher.pid'), String(other.pid));
      expect(lockDirectory(directory)).toBe(other.pid);
    } finally {
      process.kill(-other.pid!, 'SIGKILL');
    }
  });

  it('takes over from a process that has only the number of a launcher', () => {
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
    try {
      writeFileSync(join(directory, 'launcher.pid'), String(stranger.pid));
      expect(lockDirectory(directory)).toBeNull();
    } finally {
      stranger.kill('SIGKILL');
    }
  });

  it.each([
    ['a launcher that is gone', '4194000'],
    ['nobody that can be read', 'nonsense'],
  ])('takes over from %s', (_, content) => {
    writeFileSync(join(directory, 'launcher.pid'), content);
    expect(lockDirectory(directory)).toBeNull();
    expect(readFileSync(join(directory, 'launcher.pid'), 'utf8')).toBe(String(process.pid));
  });
});

import type { FieldEncryption } from '@bonafide/encryption';
import { organizationIds } from '@bonafide/identifiers';
import { Statements } from '@bonafide/testing';

import { SettingsVersions } from './settings-versions.repository';

const organizationId = organizationIds.create();

describe('the versions of settings', () => {
  /** Versions 2 and 1, whose sealed reasons are their text, but for the one that is broken. */
  function versions(broken?: number) {
    const rows = [2, 1].map((version) => ({ version, level: 'high', reason: Buffer.from(`reason ${version}`) }));
    const { database } = new Statements(() => rows);
    const opened: number[] = [];
    const encryption = {
      openMany: async (_: unknown, values: readonly { readonly sealed: Buffer }[]) => {
        opened.push(values.length);
        return values.map(({ sealed }) => (sealed.toString() === `reason ${broken}` ? null : sealed));
      },
    } as unknown as FieldEncryption;
    return {
      list: () =>
        new SettingsVersions<{ level: string }>(database, encryption, 'screening_settings', { level: 'level' }).list(
          organizationId,
          100,
        ),
      opened,
    };
  }

  it('are listed with their reasons, which are opened together', async () => {
    const { list, opened } = versions();
    expect((await list()).map(({ version, reason }) => [version, reason])).toEqual([
      [2, 'reason 2'],
      [1, 'reason 1'],
    ]);
    expect(opened).toEqual([2]);
  });

  it('are not listed without a reason that does not open any more', async () => {
    await expect(versions(1).list()).rejects.toThrow('The reason of version 1 in screening_settings does not open');
  });
});

import { FieldEncryption } from '@bonafide/encryption';
import { organizationIds } from '@bonafide/identifiers';
import type { JobSubmitter } from '@bonafide/job-runtime';
import { eventually, Statements } from '@bonafide/testing';

import { screeningFileIds } from '../screening-ids';
import { ScreeningThresholds } from '../settings/screening-thresholds.service';
import { ScreeningFileIntake } from './screening-file-intake.service';
import type { SealedParts } from './sealed-parts.service';

const organizationId = organizationIds.create();
const encryption = Object.assign(Object.create(FieldEncryption.prototype) as FieldEncryption, {
  prepare: async () => undefined,
});
const submitter = { submitMany: async () => [] } as unknown as JobSubmitter;

describe('the intake of files', () => {
  /** An endless file; each chunk is a part. */
  function endlessFile() {
    const asked = { chunks: 0 };
    async function* bytes(): AsyncGenerator<Buffer> {
      yield Buffer.from('name\n');
      for (;;) {
        asked.chunks += 1;
        yield Buffer.from('Wenna Tolbrick\n'.repeat(1_000));
      }
    }
    return { asked, bytes: bytes() };
  }

  it('asks for no more of a file than has been stored', async () => {
    const { asked, bytes } = endlessFile();
    const stores: (() => void)[] = [];
    const parts = {
      sealInput: () => new Promise<Buffer>((resolve) => stores.push(() => resolve(Buffer.alloc(1)))),
    } as unknown as SealedParts;
    const { database } = new Statements(() => [{ id: 'part_1' }]);
    const intake = new ScreeningFileIntake(
      database,
      encryption,
      parts,
      submitter,
      new ScreeningThresholds(database, encryption),
    );
    const upload = { format: 'csv', threshold: 0.8, hitLimit: 10 } as const;
    const received = intake.receive({ ...upload, organizationId, bytes, rowsAtMost: 3_000 });
    const refused = expect(received).rejects.toThrow('A file may have 3000 rows.');
    for (const chunks of [1, 2, 3]) {
      await eventually(() => stores.length === chunks);
      expect(asked.chunks).toBe(chunks);
      stores.at(-1)?.();
    }
    await refused;
  });

  describe('when what was stored cannot be removed', () => {
    const { database } = new Statements((sql) => {
      if (sql.startsWith('DELETE')) throw new Error('The connection has ended.');
      return [{ id: 'part_1' }];
    });
    const parts = { sealInput: async () => Buffer.alloc(1) } as unknown as SealedParts;
    const thresholds = new ScreeningThresholds(database, encryption);
    const intake = new ScreeningFileIntake(database, encryption, parts, submitter, thresholds);

    it('still says why the file was refused', async () => {
      const { bytes } = endlessFile();
      const upload = { format: 'csv', threshold: 0.8, hitLimit: 10, organizationId, bytes, rowsAtMost: 1_500 } as const;
      await expect(intake.receive(upload)).rejects.toThrow('A file may have 1500 rows.');
    });

    it('does not take back the answer to one that was accepted', async () => {
      await expect(intake.discard(screeningFileIds.create())).resolves.toBeUndefined();
    });
  });

  it('accepts no file of which a part has been forgotten', async () => {
    const stored = (sql: string) =>
      sql.includes('UPDATE screening_files') ? [{ id: 'file_1' }] : [{ id: 'part_1', jobId: 'job_1' }];
    const { tx, database } = new Statements(stored);
    const intake = new ScreeningFileIntake(
      database,
      encryption,
      {} as SealedParts,
      submitter,
      new ScreeningThresholds(database, encryption),
    );
    const file = { id: screeningFileIds.create(), organizationId, rowCount: 2_000, threshold: null };
    await expect(intake.accept(tx, { ...file, partCount: 2 })).rejects.toThrow('are not there');
    await expect(intake.accept(tx, { ...file, partCount: 1 })).resolves.toBeUndefined();
  });
});

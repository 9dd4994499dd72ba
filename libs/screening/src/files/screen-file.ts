import { readRowBatches, type SubjectFile } from './read-row-batches';
import { type RowBatch } from './row-batch';
import { addRowCounts, NO_ROWS, type RowCounts, type ScreenedRows } from './screened-rows';

export interface FileScreening {
  readonly file: SubjectFile;
  readonly screen: (batch: RowBatch) => Promise<ScreenedRows>;
  /** How many batches may be under way: read, but not yet written. It bounds the memory that a file needs. */
  readonly batchesAtMost: number;
  /** Takes the lines in the order of the rows; the next are written when it resolves. */
  readonly write: (lines: Uint8Array) => Promise<void>;
  readonly onProgress?: (counts: RowCounts) => void;
}

/**
 * Screens a file of any length: a line out for each row in, in the same order. It reads no faster than is screened, and
 * screens no faster than is written. Rejects with what reading, screening or writing rejects with; what was written by
 * then is not the whole answer.
 */
export async function screenFile(screening: FileScreening): Promise<RowCounts> {
  const { file, screen, batchesAtMost, write, onProgress } = screening;
  const underWay: Promise<ScreenedRows>[] = [];
  let counts = NO_ROWS;

  const writeFirst = async () => {
    const screened = await underWay.shift();
    if (!screened) return;
    await write(screened.lines);
    counts = addRowCounts(counts, screened);
    onProgress?.(counts);
  };

  for await (const batch of readRowBatches(file)) {
    const screened = screen(batch);
    // It is waited for when its turn comes; until then a failure must not count as unhandled.
    screened.catch(() => undefined);
    underWay.push(screened);
    if (underWay.length >= batchesAtMost) await writeFirst();
  }
  while (underWay.length > 0) await writeFirst();
  return counts;
}

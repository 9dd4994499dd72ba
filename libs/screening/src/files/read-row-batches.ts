import { RecordReader } from './record-reader';
import { type RowBatch, type RowFormat } from './row-batch';
import { SubjectFileError } from './subject-file-error';

export interface SubjectFile {
  /** What messages call it. */
  readonly name: string;
  readonly kind: RowFormat['kind'];
  /** UTF-8, with or without a byte order mark. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Called once with the titles of the columns of a CSV file that are not read, when there are any. */
  readonly onUnusedColumns?: (titles: readonly string[]) => void;
}

/** How much goes into a batch. */
export interface BatchSize {
  readonly rows: number;
  /** UTF-16 code units; the row that reaches them is the last. */
  readonly characters: number;
}

/** Enough that handing over a batch costs nothing beside screening it, few enough that a short file uses all threads. */
export const THREAD_BATCH: BatchSize = { rows: 250, characters: 262_144 };

/**
 * Cuts a file into batches of rows, reading no further than they are asked for. Throws `SubjectFileError` for a file that
 * is empty, is in UTF-16, or has no header that names a column for names. What is wrong with single rows is found where
 * the batch is screened.
 */
export async function* readRowBatches(file: SubjectFile, size: BatchSize = THREAD_BATCH): AsyncGenerator<RowBatch> {
  const reader = new RecordReader(file);
  let firstRow = 1;
  let records: string[] = [];
  let characters = 0;

  function* takeFullBatches(more: readonly string[], isEnd: boolean): Generator<RowBatch> {
    for (const [index, record] of more.entries()) {
      records.push(record);
      characters += record.length;
      const isLast = isEnd && index === more.length - 1;
      if (records.length < size.rows && characters < size.characters && !isLast) continue;
      yield { firstRow, format: reader.format, records };
      firstRow += records.length;
      records = [];
      characters = 0;
    }
  }

  for await (const text of readText(file)) yield* takeFullBatches(reader.add(text), false);
  yield* takeFullBatches(reader.end(), true);
  if (records.length > 0) yield { firstRow, format: reader.format, records };
}

async function* readText({ name, bytes }: SubjectFile): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  let isEmpty = true;
  for await (const chunk of bytes) {
    if (isEmpty && isUtf16(chunk)) throw new SubjectFileError(`${name} is in UTF-16. Save it in UTF-8.`);
    isEmpty &&= chunk.length === 0;
    yield decoder.decode(chunk, { stream: true });
  }
  if (isEmpty) throw new SubjectFileError(`${name} is empty (0 bytes).`);
  yield decoder.decode();
}

function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

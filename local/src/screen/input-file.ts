import { createReadStream, type ReadStream, statSync } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** The file to screen cannot be read to its end; the message says why. */
export class InputFileError extends Error {
  override readonly name = 'InputFileError';
}

const CHUNK_BYTES = 256 * 1024;

/** A file that is read no faster than it is used, decompressed when its name ends in `.gz`. */
export class InputFile {
  readonly kind: 'csv' | 'ndjson';
  readonly sizeBytes: number;
  private file: ReadStream | null = null;

  constructor(private readonly path: string) {
    this.kind = /\.csv(?:\.gz)?$/iu.test(path) ? 'csv' : 'ndjson';
    this.sizeBytes = statSync(path).size;
  }

  /** How much of the file, as it is on the disk, was read: 0 to 1. */
  get shareRead(): number {
    return this.sizeBytes === 0 ? 1 : Math.min(1, (this.file?.bytesRead ?? 0) / this.sizeBytes);
  }

  /** Throws `InputFileError`. */
  async *read(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of this.open()) yield chunk as Buffer;
    } catch (error) {
      const { code = '', message } = error as NodeJS.ErrnoException;
      const reason = code.startsWith('Z_') ? 'it is not a whole gzip file' : message;
      throw new InputFileError(`${this.path} cannot be read: ${reason}.`, { cause: error });
    }
  }

  private open(): Readable {
    const file = createReadStream(this.path, { highWaterMark: CHUNK_BYTES });
    this.file = file;
    if (!this.path.toLowerCase().endsWith('.gz')) return file;
    // A failure of either ends both, and is thrown where the result is read.
    return pipeline(file, createGunzip({ chunkSize: CHUNK_BYTES }), () => undefined);
  }
}

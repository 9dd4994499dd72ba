import { rmSync } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';

/** The result cannot be written; the message says why. */
export class OutputFileError extends Error {
  override readonly name = 'OutputFileError';
}

/**
 * A file that is there whole or not at all: it is written under another name beside its place, and gets its own when all
 * of it is on the disk. After a kill -9 that other file, `….partial`, is left.
 */
export class OutputFile {
  private isOpen = true;

  private constructor(
    private readonly path: string,
    private readonly partialPath: string,
    private readonly handle: FileHandle,
  ) {}

  static async create(path: string): Promise<OutputFile> {
    const partialPath = `${path}.${process.pid}.partial`;
    return new OutputFile(path, partialPath, await explained(path, open(partialPath, 'w')));
  }

  async write(bytes: Uint8Array): Promise<void> {
    await explained(this.path, this.handle.writeFile(bytes));
  }

  /** Puts the file, as written so far, in its place; what was there is replaced. */
  async finish(): Promise<void> {
    await explained(this.path, this.handle.sync());
    await explained(this.path, this.handle.close());
    await explained(this.path, rename(this.partialPath, this.path));
    this.isOpen = false;
  }

  /** Removes what was written; after `finish` there is nothing to remove. */
  discard(): void {
    if (this.isOpen) rmSync(this.partialPath, { force: true });
    this.isOpen = false;
  }
}

async function explained<T>(path: string, done: Promise<T>): Promise<T> {
  try {
    return await done;
  } catch (error) {
    throw new OutputFileError(`${path} cannot be written: ${(error as Error).message}.`, { cause: error });
  }
}

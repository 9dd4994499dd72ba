import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface UploadLimits {
  readonly bytesAtMost: number;
  /** How long the client may send nothing while it is listened to. */
  readonly idleMs: number;
  /** From the first byte to the last. */
  readonly totalMs: number;
}

export type UploadFailureReason = 'cut-off' | 'idle' | 'too-long' | 'too-large';

/** The body did not arrive as it should. */
export class UploadFailure extends Error {
  override readonly name = 'UploadFailure';

  constructor(
    readonly reason: UploadFailureReason,
    options?: ErrorOptions,
  ) {
    super(`The upload failed: ${reason}.`, options);
  }
}

/** The body of a request as it comes, read once. A reader that takes its time slows the client down. */
export class UploadBody {
  private readonly hash = createHash('sha256');
  private bytes = 0;

  constructor(
    private readonly request: IncomingMessage,
    private readonly limits: UploadLimits,
  ) {}

  /** Throws `UploadFailure`. The connection stays, for an answer. */
  async *chunks(): AsyncGenerator<Buffer> {
    const startedAt = performance.now();
    const iterator = this.request.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer, undefined>;
    try {
      for (;;) {
        const next = await this.next(iterator);
        if (next.done === true) break;
        const { value } = next;
        this.bytes += value.length;
        if (this.bytes > this.limits.bytesAtMost) throw new UploadFailure('too-large');
        if (performance.now() - startedAt > this.limits.totalMs) throw new UploadFailure('too-long');
        this.hash.update(value);
        yield value;
      }
    } finally {
      // Not waited for: it comes only after what is being waited for, and that may never come.
      void iterator.return?.().catch(() => undefined);
    }
    if (!this.request.complete) throw new UploadFailure('cut-off');
  }

  /** Of all bytes, in hexadecimal; asked for once, at the end. */
  sha256(): string {
    return this.hash.digest('hex');
  }

  /** Reads what is left and does nothing with it; the hash is of all. */
  async readOn(): Promise<void> {
    const chunks = this.chunks();
    while ((await chunks.next()).done !== true);
  }

  private async next(iterator: AsyncIterator<Buffer, undefined>): Promise<IteratorResult<Buffer, undefined>> {
    let timer: NodeJS.Timeout | undefined;
    const idle = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new UploadFailure('idle')), this.limits.idleMs);
    });
    try {
      return await Promise.race([iterator.next(), idle]);
    } catch (error) {
      throw error instanceof UploadFailure ? error : new UploadFailure('cut-off', { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }
}

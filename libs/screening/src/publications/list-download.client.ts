import { Agent, request } from 'undici';

import { type ListFiles } from '../lists/list-source';
import { type DownloadSite } from './download-sites';
import { type FileValidators } from './list-checks.repository';

const CONNECT_TIMEOUT_MS = 3_000;
const TOTAL_TIMEOUT_MS = 120_000;
const MAX_FILE_BYTES = 128 * 1024 * 1024;
const MAX_REDIRECTS = 2;
/** A bare client is answered 404 by some publishers. */
const USER_AGENT = 'Bonafide/0.1 (sanctions list client)';

/** The list could not be fetched. The sentence says at which step; what was in use stays in use. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
}

export type Download =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'files'; readonly files: ListFiles; readonly validators: FileValidators };

interface FetchedFile {
  readonly content: Buffer | null;
  readonly validators: FileValidators[string];
}

/** Fetches the files of a list, all or none. */
export class ListDownloadClient {
  constructor(private readonly site: DownloadSite) {}

  /**
   * @param known what the publisher said at the last time: nothing is fetched while all files are as they were
   * @throws DownloadError
   */
  async fetch(known: FileValidators = {}): Promise<Download> {
    const agent = new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS }, maxResponseSize: MAX_FILE_BYTES });
    const signal = AbortSignal.timeout(TOTAL_TIMEOUT_MS);
    const get = async (name: string, url: string, validators?: FileValidators[string]) =>
      [name, await this.fetchFile(new URL(url), { agent, signal, validators, redirects: MAX_REDIRECTS })] as const;
    const files = Object.entries(this.site.files);
    try {
      const asked = await Promise.all(files.map(([name, url]) => get(name, url, known[name])));
      if (asked.every(([, { content }]) => content === null)) return { kind: 'unchanged' };
      // The files of a publication belong together: one that has not changed is needed with the others.
      const fetched = await Promise.all(
        asked.map(async ([name, file]) => {
          return file.content === null ? get(name, this.site.files[name] ?? '') : ([name, file] as const);
        }),
      );
      return {
        kind: 'files',
        files: new Map(fetched.map(([name, { content }]) => [name, content ?? Buffer.alloc(0)])),
        validators: Object.fromEntries(fetched.map(([name, { validators }]) => [name, validators])),
      };
    } catch (error) {
      if (error instanceof DownloadError) throw error;
      throw new DownloadError('The publisher could not be reached.', { cause: error });
    } finally {
      await agent.destroy();
    }
  }

  /** @returns a content of null when the file is as it was */
  private async fetchFile(url: URL, { agent, signal, validators, redirects }: FileRequest): Promise<FetchedFile> {
    const { statusCode, headers, body } = await request(url, {
      dispatcher: agent,
      signal,
      headers: {
        'user-agent': USER_AGENT,
        accept: this.site.accept,
        ...(validators?.etag === undefined ? {} : { 'if-none-match': validators.etag }),
        ...(validators?.lastModified === undefined ? {} : { 'if-modified-since': validators.lastModified }),
      },
    });
    if (statusCode === 304 && validators !== undefined) {
      await body.dump();
      return { content: null, validators };
    }
    if (statusCode >= 300 && statusCode < 400 && typeof headers.location === 'string') {
      await body.dump();
      const target = new URL(headers.location, url);
      if (!this.isKnown(target, url) || redirects === 0)
        throw new DownloadError('The publisher redirected to a place that is not known as its own.');
      return this.fetchFile(target, { agent, signal, validators, redirects: redirects - 1 });
    }
    if (statusCode !== 200) {
      await body.dump();
      throw new DownloadError(`The publisher answered ${statusCode}.`);
    }
    return { content: Buffer.from(await body.arrayBuffer()), validators: validatorsOf(headers) };
  }

  private isKnown(target: URL, from: URL): boolean {
    if (target.host === from.host && target.protocol === from.protocol) return true;
    return target.protocol === 'https:' && this.site.redirectHosts?.test(target.hostname) === true;
  }
}

interface FileRequest {
  readonly agent: Agent;
  readonly signal: AbortSignal;
  readonly validators: FileValidators[string] | undefined;
  readonly redirects: number;
}

function validatorsOf(headers: Readonly<Record<string, string | string[] | undefined>>): FileValidators[string] {
  const { etag, 'last-modified': lastModified } = headers;
  return {
    ...(typeof etag === 'string' ? { etag } : {}),
    ...(typeof lastModified === 'string' ? { lastModified } : {}),
  };
}

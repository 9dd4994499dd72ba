import { Agent, request } from 'undici';

import type { OfacDelimitedFiles } from '../lists/ofac/ofac-delimited';

const FILES: Readonly<Record<keyof OfacDelimitedFiles, string>> = {
  sdn: 'SDN.CSV',
  alt: 'ALT.CSV',
  add: 'ADD.CSV',
  comments: 'SDN_COMMENTS.CSV',
};

const CONNECT_TIMEOUT_MS = 3_000;
const TOTAL_TIMEOUT_MS = 60_000;
const MAX_FILE_BYTES = 64 * 1024 * 1024;
const MAX_REDIRECTS = 2;
/** OFAC's service hands out files from its own host or by a signed link to its storage. */
const STORAGE_HOST = /^[a-z0-9.-]+\.s3[a-z0-9.-]*\.amazonaws\.com$/;

/** The list could not be fetched. The sentence says at which step; what was in use stays in use. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
}

/** Fetches OFAC's delimited files, all four or none. */
export class OfacDownloadClient {
  constructor(private readonly baseUrl: string) {}

  /** @throws DownloadError */
  async fetch(): Promise<OfacDelimitedFiles> {
    const agent = new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS }, maxResponseSize: MAX_FILE_BYTES });
    const signal = AbortSignal.timeout(TOTAL_TIMEOUT_MS);
    try {
      const [sdn, alt, add, comments] = await Promise.all(
        [FILES.sdn, FILES.alt, FILES.add, FILES.comments].map((file) =>
          this.fetchFile(new URL(file, this.baseUrl), agent, signal, MAX_REDIRECTS),
        ),
      );
      if (!sdn || !alt || !add || !comments) throw new DownloadError('OFAC did not give all four files.');
      return { sdn, alt, add, comments };
    } catch (error) {
      if (error instanceof DownloadError) throw error;
      throw new DownloadError("OFAC's publication service could not be reached.", { cause: error });
    } finally {
      await agent.destroy();
    }
  }

  private async fetchFile(url: URL, agent: Agent, signal: AbortSignal, redirects: number): Promise<Buffer> {
    const { statusCode, headers, body } = await request(url, {
      dispatcher: agent,
      signal,
      headers: { 'user-agent': 'Bonafide/0.1 (sanctions list client)', accept: 'text/csv, */*' },
    });
    if (statusCode >= 300 && statusCode < 400 && typeof headers.location === 'string') {
      await body.dump();
      const target = new URL(headers.location, url);
      const known = target.host === url.host || (target.protocol === 'https:' && STORAGE_HOST.test(target.hostname));
      if (!known || redirects === 0)
        throw new DownloadError('OFAC redirected to a place that is not known as its own.');
      return this.fetchFile(target, agent, signal, redirects - 1);
    }
    if (statusCode !== 200) {
      await body.dump();
      throw new DownloadError(`OFAC answered ${statusCode}.`);
    }
    return Buffer.from(await body.arrayBuffer());
  }
}

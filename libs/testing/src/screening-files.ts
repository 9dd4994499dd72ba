import type { ApiAnswer, ApiClient } from './api-client';
import { eventually } from './eventually';

/** A screening file as the API shows it, as far as tests look at it. */
export interface ScreeningFileDetails {
  readonly id: string;
  readonly state: string;
  readonly format: string;
  readonly rows: {
    readonly total: number | null;
    readonly done: number;
    readonly withHits: number;
    readonly errors: number;
  };
  readonly hitCount: number;
  readonly threshold: number;
  readonly thresholdVersion: number | null;
  readonly limit: number;
  readonly cancelRequested: boolean;
  readonly errorCode: string | null;
  readonly engines: readonly { readonly version: string; readonly configurationHash: string }[];
  readonly listsCheckedAt: string | null;
  readonly lists: readonly { readonly id: string; readonly publicationId: string }[];
  readonly unusedColumns: readonly string[];
  readonly settledAt: string | null;
}

export interface ResultLine {
  readonly id: string;
  readonly row?: number;
  readonly hits?: readonly { readonly list: string; readonly entryId: string; readonly score: number }[];
  readonly error?: { readonly code: string; readonly detail: string };
}

/** Uploads a CSV file, unless the options say otherwise. */
export function uploadFile(
  api: ApiClient,
  content: string,
  { query = '', headers = {} }: { readonly query?: string; readonly headers?: Record<string, string> } = {},
): Promise<ApiAnswer<ScreeningFileDetails>> {
  return api.post<ScreeningFileDetails>(`/v1/screening-files${query}`, content, {
    'content-type': 'text/csv',
    ...headers,
  });
}

/** Waits until the file is in the state. */
export function fileIn(
  api: ApiClient,
  state: 'completed' | 'cancelled' | 'failed',
  id: string,
  withinMs = 60_000,
): Promise<ScreeningFileDetails> {
  return eventually(
    async () => {
      const { body } = await api.get<ScreeningFileDetails>(`/v1/screening-files/${id}`);
      if (body.state !== state) throw new Error(`The file is ${body.state}: ${JSON.stringify(body.rows)}.`);
      return body;
    },
    { withinMs },
  );
}

/** The lines of a result. */
export async function resultLines(api: ApiClient, id: string, query = ''): Promise<readonly ResultLine[]> {
  const { status, body } = await api.get<string>(`/v1/screening-files/${id}/result${query}`);
  if (status !== 200) throw new Error(`There is no result: ${JSON.stringify(body)}`);
  return body
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ResultLine);
}

/** Made-up people with ids of their own; every hundredth bears a name of the made-up list. */
export function peopleCsv(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const name = index % 100 === 99 ? 'Ilmar Quenby Varnostra' : `Wenna${index} Tolbrick`;
    return `c-${index + 1},${name},person,1961-03-14,`;
  });
  return `id,name,type,birth_date,country\n${rows.join('\n')}\n`;
}

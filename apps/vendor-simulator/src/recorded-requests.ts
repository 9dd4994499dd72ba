/** A request as it may be shown: which fields it had and how large they were. */
export interface RecordedRequest {
  readonly vendor: string;
  readonly method: string;
  /** Without the query. Ids of cases are no personal data; nothing else stands there. */
  readonly path: string;
  readonly status: number | null;
  readonly fields: Readonly<Record<string, RecordedField>>;
}

interface RecordedField {
  readonly type: string;
  /** Characters of a text, entries of a list. */
  readonly size: number | null;
  /** Of fields that say nothing of a person. */
  readonly value?: unknown;
}

const MAX_RECORDS = 1_000;

/** What the simulator has received, for tests and for whoever wonders. */
export class RecordedRequests {
  private records: RecordedRequest[] = [];

  /** @param impersonal names of fields whose values may be shown */
  add(request: Omit<RecordedRequest, 'fields'>, body: unknown, impersonal: ReadonlySet<string>): void {
    const entries = typeof body === 'object' && body !== null && !Buffer.isBuffer(body) ? Object.entries(body) : [];
    const fields = Object.fromEntries(entries.map(([key, value]) => [key, recorded(value, impersonal.has(key))]));
    this.records = [...this.records.slice(1 - MAX_RECORDS), { ...request, fields }];
  }

  all(): readonly RecordedRequest[] {
    return this.records;
  }

  forget(): void {
    this.records = [];
  }
}

function recorded(value: unknown, isImpersonal: boolean): RecordedField {
  const type = Array.isArray(value) ? 'list' : typeof value;
  const size = typeof value === 'string' || Array.isArray(value) ? value.length : null;
  return { type, size, ...(isImpersonal ? { value } : {}) };
}

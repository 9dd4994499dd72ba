/** What kind of file a route takes, and what a caller is told of it. */
export interface UploadKind {
  /** What it is called in sentences. */
  readonly noun: string;
  readonly mediaTypes: readonly string[];
  /** Whether its bytes are text, in UTF-8. */
  readonly isText: boolean;
  readonly description: string;
  readonly example?: string;
  /** What to do with one that is too large. */
  readonly smaller: string;
}

export const tableUpload: UploadKind = {
  noun: 'file',
  mediaTypes: ['text/csv', 'application/x-ndjson'],
  isText: true,
  description: 'In UTF-8. A CSV file begins with the names of its columns; each line of an NDJSON file is an object.',
  example: 'id,name,type,birth_date,country\n4711,Jane Roe,person,1970-01-31,DE\n',
  smaller: 'Divide it into several files.',
};

export const imageUpload: UploadKind = {
  noun: 'image',
  mediaTypes: ['image/jpeg', 'image/png'],
  isText: false,
  description: 'The bytes of a JPEG or PNG file, as they are.',
  example: '(the bytes of the file)',
  smaller: 'Save it smaller, with the document filling the picture.',
};

export const uploadKinds = [tableUpload, imageUpload] as const;

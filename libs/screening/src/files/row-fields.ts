import { type SubjectColumn } from './subject-columns';

/** What a row says: trimmed text, several where a column is there several times or holds a list; no empty ones. */
export type RowFields = Readonly<Partial<Record<SubjectColumn, readonly string[]>>>;

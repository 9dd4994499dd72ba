import { type RowBatch } from '../files/row-batch';
import { type ScreenedRows, type SubjectAnswer } from '../files/screened-rows';
import { type ScreenRequest } from '../matching/screening-engine';
import { type ScreeningSubject } from '../matching/screening-subject';
import { type EngineDescription } from './list-engine';
import { type ListFolder } from './list-folder';
import { type ListPart } from './list-engine';
import { type ScreenedSubjects, type SubjectBatch } from './subject-batch';

/** What a thread is started with. */
export interface ThreadData {
  readonly folders: readonly ListFolder[];
  /** What hits may be about; all entries when undefined. */
  readonly part?: ListPart | undefined;
}

/** Rows of a file. */
export interface RowsTask {
  readonly batch: RowBatch;
  readonly request: ScreenRequest;
}

/** One subject, for somebody who waits. */
export interface SubjectTask {
  readonly subject: ScreeningSubject;
  readonly request: ScreenRequest;
}

/** Many subjects, of whom few have hits. */
export interface SubjectsTask {
  readonly subjects: SubjectBatch;
  readonly limit: number;
}

/** What a thread is asked, one at a time. */
export type ThreadTask = RowsTask | SubjectTask | SubjectsTask;
export type ThreadResult = ScreenedRows | SubjectAnswer | ScreenedSubjects;

/** What a thread says: first `ready` or `unusable`, then `done` or `failed` for each task. */
export type ThreadMessage =
  | { readonly kind: 'ready'; readonly description: EngineDescription }
  | { readonly kind: 'unusable'; readonly detail: string }
  | { readonly kind: 'done'; readonly result: ThreadResult }
  | { readonly kind: 'failed'; readonly detail: string };

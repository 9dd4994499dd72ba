import { type RowBatch } from '../files/row-batch';
import { type ScreenedRows } from '../files/screened-rows';
import { type ScreenRequest } from '../matching/screening-engine';
import { type EngineDescription } from './list-engine';
import { type ListFolder } from './list-folder';

/** What a thread is started with. */
export interface ThreadData {
  readonly folders: readonly ListFolder[];
}

/** What a thread is asked, one at a time. */
export interface ThreadTask {
  readonly batch: RowBatch;
  readonly request: ScreenRequest;
}

/** What a thread says: first `ready` or `unusable`, then `screened` for each task. */
export type ThreadMessage =
  | { readonly kind: 'ready'; readonly description: EngineDescription }
  | { readonly kind: 'unusable'; readonly detail: string }
  | { readonly kind: 'screened'; readonly screened: ScreenedRows };

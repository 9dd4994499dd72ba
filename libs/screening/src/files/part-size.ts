import { type BatchSize } from './read-row-batches';

const ROWS_AT_MOST = 1_000;
const HITS_AT_MOST = 25_000;
const CHARACTERS = 524_288;

/**
 * How much of a file one job screens: some seconds' work at most, and no more hits than a process can hold several times
 * over (some 30 MB).
 * @param hitLimit how many hits a row gets at most
 */
export const partSizeFor = (hitLimit: number): BatchSize => ({
  rows: Math.min(ROWS_AT_MOST, Math.floor(HITS_AT_MOST / hitLimit)),
  characters: CHARACTERS,
});

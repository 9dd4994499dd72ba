import { type EngineDescription, type EngineList, type RowCounts } from '@bonafide/screening';
import { formatCount } from './progress-bar';

export interface ScreenSummary {
  readonly counts: RowCounts;
  /** From the first row to the last. */
  readonly seconds: number;
  readonly threads: number;
  readonly description: EngineDescription;
  readonly outputFile: string;
}

/** What a run came to, for a person and for the record: what was screened, against what, by what. */
export function describeRun({ counts, seconds, threads, description, outputFile }: ScreenSummary): string {
  const { rows, rowsWithHits, hits, errors } = counts;
  const facts: (readonly [string, string])[] = [
    ['rows', formatCount(rows)],
    ['hits', `${formatCount(hits)} in ${formatCount(rowsWithHits)} rows`],
    ['errors', formatCount(errors)],
    ['time', `${seconds.toFixed(1)} s, ${formatCount(rows / seconds)} rows/s, ${threads} threads`],
    ...description.lists.map((list) => ['list', describeList(list)] as const),
    ['engine', `${description.engineVersion}, configuration ${description.configurationHash}`],
    ['result', outputFile],
  ];
  return facts.map(([label, fact]) => `${label.padEnd(7)} ${fact}`).join('\n');
}

/** What a person should know before relying on these lists; none when there is nothing. */
export function warningsAbout({ lists, unusedFiles }: EngineDescription): string[] {
  const short = lists.filter(({ entries, minimumEntries }) => entries < minimumEntries);
  return [
    ...short.map(
      ({ list, entries, minimumEntries }) =>
        `! ${list} has ${formatCount(entries)} entries; a complete publication has at least ${formatCount(minimumEntries)}.`,
    ),
    ...(unusedFiles.length > 0 ? [`! No list was read from ${unusedFiles.join(', ')}.`] : []),
  ];
}

function describeList({ list, entries, publishedAt, sha256 }: EngineList): string {
  const published = publishedAt === null ? 'publication date not given' : `published ${publishedAt}`;
  return `${list}, ${formatCount(entries)} entries, ${published}, SHA-256 ${sha256}`;
}

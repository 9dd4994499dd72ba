import { type MagicFault, magicFaults, type MagicVerdict } from '@bonafide/identity-vendors';

/** What the simulator has been told to do, beyond what magic values make it do. */
export interface Scenario {
  /** What becomes of the next questions, whatever they say, in this order. */
  readonly next: readonly ScriptedAnswer[];
  /** A pending application is decided when it is read for this time. */
  readonly pollsUntilDecided: number;
  /** Errors come with the status 200, as they did in old versions. */
  readonly legacyErrors: boolean;
  /** Where notifications go; null: nowhere. */
  readonly webhook: { readonly url: string; readonly credentials: string } | null;
}

export interface ScriptedAnswer {
  readonly fault?: MagicFault;
  readonly verdict?: MagicVerdict;
  /** How long the question waits before it is taken up. */
  readonly delayMs?: number;
}

export const usualScenario: Scenario = { next: [], pollsUntilDecided: 2, legacyErrors: false, webhook: null };

/** @param address with user and password */
export function scenarioThatNotifies(address: string | undefined): Scenario {
  if (address === undefined) return usualScenario;
  const url = new URL(address);
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = '';
  url.password = '';
  return { ...usualScenario, webhook: { url: url.href, credentials } };
}

/** The scenario in force. What is not named in a change stays as it is. */
export class ScenarioInForce {
  private scenario: Scenario;

  /** @param usual what is in force at first, and again after a reset */
  constructor(private readonly usual: Scenario = usualScenario) {
    this.scenario = usual;
  }

  get current(): Scenario {
    return this.scenario;
  }

  /** @returns what is wrong with the change, or null when it is in force */
  change(body: unknown): string | null {
    const problem = problemOf(body);
    if (problem !== null) return problem;
    this.scenario = { ...this.scenario, ...(body as Partial<Scenario>) };
    return null;
  }

  /** What was scripted for this question, which is then done with. */
  takeNext(): ScriptedAnswer | undefined {
    const [first, ...rest] = this.scenario.next;
    this.scenario = { ...this.scenario, next: rest };
    return first;
  }

  reset(): void {
    this.scenario = this.usual;
  }
}

function problemOf(body: unknown): string | null {
  if (!isObject(body)) return 'The body must be a JSON object.';
  const unknown = Object.keys(body).find((key) => !(key in usualScenario));
  if (unknown !== undefined) return `There is no "${unknown}": ${Object.keys(usualScenario).join(', ')}.`;
  const { next = [], pollsUntilDecided = 1, legacyErrors = false, webhook = null } = body;
  if (!Array.isArray(next) || !next.every(isScripted)) {
    return `"next" must be a list of {"fault"} or {"verdict":{"state","res","fired"}}, with "delayMs" or without; faults: ${Object.keys(magicFaults).join(', ')}.`;
  }
  if (!Number.isInteger(pollsUntilDecided) || (pollsUntilDecided as number) < 1) {
    return '"pollsUntilDecided" must be a whole number from 1 on.';
  }
  if (typeof legacyErrors !== 'boolean') return '"legacyErrors" must be true or false.';
  return webhook === null || isWebhook(webhook)
    ? null
    : '"webhook" must be null or {"url","credentials":"user:password"}.';
}

function isScripted(entry: unknown): boolean {
  if (!isObject(entry)) return false;
  const { fault, verdict, delayMs = 0 } = entry;
  if (!Number.isInteger(delayMs) || (delayMs as number) < 0) return false;
  if (fault !== undefined) return typeof fault === 'string' && fault in magicFaults;
  return isObject(verdict) && typeof verdict.state === 'string' && typeof verdict.res === 'string';
}

function isWebhook(webhook: unknown): boolean {
  if (!isObject(webhook)) return false;
  const { url, credentials } = webhook;
  return typeof url === 'string' && /^https?:/.test(url) && URL.canParse(url) && typeof credentials === 'string';
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

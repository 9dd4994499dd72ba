import { type MagicVerdict, type MagicWord, simulatedAnswer, simulatedState } from '@bonafide/identity-vendors';

export type AccountKind = 'consumer' | 'merchant';

/** An application that the simulator has taken. */
interface Application {
  readonly kind: AccountKind;
  readonly tid: string;
  readonly mtid: string;
  readonly stage: number;
  readonly verdict: MagicVerdict;
  /** What it will be, when it is pending. */
  readonly then: MagicVerdict | null;
  readonly images: readonly Buffer[];
  readonly documentType: string | undefined;
  readonly reads: number;
  readonly changedAtMs: number;
  readonly files: readonly { readonly id: string; readonly bytes: number }[];
}

export interface NewApplication {
  readonly kind: AccountKind;
  /** Null: the simulator gives it one. */
  readonly tid: string | null;
  readonly stage: number | null;
  readonly verdict: MagicVerdict;
  readonly word: MagicWord | undefined;
  readonly images: readonly Buffer[];
  readonly documentType: string | undefined;
}

/** Ids and times are counted, so that every run gives the same. */
const FIRST_MTID = 92_514_582;
const FIRST_MS = 1_520_305_964_000;

/** The applications since the last reset. */
export class Applications {
  private byId = new Map<string, Application>();
  private changes = 0;

  /** The same `tid` again is the next stage of the same application. @returns the body of the answer */
  submit({
    kind,
    tid,
    stage,
    verdict,
    word,
    images,
    documentType,
  }: NewApplication): ReturnType<typeof simulatedAnswer> {
    const known = tid === null ? undefined : this.find(kind, tid);
    const mtid = known?.mtid ?? String(FIRST_MTID + this.byId.size);
    const application: Application = {
      kind,
      tid: tid ?? mtid,
      mtid,
      stage: stage ?? (known === undefined ? 1 : Math.min(known.stage + 1, 5)),
      verdict,
      then: word?.then ?? null,
      images,
      documentType,
      reads: 0,
      changedAtMs: this.nextMs(),
      files: known?.files ?? [],
    };
    this.keep(application);
    return simulatedAnswer(verdict, images, { ...application, atMs: application.changedAtMs });
  }

  /** Counts the reading; a pending application is decided when it has been read often enough. */
  read(kind: AccountKind, id: string, pollsUntilDecided: number): ReturnType<typeof simulatedState> | null {
    const found = this.find(kind, id);
    if (found === undefined) return null;
    const read = { ...found, reads: found.reads + 1 };
    this.keep(read);
    if (read.then !== null && read.reads >= pollsUntilDecided) return this.decide(kind, id, read.then);
    return stateOf(read);
  }

  /** Gives an application another verdict, for good. Null when there is none. */
  decide(kind: AccountKind, id: string, verdict: MagicVerdict): ReturnType<typeof simulatedState> | null {
    const found = this.find(kind, id);
    if (found === undefined) return null;
    const decided = { ...found, verdict, then: null, changedAtMs: this.nextMs() };
    this.keep(decided);
    return stateOf(decided);
  }

  /** How it stands, without that being a reading. */
  peek(kind: AccountKind, id: string): ReturnType<typeof simulatedState> | null {
    const found = this.find(kind, id);
    return found === undefined ? null : stateOf(found);
  }

  filesOf(kind: AccountKind, id: string): Application['files'] | null {
    return this.find(kind, id)?.files ?? null;
  }

  addFile(kind: AccountKind, id: string, bytes: number): boolean {
    const found = this.find(kind, id);
    if (found === undefined) return false;
    this.keep({ ...found, files: [...found.files, { id: String(found.files.length + 1), bytes }] });
    return true;
  }

  forget(): void {
    this.byId = new Map();
    this.changes = 0;
  }

  /** By either id. */
  private find(kind: AccountKind, id: string): Application | undefined {
    const found = this.byId.get(id) ?? [...this.byId.values()].find(({ mtid }) => mtid === id);
    return found?.kind === kind ? found : undefined;
  }

  private keep(application: Application): void {
    this.byId.set(application.tid, application);
  }

  private nextMs(): number {
    this.changes += 1;
    return FIRST_MS + this.changes * 1_000;
  }
}

const stateOf = (application: Application) =>
  simulatedState(application.verdict, application.images, { ...application, atMs: application.changedAtMs });

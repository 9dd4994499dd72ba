import { type SubjectAnswer } from '../files/screened-rows';
import { sha256OfFiles } from '../lists/list-files';
import { type ListPublication, readLists } from '../lists/read-list-directory';
import { PublicationError } from '../lists/publication-error';
import { type SanctionsEntry } from '../lists/sanctions-entry';
import { type EngineHit } from '../matching/engine-hit';
import { type ScreenRequest, ScreeningEngine } from '../matching/screening-engine';
import { type ScreeningSubject } from '../matching/screening-subject';
import { type ListFolder, listFilesOf } from './list-folder';

/** One of the lists that an engine was built from. */
export interface EngineList {
  /** E.g. `us-ofac-sdn`. */
  readonly list: string;
  readonly place: string;
  readonly entries: number;
  /** A complete publication has at least as many. */
  readonly minimumEntries: number;
  /** Of its files, in hexadecimal. */
  readonly sha256: string;
  /** ISO 8601; null where the files do not say. */
  readonly publishedAt: string | null;
}

/** What an engine answers from: enough to ask the same question again years later. */
export interface EngineDescription {
  readonly engineVersion: string;
  readonly configurationHash: string;
  readonly lists: readonly EngineList[];
  /** Files of the directories that no list was read from. */
  readonly unusedFiles: readonly string[];
}

/** Some entries of one list. */
export interface ListPart {
  readonly list: string;
  readonly entryIds: readonly string[];
}

/** The lists of one or more directories in one engine. The only place where threads know what an engine looks like. */
export class ListEngine {
  private constructor(
    private readonly engine: ScreeningEngine,
    readonly description: EngineDescription,
  ) {}

  /**
   * Throws `PublicationError` when a directory holds no list or a broken one, and when two hold the same list.
   * @param part what hits may be about: they are those that the engine of all entries finds about these
   */
  static build(folders: readonly ListFolder[], part?: ListPart): ListEngine {
    const lists = new Map<string, EngineList>();
    const entries: SanctionsEntry[] = [];
    const unusedFiles: string[] = [];
    for (const folder of folders) {
      const read = readFolder(folder);
      for (const publication of read.publications) {
        const list = describeList(publication, folder);
        refuseSecond(list, lists.get(list.list));
        lists.set(list.list, list);
        for (const entry of publication.entries) entries.push(entry);
      }
      unusedFiles.push(...read.unusedFiles);
    }
    const engine = part === undefined ? ScreeningEngine.build(entries) : buildPart(entries, part);
    const { version: engineVersion, configurationHash } = engine;
    return new ListEngine(engine, { engineVersion, configurationHash, lists: [...lists.values()], unusedFiles });
  }

  screen(subject: ScreeningSubject, request: ScreenRequest): SubjectAnswer {
    const { hits, truncated, unreadableWords } = this.engine.screen(subject, request);
    return {
      hits: hits.map(inOrder),
      ...(truncated ? { truncated } : {}),
      ...(unreadableWords.length === 0 ? {} : { unreadableWords }),
    };
  }
}

function buildPart(entries: readonly SanctionsEntry[], { list, entryIds }: ListPart): ScreeningEngine {
  const wanted = new Set(entryIds);
  return ScreeningEngine.buildPart(entries, (entry) => entry.list === list && wanted.has(entry.entryId));
}

/** The facts that a reader looks for come first. */
function inOrder(hit: EngineHit): EngineHit {
  const { list, entryId, score, band, matchedName, ...rest } = hit;
  return { list, entryId, score, band, matchedName, ...rest };
}

function readFolder(folder: ListFolder): ReturnType<typeof readLists> {
  try {
    return readLists(listFilesOf(folder), folder.place);
  } catch (error) {
    if (!(error instanceof PublicationError) || error.file === folder.place) throw error;
    throw new PublicationError({ file: folder.place }, error.message, { cause: error });
  }
}

function describeList({ source, entries, files, publishedAt }: ListPublication, folder: ListFolder): EngineList {
  const ownFiles = [...listFilesOf(folder)].filter(([name]) => files.includes(name));
  return {
    list: source.id,
    place: folder.place,
    entries: entries.length,
    minimumEntries: source.minimumEntries,
    sha256: sha256OfFiles(new Map(ownFiles)),
    publishedAt: publishedAt ?? null,
  };
}

function refuseSecond({ list, place }: EngineList, first: EngineList | undefined): void {
  if (!first) return;
  throw new PublicationError({ file: place }, `${list} is in ${first.place} as well; which of the two counts?`);
}

import { type ListFiles, type ListSource } from '../lists/list-source';
import { type ListPublication } from '../lists/read-list-directory';
import { DEFAULT_OFAC_URL, downloadSites } from './download-sites';
import { examinePublication } from './examine-publication';
import { DownloadError, ListDownloadClient } from './list-download.client';

export interface FetchedList {
  readonly files: ListFiles;
  readonly publication: ListPublication;
}

/**
 * A list from its publisher, examined as before its use, for a directory that `LIST_DIRS` names.
 * @param ofacUrl OFAC's service or a mirror of it
 * @throws DownloadError, PublicationRejected
 */
export async function fetchList(source: ListSource, ofacUrl = DEFAULT_OFAC_URL): Promise<FetchedList> {
  const site = downloadSites(ofacUrl).get(source.id);
  if (site === undefined)
    throw new DownloadError(`The list ${source.id} cannot be fetched; get it from its publisher.`);
  const download = await new ListDownloadClient(site).fetch();
  if (download.kind === 'unchanged') throw new DownloadError('The publisher gave nothing.');
  const demands = { mustBeWhole: true, maximumShrinkage: 1, predecessor: null };
  return { files: download.files, publication: examinePublication(source, download.files, demands) };
}

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface MadeUpIndividual {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** Made-up individuals, as the United Nations publish theirs; in a directory of its own unless one is given. */
export function writeUnList(
  individuals: readonly MadeUpIndividual[],
  directory = mkdtempSync(join(tmpdir(), 'un-list-')),
): string {
  const written = individuals.map(
    ({ id, firstName, lastName }) => `<INDIVIDUAL><DATAID>${id}</DATAID><VERSIONNUM>1</VERSIONNUM>
<FIRST_NAME>${firstName}</FIRST_NAME><SECOND_NAME>${lastName}</SECOND_NAME><UN_LIST_TYPE>Testland</UN_LIST_TYPE>
<REFERENCE_NUMBER>TLi.${id}</REFERENCE_NUMBER><LISTED_ON>2020-01-02</LISTED_ON></INDIVIDUAL>`,
  );
  writeFileSync(
    join(directory, 'un_consolidated.xml'),
    `<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-01-02T00:00:00Z"><INDIVIDUALS>${written.join('\n')}</INDIVIDUALS>
<ENTITIES></ENTITIES></CONSOLIDATED_LIST>`,
  );
  return directory;
}

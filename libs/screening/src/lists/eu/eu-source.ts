import { type ListSource } from '../list-source';
import { EU_LIST } from './eu-entry';
import { EU_FSF_CSV } from './eu-fsf-csv';
import { EU_FSF_XML } from './eu-fsf-xml';

export const EU_SOURCE: ListSource = {
  id: EU_LIST,
  name: 'Financial Sanctions Files: consolidated list of persons, groups and entities',
  publisher: 'European Commission',
  minimumEntries: 2_000,
  // The table has no word for weak names but a remark.
  formats: [EU_FSF_XML, EU_FSF_CSV],
};

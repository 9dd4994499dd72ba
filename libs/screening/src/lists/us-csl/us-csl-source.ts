import { type ListSource } from '../list-source';
import { US_CSL_CSV } from './us-csl-csv';
import { US_CSL_JSON } from './us-csl-json';
import { US_CSL_LIST } from './us-csl-row';

export const US_CSL_SOURCE: ListSource = {
  id: US_CSL_LIST,
  name: 'Consolidated Screening List',
  publisher: 'International Trade Administration, US Department of Commerce',
  minimumEntries: 10_000,
  formats: [US_CSL_CSV, US_CSL_JSON],
};

import { type ListSource } from '../list-source';
import { UK_OFSI_CON_LIST_CSV, UK_OFSI_LIST } from './uk-ofsi-con-list';
import { UK_SANCTIONS_LIST_CSV } from './uk-sanctions-list-csv';
import { UK_SANCTIONS_LIST, UK_SANCTIONS_LIST_XML } from './uk-sanctions-list-xml';

export const UK_SANCTIONS_LIST_SOURCE: ListSource = {
  id: UK_SANCTIONS_LIST,
  name: 'UK Sanctions List',
  publisher: 'Foreign, Commonwealth and Development Office',
  minimumEntries: 3_000,
  formats: [UK_SANCTIONS_LIST_XML, UK_SANCTIONS_LIST_CSV],
};

export const UK_OFSI_SOURCE: ListSource = {
  id: UK_OFSI_LIST,
  name: 'Consolidated List of Financial Sanctions Targets',
  publisher: 'Office of Financial Sanctions Implementation, HM Treasury',
  minimumEntries: 3_000,
  formats: [UK_OFSI_CON_LIST_CSV],
};

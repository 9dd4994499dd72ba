import { type ListSource } from '../list-source';
import { UN_CONSOLIDATED_XML } from './un-consolidated-xml';
import { UN_LIST } from './un-entry';

export const UN_SOURCE: ListSource = {
  id: UN_LIST,
  name: 'United Nations Security Council Consolidated List',
  publisher: 'United Nations Security Council',
  minimumEntries: 500,
  formats: [UN_CONSOLIDATED_XML],
};

import { noOfacFacts, type OfacFacts, readOfacFact } from './ofac-facts';

/** What a remark says, item by item. */
export interface OfacRemarks extends OfacFacts {
  /** Items no rule reads, as published. */
  readonly notUnderstood: string[];
}

/** OFAC cuts a remark there; what the comments file does not continue ends in half a fact. */
export const LONGEST_REMARK = 1_000;

/** Reads a whole remark: the `Remarks` column with its continuation already appended. */
export function parseOfacRemarks(remarks: string): OfacRemarks {
  const parsed: OfacRemarks = { ...noOfacFacts(), notUnderstood: [] };
  const items = remarks.replace(/\.\s*$/u, '').split('; ');
  const isCut = remarks.length >= LONGEST_REMARK && !/\.\s*$/u.test(remarks);
  const cutItem = isCut ? items.pop() : undefined;
  for (const item of items) {
    const fact = item.trim();
    if (fact !== '' && !readOfacFact(fact, parsed)) parsed.notUnderstood.push(fact);
  }
  if (cutItem !== undefined) parsed.notUnderstood.push(`cut off: ${cutItem.trim()}`);
  return parsed;
}

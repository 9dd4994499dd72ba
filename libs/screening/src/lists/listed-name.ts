const NOT_LATIN = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u;

/** Whether a name has letters of another script than the Latin one. */
export function isInOtherScript(name: string): boolean {
  return NOT_LATIN.test(name);
}

/** Names are broken over lines in places. */
export function oneLine(name: string): string {
  return name.replace(/\s+/gu, ' ').trim();
}

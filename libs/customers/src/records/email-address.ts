const DOTS_DO_NOT_COUNT: ReadonlySet<string> = new Set(['gmail.com', 'googlemail.com']);

/**
 * The same for two addresses that reach one mailbox: case does not count, and at providers that ignore them neither do dots
 * nor what follows a plus (Google's help, "Dots don't matter in Gmail addresses").
 */
export function comparableEmail(email: string): string {
  const lower = email.normalize('NFKC').trim().toLowerCase();
  const at = lower.lastIndexOf('@');
  const [local, domain] = [lower.slice(0, at), lower.slice(at + 1)];
  if (!DOTS_DO_NOT_COUNT.has(domain)) return lower;
  return `${local.replace(/\+.*$/, '').replaceAll('.', '')}@gmail.com`;
}

/**
 * The icons of what the board shows and the ledger could not follow: delete, duplicate, add, empty, obliterate, promote,
 * edit, limits. The server refuses them anyhow; a button that always fails is not offered.
 */
const notOfferedIcons = [
  'trash2',
  'files',
  'plus',
  'ban',
  'gauge',
  'chart-no-axes-gantt',
  'fast-forward',
  'arrow-up-from-line',
  'pencil',
  'square-pen',
  'timer',
  'timer-reset',
];

const selector = notOfferedIcons
  .flatMap((icon) => [`button:has(svg.lucide-${icon})`, `[role="menuitem"]:has(svg.lucide-${icon})`])
  .join(',');

/** The board's page without what is not offered, and without the fonts that it would fetch from elsewhere. */
export function offeredPage(html: string): string {
  return html
    .replaceAll(/<link[^>]+https:\/\/fonts\.googleapis\.com[^>]*>/g, '')
    .replace('</head>', `<style>${selector}{display:none !important}</style></head>`);
}

/** The board is its own scripts, styles and data, and nothing from anywhere else. */
export const BOARD_CONTENT_POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

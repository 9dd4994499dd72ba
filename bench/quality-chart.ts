/** A line of the chart: for each threshold a share from 0 to 1. */
export interface ChartLine {
  readonly label: string;
  readonly color: string;
  readonly dashes?: string;
  readonly points: readonly (readonly [threshold: number, share: number])[];
}

const WIDTH = 720;
const HEIGHT = 400;
const LEFT = 50;
const TOP = 20;
const PLOT_WIDTH = 440;
const PLOT_HEIGHT = 330;
const FIRST = 0.5;

/** Draws shares over thresholds from 0.5 to 1 as an SVG picture. */
export function drawChart(lines: readonly ChartLine[], caption: string): string {
  const x = (threshold: number): string => (LEFT + ((threshold - FIRST) / (1 - FIRST)) * PLOT_WIDTH).toFixed(1);
  const y = (share: number): string => (TOP + (1 - share) * PLOT_HEIGHT).toFixed(1);
  const grid = [0, 0.2, 0.4, 0.6, 0.8, 1].map(
    (share) =>
      `<line x1="${LEFT}" x2="${LEFT + PLOT_WIDTH}" y1="${y(share)}" y2="${y(share)}" stroke="#ddd"/>` +
      `<text x="${LEFT - 8}" y="${y(share)}" text-anchor="end" dominant-baseline="middle">${share.toFixed(1)}</text>`,
  );
  const ticks = [0.5, 0.6, 0.7, 0.8, 0.9, 1].map(
    (threshold) =>
      `<text x="${x(threshold)}" y="${TOP + PLOT_HEIGHT + 18}" text-anchor="middle">${threshold.toFixed(1)}</text>`,
  );
  const drawn = lines.map(({ label, color, dashes, points }, index) => {
    const path = points.map(([threshold, share]) => `${x(threshold)},${y(share)}`).join(' ');
    const style = `fill="none" stroke="${color}" stroke-width="2"${dashes === undefined ? '' : ` stroke-dasharray="${dashes}"`}`;
    const at = TOP + 10 + index * 20;
    const from = LEFT + PLOT_WIDTH + 16;
    return (
      `<polyline points="${path}" ${style}/><line x1="${from}" x2="${from + 24}" y1="${at}" y2="${at}" ${style}/>` +
      `<text x="${from + 30}" y="${at}" dominant-baseline="middle">${label}</text>`
    );
  });
  const size = `width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="12">`,
    `<title>${caption}</title><rect width="100%" height="100%" fill="#fff"/>`,
    ...grid,
    ...ticks,
    ...drawn,
    `<text x="${LEFT + PLOT_WIDTH / 2}" y="${HEIGHT - 8}" text-anchor="middle">threshold</text>`,
    '</svg>\n',
  ].join('\n');
}

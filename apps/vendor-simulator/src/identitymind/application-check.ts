/** Where the simulator looks, not where the adapter does: what the vendor's own SDK says, written down once more. */
const longest: Readonly<Record<string, number>> = {
  man: 60,
  tid: 40,
  tea: 60,
  bfn: 30,
  bln: 50,
  bsn: 100,
  bc: 30,
  bs: 30,
  bz: 20,
  bco: 2,
  sfn: 30,
  sln: 50,
  ssn: 100,
  sc: 30,
  ss: 30,
  sz: 20,
  sco: 2,
  ip: 40,
  phn: 60,
  pm: 60,
  pw: 60,
  aflid: 100,
  aflsd: 100,
  pccn: 128,
  pcct: 64,
  pach: 128,
  phash: 128,
  pbc: 128,
  ptoken: 64,
};

const MAX_IMAGE_BYTES = 5 * 1024 * 1024;
const MAX_OTHER_BYTES = 128;
const withoutLimit = new Set(['dfp', 'scanData', 'backsideImageData', 'faceImageData', 'faceImages', 'memo']);

const badDate = 'Bad data format:Failed to parse the date string provided in the data. Please use ISO 8601 format.';

type Fields = Readonly<Record<string, unknown>>;

/** What is wrong with an application, in the vendor's manner; null when it is taken. */
export function problemOfApplication(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return 'Bad data format:A JSON object is required.';
  const fields = body as Fields;
  return (
    problemOfIds(fields) ??
    problemOfTimes(fields) ??
    problemOfLengths(fields) ??
    problemOfAccount(fields) ??
    problemOfImages(fields)
  );
}

function problemOfIds({ man, tid, stage }: Fields): string | null {
  if (typeof man !== 'string' || man === '') return 'Missing required parameter: man';
  if (tid !== undefined && (typeof tid !== 'string' || !/^[\w-]{1,40}$/.test(tid))) return 'Bad data format:tid';
  const isStage = stage === undefined || (Number.isInteger(stage) && (stage as number) >= 1 && (stage as number) <= 5);
  return isStage ? null : 'Bad data format:stage';
}

function problemOfTimes({ tti, accountCreationTime, dob }: Fields): string | null {
  for (const time of [tti, accountCreationTime]) {
    // Seconds until the year 5138: whatever is larger are milliseconds.
    if (typeof time === 'number' && (time > 100_000_000_000 || !Number.isInteger(time))) return badDate;
    if (typeof time === 'string' && Number.isNaN(Date.parse(time))) return badDate;
  }
  const isDate =
    dob === undefined || (typeof dob === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(dob) && !Number.isNaN(Date.parse(dob)));
  return isDate ? null : badDate;
}

function problemOfLengths(fields: Fields): string | null {
  for (const [key, value] of Object.entries(fields)) {
    if (value === null) return `Bad data format:${key}`;
    if (typeof value !== 'string' || withoutLimit.has(key)) continue;
    const limit = longest[key];
    const isTooLong = limit === undefined ? Buffer.byteLength(value) > MAX_OTHER_BYTES : [...value].length > limit;
    if (isTooLong) return `Bad data format:${key} is too long`;
  }
  return null;
}

function problemOfAccount({ pach, ptoken }: Fields): string | null {
  if (pach === undefined) return null;
  return typeof pach === 'string' && /^[0-9a-f]{40}$/.test(pach) && typeof ptoken === 'string'
    ? null
    : 'Bad data format:pach';
}

function problemOfImages(fields: Fields): string | null {
  const images = imageTextsOf(fields);
  if (images.some((image) => decodeImage(image) === null)) return 'Bad data format:An image is not base64.';
  const isTooLarge = images.some((image) => (decodeImage(image)?.length ?? 0) > MAX_IMAGE_BYTES);
  return isTooLarge ? 'Bad data format:An image has more than 5 MB.' : null;
}

function imageTextsOf({ scanData, backsideImageData, faceImages, faceImageData }: Fields): readonly unknown[] {
  const faces: readonly unknown[] = Array.isArray(faceImages) ? faceImages : [];
  return [scanData, backsideImageData, ...faces, faceImageData].filter((image) => image !== undefined);
}

/** The images of an application that was found good. */
export const imagesOf = (body: object): readonly Buffer[] =>
  imageTextsOf(body as Fields).flatMap((image) => decodeImage(image) ?? []);

/** Clients send pure base64, `image/jpeg;base64,…` or a whole data URI; the vendor takes all three. */
function decodeImage(image: unknown): Buffer | null {
  if (typeof image !== 'string') return null;
  const base64 = image.replace(/^(data:)?[\w.+-]+\/[\w.+-]+;base64,/, '');
  return base64 !== '' && /^[A-Za-z0-9+/]+={0,2}$/.test(base64) ? Buffer.from(base64, 'base64') : null;
}

/**
 * Customers: how long each documented search takes among many, and how many are created in a second.
 *   node dist/bench/customers.js [--customers 100000] [--searches 200] [--seconds 10]
 */
import { parseArgs } from 'node:util';

import { customerIds } from '@bonafide/customers';
import { Pool } from 'pg';

import { type BenchOrganization, BenchSystem } from './bench-system';
import { percentile } from './percentiles';
import { seededRandom } from './random';

const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '100000' },
    searches: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '10' },
  },
});
const customerCount = Number(values.customers);
const searchCount = Number(values.searches);
const seconds = Number(values.seconds);

interface MadeUpCustomer {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
}

type Search = readonly [name: string, bodyOf: (customer: MadeUpCustomer) => object];

const searches: readonly Search[] = [
  ['the newest 25', () => ({})],
  ['sorted by name', () => ({ sort: 'name' })],
  ['by a whole name', ({ firstName, lastName }) => ({ name: `${firstName} ${lastName}` })],
  ['by a surname', ({ lastName }) => ({ name: lastName })],
  ['by a first name that many have', ({ firstName }) => ({ name: firstName })],
  ['by a name with a letter missing', ({ firstName, lastName }) => ({ name: `${firstName} ${withoutOne(lastName)}` })],
  ['by a surname, sorted by name', ({ lastName }) => ({ name: lastName, sort: 'name' })],
  ['by an e-mail address', ({ lastName }) => ({ email: `${lastName}@example.com` })],
  ['by an external id', ({ id }) => ({ externalId: `crm:${id}` })],
  ['by type (1 in 20)', () => ({ type: 'business' })],
  ['by status (1 in 50)', () => ({ status: 'review_required' })],
  ['by the lowest status (1 in 100)', () => ({ minimumStatus: 'kyc' })],
  ['made in the last hour, oldest first', () => ({ createdAfter: hourAgo(), sort: 'oldest' })],
  ['the newest 25, and how many there are', () => ({ includeTotal: true })],
];

const withoutOne = (name: string) => `${name.slice(0, 2)}${name.slice(3)}`;
const hourAgo = () => new Date(Date.now() - 3_600_000).toISOString();

async function main(): Promise<void> {
  const system = await BenchSystem.start();
  const pool = new Pool({ connectionString: system.postgres.url, max: 1 });
  try {
    const organization = await system.newOrganization('bench');
    const customers = await fill(pool, organization);
    console.log(`${customers.length} customers of one organization; ${searchCount} searches each, one at a time`);
    for (const search of searches) await measure(organization, customers, search);
    await created(organization);
  } finally {
    await pool.end();
    await system.stop();
  }
}

/** Straight into the tables: what is measured is the search, which opens nothing that is sealed. */
async function fill(pool: Pool, organization: BenchOrganization): Promise<MadeUpCustomer[]> {
  const random = seededRandom(7);
  const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)] ?? '';
  const syllables =
    'ba be bi do du fa fe ga gi ha jo ka ki la le lo ma mi mo na ne no pa pe ra ri ro sa se ta to va'.split(' ');
  const wordOf = (count: number) => Array.from({ length: count }, () => pick(syllables)).join('');
  const firstNames = Array.from({ length: 1_000 }, () => wordOf(3));
  const customers = Array.from({ length: customerCount }, () => ({
    id: customerIds.create(),
    firstName: pick(firstNames),
    lastName: `${wordOf(4)}${pick(['r', 'n', 's', 'x'])}`,
  }));
  for (let from = 0; from < customers.length; from += 10_000) {
    const batch = customers.slice(from, from + 10_000);
    await pool.query(
      `INSERT INTO customers (id, organization_id, type, name, sort_name, search_names, record, email_index, status,
                              identity_verified_at, sanctions_state, created_at)
       SELECT id, $1, CASE WHEN number % 20 = 0 THEN 'business' ELSE 'individual' END, first || ' ' || last,
              last || ' ' || first, first || ' ' || last, decode(repeat('00', 400), 'hex'), sha256(id::bytea),
              CASE WHEN number % 100 = 1 THEN 4 WHEN number % 50 = 0 THEN 3 ELSE 2 END,
              CASE WHEN number % 100 = 1 THEN now() END, 'pending', now()
       FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS customer (id, first, last, number)`,
      [
        organization.id,
        batch.map(({ id }) => id),
        batch.map(({ firstName }) => firstName),
        batch.map(({ lastName }) => lastName),
      ],
    );
    await pool.query(
      `INSERT INTO customer_external_ids (organization_id, key, value, customer_id)
       SELECT $1, 'crm', id, id FROM unnest($2::text[]) AS customer (id)`,
      [organization.id, batch.map(({ id }) => id)],
    );
  }
  await pool.query('VACUUM ANALYZE customers, customer_external_ids');
  return customers;
}

async function measure(
  organization: BenchOrganization,
  customers: readonly MadeUpCustomer[],
  [name, bodyOf]: Search,
): Promise<void> {
  const random = seededRandom(11);
  const tookMs: number[] = [];
  let found = 0;
  for (let asked = 0; asked < searchCount; asked++) {
    const customer = customers[Math.floor(random() * customers.length)];
    if (customer === undefined) throw new Error('There is nobody to look for.');
    const startedAt = performance.now();
    found += (await organization.searchCustomers(bodyOf(customer))).data.length;
    tookMs.push(performance.now() - startedAt);
  }
  const [p50, p95, p99] = [50, 95, 99].map((percent) => percentile(tookMs, percent).toFixed(1).padStart(7));
  console.log(
    `${name.padEnd(40)} p50 ${p50} ms  p95 ${p95} ms  p99 ${p99} ms  (${(found / searchCount).toFixed(1)} found)`,
  );
}

/** With their screenings, as a client would: sixteen requests at a time. */
async function created(organization: BenchOrganization): Promise<void> {
  const until = performance.now() + seconds * 1_000;
  const tookMs: number[] = [];
  const client = async (number: number) => {
    for (let index = 0; performance.now() < until; index++) {
      const startedAt = performance.now();
      await organization.createCustomer({
        type: 'individual',
        individual: { firstName: `Made${number}`, lastName: `Up${index}`, birthDate: '1971-02-03' },
        email: `made${number}.${index}@example.com`,
        addresses: [{ type: 'primary', line1: `${index} Test Street`, city: 'Tallmere', country: 'GE' }],
      });
      tookMs.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: 16 }, (_, number) => client(number)));
  const [p50, p95] = [50, 95].map((percent) => percentile(tookMs, percent).toFixed(0));
  console.log(`created: ${Math.round(tookMs.length / seconds)} a second, p50 ${p50} ms, p95 ${p95} ms`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

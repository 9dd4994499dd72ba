import { Database, type Transaction } from '@bonafide/database';
import { firstIdAt, type OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import { type CustomerId, customerIds } from '../customer-ids';
import type { SanctionsState } from '../ladder/customer-facts';
import { type CustomerStatus, levelOf, statusAt } from '../ladder/customer-status';
import type { CustomerType } from '../records/customer-record';
import type { CustomerSummary } from '../records/customer-snapshot';
import { ExternalIds } from '../records/external-ids.repository';
import { SealedTaxIds } from '../records/sealed-tax-ids.service';
import { searchableName } from '../records/searchable-name';

export const customerOrders = ['newest', 'oldest', 'name'] as const;

/** What to look for; all that is given must be true. */
export interface CustomerFilter {
  /** Words of any of the names, also misspelt. */
  readonly name?: string | undefined;
  /** The whole address; how `comparableEmail` compares them. */
  readonly email?: string | undefined;
  readonly type?: CustomerType | undefined;
  readonly status?: CustomerStatus | undefined;
  readonly minimumStatus?: CustomerStatus | undefined;
  readonly createdAfter?: Date | undefined;
  readonly createdBefore?: Date | undefined;
  readonly externalIdKey?: string | undefined;
  readonly externalIdValue?: string | undefined;
}

export interface CustomerPage {
  readonly order: (typeof customerOrders)[number];
  /** The last customer of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

interface SummaryRow {
  readonly id: CustomerId;
  readonly type: CustomerType;
  readonly name: string;
  readonly level: number;
  readonly sanctionsState: SanctionsState;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** How much of the words asked for must be in a name, letter by letter: pg_trgm's own 0.6 misses two typing errors. */
const WORD_SIMILARITY = '0.5';

const orders = {
  newest: { by: 'id DESC', after: 'id < $LAST' },
  oldest: { by: 'id', after: 'id > $LAST' },
  // By its id, for a name must not stand in a cursor.
  name: {
    by: 'sort_name, id',
    after: '(sort_name, id) > (SELECT sort_name, id FROM customers WHERE id = $LAST AND organization_id = $1)',
  },
} as const;

/** Finds customers by what may be asked. */
@Injectable()
export class CustomerSearch {
  constructor(
    private readonly database: Database,
    private readonly taxIds: SealedTaxIds,
    private readonly externalIds: ExternalIds,
  ) {}

  async find(
    organizationId: OrganizationId,
    filter: CustomerFilter,
    { order, after, limit }: CustomerPage,
    tx?: Transaction,
  ): Promise<CustomerSummary[]> {
    const conditions = await this.conditionsOf(organizationId, filter);
    const { by, after: isAfter } = orders[order];
    if (after !== undefined) conditions.add((last) => isAfter.replace('$LAST', last), after);
    const rows = await this.ask<SummaryRow>(
      `SELECT id, type, name, status AS level, sanctions_state AS "sanctionsState", created_at AS "createdAt",
              updated_at AS "updatedAt"
       FROM customers WHERE ${conditions.sql} ORDER BY ${by} LIMIT ${limit}`,
      conditions,
      tx,
    );
    const externalIds = await this.externalIds.of(
      tx ?? this.database,
      organizationId,
      rows.map(({ id }) => id),
    );
    return rows.map(({ level, ...row }) => ({
      ...row,
      status: statusAt(level),
      externalIds: externalIds.get(row.id) ?? {},
    }));
  }

  /** How many there are; it reads them all. */
  async count(organizationId: OrganizationId, filter: CustomerFilter, tx?: Transaction): Promise<number> {
    const conditions = await this.conditionsOf(organizationId, filter);
    const [row] = await this.ask<{ total: number }>(
      `SELECT count(*)::integer AS total FROM customers WHERE ${conditions.sql}`,
      conditions,
      tx,
    );
    return row?.total ?? 0;
  }

  /** Only what was asked stands in the statement, so that Postgres plans for it and for nothing else. */
  private async conditionsOf(organizationId: OrganizationId, filter: CustomerFilter): Promise<Conditions> {
    const { name, email, type, status, minimumStatus, createdAfter, createdBefore } = filter;
    const conditions = new Conditions(organizationId);
    if (name !== undefined) conditions.add((words) => `${words} <% search_names`, searchableName(name));
    if (email !== undefined) {
      conditions.add((index) => `email_index = ${index}`, await this.taxIds.emailIndex(organizationId, email));
    }
    if (type !== undefined) conditions.add((value) => `type = ${value}`, type);
    if (status !== undefined) conditions.add((level) => `status = ${level}`, levelOf(status));
    if (minimumStatus !== undefined) conditions.add((level) => `status >= ${level}`, levelOf(minimumStatus));
    // Ids are made at the moment that `created_at` says, and the index is theirs.
    if (createdAfter !== undefined) conditions.add((id) => `id >= ${id}`, firstIdAt(customerIds, createdAfter));
    if (createdBefore !== undefined) conditions.add((id) => `id < ${id}`, firstIdAt(customerIds, createdBefore));
    const { externalIdKey, externalIdValue } = filter;
    if (externalIdKey !== undefined && externalIdValue !== undefined) {
      conditions.add(
        (pair) => `id = (SELECT customer_id FROM customer_external_ids
                         WHERE organization_id = $1 AND key = (${pair}::text[])[1] AND value = (${pair}::text[])[2])`,
        [externalIdKey, externalIdValue],
      );
    }
    return conditions;
  }

  /** The threshold belongs to the transaction, and so the question to one. */
  private ask<Row extends object>(
    sql: string,
    { parameters, asksForWords }: Conditions,
    tx?: Transaction,
  ): Promise<Row[]> {
    if (!asksForWords) return (tx ?? this.database).query<Row>(sql, parameters);
    const inside = async (open: Transaction): Promise<Row[]> => {
      await open.query(`SELECT set_config('pg_trgm.word_similarity_threshold', $1, true)`, [WORD_SIMILARITY]);
      return open.query<Row>(sql, parameters);
    };
    return tx === undefined ? this.database.transaction(inside) : inside(tx);
  }
}

class Conditions {
  private readonly clauses = ['organization_id = $1', 'deleted_at IS NULL'];
  readonly parameters: unknown[];

  constructor(organizationId: OrganizationId) {
    this.parameters = [organizationId];
  }

  get sql(): string {
    return this.clauses.join(' AND ');
  }

  get asksForWords(): boolean {
    return this.clauses.some((clause) => clause.includes('<%'));
  }

  add(clauseOf: (parameter: string) => string, value: unknown): void {
    this.parameters.push(value);
    this.clauses.push(clauseOf(`$${this.parameters.length}`));
  }
}

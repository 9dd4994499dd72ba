import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

const KEPT_DAYS = 30;

/** A vendor's message that something has happened to a case. What it says besides is not trusted. */
export interface VendorNotice {
  readonly vendor: string;
  /** Our id of what the vendor was asked about. */
  readonly reference: string;
  /** Of what makes it another message than the one before. */
  readonly fingerprint: Buffer;
}

export interface OwnedCase {
  readonly id: string;
  readonly organizationId: OrganizationId;
}

/** Whoever has asked vendors about something, and looks again when they say that something has happened. */
export interface CaseOwner {
  /** @returns what the case belongs to; null when it is none of this owner's */
  caseOf(notice: Pick<VendorNotice, 'vendor' | 'reference'>): Promise<OwnedCase | null>;
  noticed(tx: Transaction, id: string): Promise<void>;
}

/** Messages of vendors: each counts once. Owners of cases register themselves when their module is made. */
@Injectable()
export class VendorNotices {
  private readonly owners: CaseOwner[] = [];

  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  register(owner: CaseOwner): void {
    this.owners.push(owner);
  }

  /** A repetition changes nothing, nor does what is about nothing of ours. */
  async take(notice: VendorNotice): Promise<'noticed' | 'repeated' | 'unknown'> {
    for (const owner of this.owners) {
      const owned = await owner.caseOf(notice);
      if (owned === null) continue;
      // Nobody came with an API key, so nobody has made the key ready that seals the job.
      await this.encryption.prepare(owned.organizationId);
      return this.database.transaction((tx) => this.tell(tx, owner, owned.id, notice));
    }
    return 'unknown';
  }

  private async tell(tx: Transaction, owner: CaseOwner, id: string, { vendor, fingerprint }: VendorNotice) {
    const stored = await tx.query(
      `INSERT INTO vendor_notices (vendor, fingerprint) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1`,
      [vendor, fingerprint],
    );
    if (stored.length === 0) return 'repeated';
    await owner.noticed(tx, id);
    return 'noticed';
  }

  /** @returns how many were older than vendors repeat themselves */
  async forgetOld(): Promise<number> {
    const gone = await this.database.query(
      `DELETE FROM vendor_notices WHERE received_at < now() - $1 * interval '1 day' RETURNING 1`,
      [KEPT_DAYS],
    );
    return gone.length;
  }
}

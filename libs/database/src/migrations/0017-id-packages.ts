import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Identity packages and the images in them: tables of `verifications`. Both go with the customer that they are about. */
export class IdPackages1763600000017 implements MigrationInterface {
  readonly name = 'IdPackages1763600000017';

  async up(query: QueryRunner): Promise<void> {
    await query.query(`
      CREATE TABLE id_packages (
        id               text COLLATE "C" PRIMARY KEY,
        organization_id  text COLLATE "C" NOT NULL,
        customer_id      text COLLATE "C" NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
        party_id         text COLLATE "C" NOT NULL,
        document         bytea NOT NULL,
        front_image_id   text COLLATE "C" NOT NULL,
        back_image_id    text COLLATE "C",
        face_image_id    text COLLATE "C",
        -- One photograph is followed by one.
        replaces         text COLLATE "C" UNIQUE REFERENCES id_packages (id),
        state            text COLLATE "C" NOT NULL CHECK (state IN ('created', 'processing', 'requires_input',
          'needs_review', 'passed', 'declined', 'failed', 'expired', 'canceled')),
        reasons          text[] NOT NULL DEFAULT '{}',
        applicant        bytea,
        job_id           text COLLATE "C",
        vendor           text COLLATE "C",
        vendor_reference text,
        call_id          text COLLATE "C",
        attributes       jsonb NOT NULL DEFAULT '{}',
        error_code       text COLLATE "C",
        sequence         integer NOT NULL DEFAULT 1,
        created_by       text,
        created_with     text COLLATE "C" NOT NULL,
        created_at       timestamptz NOT NULL DEFAULT now(),
        submitted_at     timestamptz,
        -- When a vendor last said that something has happened.
        noticed_at       timestamptz,
        entered_at       timestamptz NOT NULL DEFAULT now(),
        settled_at       timestamptz,
        decided_by       text,
        decided_with     text COLLATE "C",
        decision_reason  bytea,
        decided_at       timestamptz,
        images_erased_at timestamptz,
        CHECK ((settled_at IS NULL) = (state IN ('created', 'processing', 'requires_input', 'needs_review'))),
        CHECK ((decided_at IS NULL) = (decision_reason IS NULL)),
        CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
        -- Nothing passes of which nobody has said so: a vendor in a call that is on record, or a person.
        CONSTRAINT id_packages_passed_check CHECK (state <> 'passed' OR call_id IS NOT NULL OR decided_at IS NOT NULL)
      )`);
    await query.query(`
      CREATE FUNCTION keep_settled_id_package() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'An identity package that has settled does not move.' USING ERRCODE = 'check_violation';
      END $$`);
    await query.query(`
      CREATE TRIGGER id_packages_stay_settled BEFORE UPDATE OF state ON id_packages
      FOR EACH ROW WHEN (OLD.settled_at IS NOT NULL AND NEW.state <> OLD.state)
      EXECUTE FUNCTION keep_settled_id_package()`);
    await query.query(`CREATE INDEX id_packages_by_customer ON id_packages (customer_id, id)`);
    await query.query(
      `CREATE INDEX id_packages_open ON id_packages (entered_at) WHERE state IN ('created', 'requires_input')`,
    );
    await query.query(
      `CREATE INDEX id_packages_waiting ON id_packages (id) WHERE state IN ('created', 'requires_input', 'needs_review')`,
    );
    await query.query(`
      CREATE INDEX id_packages_with_images ON id_packages (settled_at) WHERE settled_at IS NOT NULL AND images_erased_at IS NULL`);
    await query.query(`
      CREATE TABLE id_package_images (
        id              text COLLATE "C" PRIMARY KEY,
        organization_id text COLLATE "C" NOT NULL,
        customer_id     text COLLATE "C" NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
        package_id      text COLLATE "C" REFERENCES id_packages (id) ON DELETE CASCADE,
        media_type      text COLLATE "C" NOT NULL CHECK (media_type IN ('image/jpeg', 'image/png')),
        bytes           integer NOT NULL CHECK (bytes BETWEEN 100 AND 5242880),
        width           integer NOT NULL,
        height          integer NOT NULL,
        content         bytea,
        uploaded_with   text COLLATE "C" NOT NULL,
        uploaded_at     timestamptz NOT NULL DEFAULT now(),
        erased_at       timestamptz,
        CHECK ((content IS NULL) = (erased_at IS NOT NULL))
      )`);
    // Sealed bytes do not get smaller: Postgres need not try.
    await query.query(`ALTER TABLE id_package_images ALTER COLUMN content SET STORAGE EXTERNAL`);
    await query.query(`CREATE INDEX id_package_images_by_customer ON id_package_images (customer_id)`);
    await query.query(`CREATE INDEX id_package_images_by_package ON id_package_images (package_id)`);
    await query.query(`
      CREATE INDEX id_package_images_unused ON id_package_images (uploaded_at) WHERE package_id IS NULL AND erased_at IS NULL`);
  }

  async down(query: QueryRunner): Promise<void> {
    await query.query(`DROP TABLE id_package_images, id_packages`);
    await query.query(`DROP FUNCTION keep_settled_id_package`);
  }
}

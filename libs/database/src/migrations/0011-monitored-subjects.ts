import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Subjects that are screened again whenever a list changes, and the proof that they were: tables of `screening`. */
export class MonitoredSubjects1763600000011 implements MigrationInterface {
  readonly name = 'MonitoredSubjects1763600000011';

  async up(query: QueryRunner): Promise<void> {
    await this.addSubjects(query);
    await this.addRescreenings(query);
    // No foreign keys: every insert would lock a row that all parts of a run count on.
    await query.query(`
      ALTER TABLE screenings
        ADD COLUMN monitored_subject_id text COLLATE "C",
        ADD COLUMN rescreening_id       text COLLATE "C",
        ADD CHECK (rescreening_id IS NULL OR monitored_subject_id IS NOT NULL)`);
    await query.query(`
      CREATE INDEX screenings_by_monitored_subject ON screenings (monitored_subject_id, id) WHERE monitored_subject_id IS NOT NULL`);
    // Nobody is told twice by one run, whatever else may go wrong.
    await query.query(`
      CREATE UNIQUE INDEX screenings_by_rescreening ON screenings (rescreening_id, monitored_subject_id) WHERE rescreening_id IS NOT NULL`);
    await query.query(`
      ALTER TABLE screening_hits
        ADD COLUMN lapsed_at    timestamptz,
        ADD COLUMN lapsed_by    text COLLATE "C" REFERENCES list_publications (id),
        ADD COLUMN lapse_reason text COLLATE "C" CHECK (lapse_reason IN ('entry-removed', 'entry-changed')),
        ADD CHECK ((lapsed_at IS NULL) = (lapsed_by IS NULL) AND (lapsed_at IS NULL) = (lapse_reason IS NULL))`);
    await query.query(`
      CREATE INDEX screening_hits_standing ON screening_hits (organization_id, id)
      WHERE state IN ('pending_review', 'awaiting_second_review', 'confirmed') AND lapsed_at IS NULL`);
    await query.query(
      `CREATE INDEX screening_hits_lapsed ON screening_hits (organization_id, id) WHERE lapsed_at IS NOT NULL`,
    );
  }

  private async addSubjects(query: QueryRunner): Promise<void> {
    // Counts who begins and ends; a run covers those who had begun, and not ended, when it drew its number.
    await query.query(`CREATE SEQUENCE monitored_subjects_revision`);
    await query.query(`
      CREATE TABLE monitored_subjects (
        id                  text COLLATE "C" PRIMARY KEY,
        organization_id     text COLLATE "C" NOT NULL,
        external_id         text NOT NULL,
        subject             bytea,
        subject_fingerprint bytea NOT NULL,
        threshold           double precision,
        submitted_by        text,
        submitted_with      text COLLATE "C" NOT NULL,
        begun_revision      bigint NOT NULL DEFAULT nextval('monitored_subjects_revision'),
        ended_revision      bigint,
        end_reason          text COLLATE "C" CHECK (end_reason IN ('requested', 'replaced')),
        created_at          timestamptz NOT NULL DEFAULT now(),
        ended_at            timestamptz,
        -- Of somebody who is not monitored any more nothing is kept that says who it was.
        CHECK ((ended_revision IS NULL) = (subject IS NOT NULL)),
        CHECK ((ended_revision IS NULL) = (end_reason IS NULL) AND (ended_revision IS NULL) = (ended_at IS NULL))
      )`);
    await query.query(`
      CREATE UNIQUE INDEX monitored_subjects_active ON monitored_subjects (organization_id, external_id)
      WHERE ended_revision IS NULL`);
    await query.query(`
      CREATE INDEX monitored_subjects_by_organization ON monitored_subjects (organization_id, id)
      INCLUDE (begun_revision, ended_revision)`);
    await query.query(
      `CREATE INDEX monitored_subjects_by_external_id ON monitored_subjects (organization_id, external_id, id)`,
    );
    await query.query(`
      CREATE TABLE monitored_lists (
        list           text COLLATE "C" PRIMARY KEY,
        -- Up to which every monitored subject was screened, or is to be by a run that was planned.
        publication_id text COLLATE "C" NOT NULL REFERENCES list_publications (id)
      )`);
    await query.query(
      `INSERT INTO monitored_lists (list, publication_id) SELECT list, id FROM list_publications WHERE state = 'active'`,
    );
  }

  private async addRescreenings(query: QueryRunner): Promise<void> {
    await query.query(`
      CREATE TABLE rescreenings (
        id                  text COLLATE "C" PRIMARY KEY,
        -- In this order the runs of an organization take place; ids are made by clocks that may disagree.
        number              bigint GENERATED ALWAYS AS IDENTITY,
        organization_id     text COLLATE "C" NOT NULL,
        kind                text COLLATE "C" NOT NULL CHECK (kind IN ('delta', 'full')),
        trigger             text COLLATE "C" NOT NULL CHECK (trigger IN ('activation', 'late_screening', 'request', 'schedule')),
        list                text COLLATE "C",
        from_publication_id text COLLATE "C" REFERENCES list_publications (id),
        to_publication_id   text COLLATE "C" REFERENCES list_publications (id),
        list_set_id         text COLLATE "C" REFERENCES list_sets (id),
        -- Null: everybody who is monitored.
        subject_ids         text[] COLLATE "C",
        job_id              text COLLATE "C" NOT NULL,
        state               text COLLATE "C" NOT NULL CHECK (state IN ('planned', 'running', 'completed', 'incomplete', 'cancelled')),
        revision            bigint,
        entries_added       integer,
        entries_changed     integer,
        entries_removed     integer,
        subjects            integer,
        subjects_screened   integer NOT NULL DEFAULT 0,
        subjects_ended      integer NOT NULL DEFAULT 0,
        subjects_unscreened integer NOT NULL DEFAULT 0,
        hits_found          integer NOT NULL DEFAULT 0,
        hits_lapsed         integer NOT NULL DEFAULT 0,
        parts               integer,
        parts_completed     integer NOT NULL DEFAULT 0,
        parts_failed        integer NOT NULL DEFAULT 0,
        error_code          text,
        sequence            integer NOT NULL DEFAULT 0,
        created_at          timestamptz NOT NULL DEFAULT now(),
        started_at          timestamptz,
        finished_at         timestamptz,
        CHECK ((kind = 'delta') = (list IS NOT NULL) AND (kind = 'delta') = (to_publication_id IS NOT NULL)),
        CHECK (state NOT IN ('running', 'completed') OR (subjects IS NOT NULL AND parts IS NOT NULL AND list_set_id IS NOT NULL)),
        -- Completed is who has missed nobody.
        CHECK (state <> 'completed' OR (
          subjects = subjects_screened + subjects_ended AND subjects_unscreened = 0
          AND parts = parts_completed AND parts_failed = 0)),
        CHECK ((state IN ('completed', 'incomplete', 'cancelled')) = (finished_at IS NOT NULL))
      )`);
    await query.query(`CREATE INDEX rescreenings_by_organization ON rescreenings (organization_id, id)`);
    await query.query(`
      CREATE INDEX rescreenings_under_way ON rescreenings (organization_id, number) WHERE state IN ('planned', 'running')`);
    await query.query(`CREATE INDEX rescreenings_incomplete ON rescreenings (id) WHERE state = 'incomplete'`);
    await query.query(`
      CREATE UNIQUE INDEX rescreenings_one_full ON rescreenings (organization_id)
      WHERE kind = 'full' AND state IN ('planned', 'running')`);
    await query.query(`
      CREATE TABLE rescreening_parts (
        id                 text COLLATE "C" PRIMARY KEY,
        rescreening_id     text COLLATE "C" NOT NULL REFERENCES rescreenings (id),
        number             integer NOT NULL,
        job_id             text COLLATE "C" NOT NULL,
        first_subject_id   text COLLATE "C" NOT NULL,
        last_subject_id    text COLLATE "C" NOT NULL,
        subjects           integer NOT NULL CHECK (subjects > 0),
        state              text COLLATE "C" NOT NULL CHECK (state IN ('pending', 'completed', 'failed', 'cancelled')),
        screened           integer,
        ended              integer,
        -- The subjects that could not be screened.
        unscreened         text[] COLLATE "C",
        hits_found         integer,
        list_set_id        text COLLATE "C" REFERENCES list_sets (id),
        engine_version     text,
        configuration_hash text,
        attempt            integer,
        error_code         text,
        finished_at        timestamptz,
        UNIQUE (rescreening_id, number),
        CHECK (state <> 'completed' OR (
          screened + ended + cardinality(unscreened) = subjects AND list_set_id IS NOT NULL AND engine_version IS NOT NULL
          AND configuration_hash IS NOT NULL AND attempt IS NOT NULL))
      )`);
  }

  async down(query: QueryRunner): Promise<void> {
    await query.query(
      `ALTER TABLE screening_hits DROP COLUMN lapsed_at, DROP COLUMN lapsed_by, DROP COLUMN lapse_reason`,
    );
    await query.query(`ALTER TABLE screenings DROP COLUMN rescreening_id, DROP COLUMN monitored_subject_id`);
    await query.query(`DROP TABLE rescreening_parts, rescreenings, monitored_lists, monitored_subjects`);
    await query.query(`DROP SEQUENCE monitored_subjects_revision`);
  }
}

import type pg from 'pg';

/**
 * Has the database write down, by real time, when the phone network took a message and when an attempt's end was
 * recorded. The virtual clock stands still while something is under way, so without it nobody could tell whether a
 * message that was looked up and not found was there already, or came too late. Call it before anything is sent.
 * A message counts from its commit, before which no look-up can see it, and a process may be suspended just before it.
 * @param owner a connection of the owner of all tables
 */
export async function installWitness(owner: pg.ClientBase): Promise<void> {
  await owner.query(`
    CREATE SCHEMA witness;
    CREATE TABLE witness.taken (message_id bigint PRIMARY KEY, at timestamptz NOT NULL);
    CREATE TABLE witness.ended (day date, occ_id uuid, seq int, target int, n int, at timestamptz NOT NULL,
      PRIMARY KEY (day, occ_id, seq, target, n));
    CREATE FUNCTION witness.note_taken() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO witness.taken VALUES (NEW.id, clock_timestamp());
      RETURN NULL;
    END $$;
    CREATE FUNCTION witness.note_ended() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO witness.ended VALUES (NEW.day, NEW.occ_id, NEW.seq, NEW.target, NEW.n, clock_timestamp());
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER witness AFTER INSERT ON sandbox.message DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION witness.note_taken();
    CREATE TRIGGER witness AFTER INSERT ON engine.outcome FOR EACH ROW EXECUTE FUNCTION witness.note_ended();
  `);
}

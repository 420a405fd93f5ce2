import type pg from 'pg';

/**
 * Has the database write down, by real time, when the phone network was asked to take a message and took it, when a
 * message was put into an inbox, when an attempt's end was recorded, when a person's text was heard, and when a button
 * that was pressed by itself had its page. The virtual clock stands still while something is under way, so without it
 * nobody could tell whether a message that was looked up and not found was there already, or came too late. Call it
 * before anything is sent.
 * What the network does counts from its commit, before which no look-up can see it, and a process may be suspended just
 * before it. The transaction tells a request that was taken from one that was refused and left no message.
 * @param owner a connection of the owner of all tables
 */
export async function installWitness(owner: pg.ClientBase): Promise<void> {
  await owner.query(`
    CREATE SCHEMA witness;
    CREATE TABLE witness.taken (message_id bigint PRIMARY KEY, at timestamptz NOT NULL, xact xid8 NOT NULL);
    CREATE TABLE witness.requested (address text NOT NULL, at timestamptz NOT NULL, xact xid8 NOT NULL);
    CREATE TABLE witness.put (attempt text PRIMARY KEY, at timestamptz NOT NULL);
    CREATE TABLE witness.ended (day date, occ_id uuid, seq int, target int, n int, at timestamptz NOT NULL,
      PRIMARY KEY (day, occ_id, seq, target, n));
    CREATE TABLE witness.heard (provider_id text PRIMARY KEY, at timestamptz NOT NULL);
    CREATE TABLE witness.pressed (delivery_id bigint PRIMARY KEY, at timestamptz NOT NULL);
    CREATE FUNCTION witness.note_taken() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO witness.taken VALUES (NEW.id, clock_timestamp(), pg_current_xact_id());
      RETURN NULL;
    END $$;
    CREATE FUNCTION witness.note_requested() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO witness.requested VALUES (NEW.address, clock_timestamp(), pg_current_xact_id());
      RETURN NULL;
    END $$;
    CREATE FUNCTION witness.note_put() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO witness.put VALUES (NEW.attempt, clock_timestamp());
      RETURN NULL;
    END $$;
    CREATE FUNCTION witness.note_ended() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO witness.ended VALUES (NEW.day, NEW.occ_id, NEW.seq, NEW.target, NEW.n, clock_timestamp());
      RETURN NULL;
    END $$;
    CREATE FUNCTION witness.note_heard() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO witness.heard VALUES (NEW.provider_id, clock_timestamp());
      RETURN NULL;
    END $$;
    CREATE FUNCTION witness.note_pressed() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO witness.pressed VALUES (NEW.id, clock_timestamp()) ON CONFLICT DO NOTHING;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER witness AFTER INSERT ON sandbox.message DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION witness.note_taken();
    CREATE CONSTRAINT TRIGGER witness_first AFTER INSERT ON sandbox.handset DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (NEW.draws > 0) EXECUTE FUNCTION witness.note_requested();
    CREATE CONSTRAINT TRIGGER witness_next AFTER UPDATE ON sandbox.handset DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (NEW.draws > OLD.draws) EXECUTE FUNCTION witness.note_requested();
    CREATE CONSTRAINT TRIGGER witness AFTER INSERT ON channels.inbox_message DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION witness.note_put();
    CREATE TRIGGER witness AFTER INSERT ON engine.outcome FOR EACH ROW EXECUTE FUNCTION witness.note_ended();
    CREATE TRIGGER witness AFTER INSERT ON channels.inbound_message
      FOR EACH ROW EXECUTE FUNCTION witness.note_heard();
    CREATE CONSTRAINT TRIGGER witness AFTER UPDATE ON sandbox.delivery DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (NEW.kind = 'link' AND NEW.outcome = 'done') EXECUTE FUNCTION witness.note_pressed();
  `);
}

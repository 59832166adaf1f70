-- The database roles of the record store on PostgreSQL. Run this once as a superuser, in its database; again does no harm:
--
--     psql -d interview -f docs/postgresql-roles.sql
--
-- interview_owner   owns the tables: `interview migrate`, `interview restore`, and on PostgreSQL 16 and older a VACUUM every night
-- interview_app     the service and every other command: reads and changes rows, makes and drops nothing. It can add to the
--                   audit log and to the list of deletions, and change or remove nothing there
-- interview_report  how many, when and in which state; no name, no word, no reference, nothing that is sealed
--
-- What each may do with a table is given by `interview migrate`, at each of its runs as the owner, to those of the roles that
-- are there. So after this file: set a password for each with \password, and run `interview migrate` as interview_owner. Then
-- let the service's INTERVIEW_DATABASE_URL name interview_app.
--
-- A superuser and the owner can still do everything. Keep their passwords away from the machine that serves.

DO $$
DECLARE
    wanted text;
    there record;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['interview_owner', 'interview_app', 'interview_report'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I', wanted);
        END IF;
        EXECUTE format('ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', wanted);
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), wanted);
        EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', wanted);
    END LOOP;

    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT CREATE ON SCHEMA public TO interview_owner;

    -- The tables of a record store that was made before there were these roles, with their sequences.
    FOR there IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner <> 'interview_owner' LOOP
        EXECUTE format('ALTER TABLE public.%I OWNER TO interview_owner', there.tablename);
    END LOOP;
END
$$;

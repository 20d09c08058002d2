-- The three users of a database of one's own: run it once as an administrator, with passwords of your own.
--
--   consign_migrate     CONSIGN_DB_MIGRATE_USER, told to the processor alone: makes and changes the tables, and gives the
--                       other two their rights at every start of the processor (sql/src/main/resources/rights/tables.txt)
--   consign_processor   CONSIGN_DB_USER
--   consign_reconciler  CONSIGN_DB_RECONCILER_USER, told to both; its password to the reconciler alone
--
-- The names are yours to choose. Both programs' users must be from the same host (here '%', any).
CREATE DATABASE IF NOT EXISTS consign CHARACTER SET utf8mb4;

CREATE USER 'consign_migrate'@'%' IDENTIFIED BY 'migrate-password';
GRANT ALL PRIVILEGES ON consign.* TO 'consign_migrate'@'%' WITH GRANT OPTION;

-- There are no views: this only lets them in before the first table is there.
CREATE USER 'consign_processor'@'%' IDENTIFIED BY 'processor-password';
GRANT SHOW VIEW ON consign.* TO 'consign_processor'@'%';

CREATE USER 'consign_reconciler'@'%' IDENTIFIED BY 'reconciler-password';
GRANT SHOW VIEW ON consign.* TO 'consign_reconciler'@'%';

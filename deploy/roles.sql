-- Once, as the administrator of PostgreSQL: psql -f deploy/roles.sql. Give the passwords after
-- it with \password portal_owner and \password portal_app, so that they stand in no file.
CREATE ROLE portal_owner LOGIN;
CREATE ROLE portal_app LOGIN;
CREATE DATABASE portal OWNER portal_owner ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
REVOKE ALL ON DATABASE portal FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE portal TO portal_app;

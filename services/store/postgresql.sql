-- Once, when the container of PostgreSQL is new: the role of the store, which owns its database and may do nothing else.
\getenv password PARLEY_POSTGRES_PASSWORD
CREATE ROLE parley LOGIN PASSWORD :'password';
CREATE DATABASE parley OWNER parley TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C';
REVOKE ALL ON DATABASE parley FROM PUBLIC;
-- From here on the superuser comes in through the socket only, inside the container.
ALTER ROLE CURRENT_USER PASSWORD NULL;

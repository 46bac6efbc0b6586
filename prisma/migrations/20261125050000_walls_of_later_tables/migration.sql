-- What people's requests may do with the tables that came beside the wall.
SELECT wall_off(x.walled::regclass, x.privileges) FROM (VALUES
  ('api_keys', 'SELECT, INSERT, UPDATE'),
  ('webhook_endpoints', 'SELECT, INSERT, UPDATE'),
  ('webhook_deliveries', 'SELECT, INSERT, UPDATE')
) AS x (walled, privileges);

-- The audit only grows, and no key is deleted by a request.
REVOKE UPDATE, DELETE ON "audit_log" FROM livestreamsell_person;
-- UPDATE stays: sealing a text locks the key in use.
REVOKE DELETE ON "store_keys" FROM livestreamsell_person;

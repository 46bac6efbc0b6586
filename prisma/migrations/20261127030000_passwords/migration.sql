-- Changes of a password stand beside the tries to sign in, and mails tell of them.
ALTER TABLE "login_log" DROP CONSTRAINT "login_log_outcome_known";
ALTER TABLE "login_log" ADD CONSTRAINT "login_log_outcome_known"
  CHECK ("outcome" IN ('signed-in', 'second-factor-asked', 'refused', 'locked', 'signed-out-everywhere', 'changed'));
ALTER TABLE "mails" DROP CONSTRAINT "mails_kind_has_its_target";
ALTER TABLE "mails" ADD CONSTRAINT "mails_kind_has_its_target"
  CHECK ("kind" = 'invitation' AND "invitation_id" IS NOT NULL AND "tienda_id" IS NOT NULL
    OR "kind" IN ('lockout', 'password-reset', 'password-changed') AND "seller_id" IS NOT NULL);

-- A person reads whether they are of the support.
ALTER TABLE "superadmins" ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_row_only ON "superadmins" FOR SELECT TO livestreamsell_person USING (seller_id = (SELECT current_person()));
GRANT SELECT ON "superadmins" TO livestreamsell_person;

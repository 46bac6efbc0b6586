-- A mail tells who switched their second factor off.
ALTER TABLE "mails" DROP CONSTRAINT "mails_kind_has_its_target";
ALTER TABLE "mails" ADD CONSTRAINT "mails_kind_has_its_target"
  CHECK ("kind" = 'invitation' AND "invitation_id" IS NOT NULL AND "tienda_id" IS NOT NULL
    OR "kind" IN ('lockout', 'password-reset', 'password-changed', 'factor-off') AND "seller_id" IS NOT NULL);

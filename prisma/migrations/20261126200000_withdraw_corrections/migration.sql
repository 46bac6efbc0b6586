-- A correction said by mistake can be taken back.
GRANT DELETE ON "ai_corrections" TO livestreamsell_person;

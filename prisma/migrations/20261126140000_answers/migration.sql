-- Whether the bot answers questions of buyers from the catalogue, and what the seller says about shipping.
ALTER TABLE tiendas
  ADD COLUMN answers_questions boolean NOT NULL DEFAULT true,
  ADD COLUMN shipping_note text,
  ADD CONSTRAINT "tiendas_shipping_note_length" CHECK (char_length(shipping_note) BETWEEN 1 AND 300);

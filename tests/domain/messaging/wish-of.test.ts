import { expect, test } from 'vitest';
import { wishOf } from '../../../src/domain/messaging/wishes/wish-of.ts';

test.each([
  ['STOP', 'opt_out'],
  ['Baja.', 'opt_out'],
  ['¡BAJA!', 'opt_out'],
  ['PARE', 'opt_out'],
  ['ARRÊT', 'opt_out'],
  ['إيقاف', 'opt_out'],
  ['Unsubscribe', 'opt_out'],
  ['  start ', 'opt_in'],
  ['ALTA', 'opt_in'],
  ['Voltar', 'opt_in'],
  ['ابدأ', 'opt_in'],
  ['ELIMINAR MIS DATOS', 'data_deletion'],
  ['Delete my data!', 'data_deletion'],
  ['Excluir meus dados', 'data_deletion'],
  ['Supprimer mes données', 'data_deletion'],
  ['احذف بياناتي', 'data_deletion'],
])('%s alone means %s, whatever the engine thinks', (text, wish) => {
  expect(wishOf(text, 'other')).toBe(wish);
});

test('within other words only the engine decides', () => {
  expect(wishOf('la prenda de baja calidad', 'complaint')).toBeNull();
  expect(wishOf('start the live please', 'other')).toBeNull();
  expect(wishOf('por favor no me escriban más', 'opt_out')).toBe('opt_out');
  expect(wishOf('borren todo lo mío', 'data_deletion')).toBe('data_deletion');
  expect(wishOf('quiero 2', 'purchase')).toBeNull();
});

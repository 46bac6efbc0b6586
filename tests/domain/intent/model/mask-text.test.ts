import { expect, test } from 'vitest';
import { maskText } from '../../../../src/domain/intent/model/mask-text.ts';

test.each([
  ['mi tarjeta es 4111 1111 1111 1111 porfa', 'mi tarjeta es [card] porfa'],
  ['5500-0000-0000-0004', '[card]'],
  ['4111.1111.1111.1111', '[card]'],
  ['٤١١١ ١١١١ ١١١١ ١١١١', '[card]'],
  ['amex 378282246310005 vence 12/29', 'amex [card] vence 12/29'],
  ['llámame al +56 9 8765 4321', 'llámame al [phone]'],
  ['whats (55) 11 91234-5678!', 'whats [phone]!'],
  ['06 12 34 56 78', '[phone]'],
  ['1234 5678 9012 3456', '[phone]'],
  ['escribe a Ana.Pérez+live@mi-tienda.com.mx ya', 'escribe a [email] ya'],
])('%s leaves as %s', (text, masked) => {
  expect(maskText(text)).toBe(masked);
});

test.each(['quiero 2 de la R1 talla 38', 'la 1500', '15.000 pesos', 'pedido A1234567B'])(
  '%s stays as it is',
  (text) => {
    expect(maskText(text)).toBe(text);
  },
);

test('a number that is a code of the catalogue stays', () => {
  expect(maskText('quiero 7501234567890 x2', (piece) => piece === '7501234567890')).toBe('quiero 7501234567890 x2');
});

/** Where a store may stand today, with the currency and language that its people use. */
export const MARKETS = [
  { country: 'CL', currency: 'CLP', language: 'es' },
  { country: 'PE', currency: 'PEN', language: 'es' },
  { country: 'AR', currency: 'ARS', language: 'es' },
  { country: 'CO', currency: 'COP', language: 'es' },
  { country: 'MX', currency: 'MXN', language: 'es' },
  { country: 'UY', currency: 'UYU', language: 'es' },
  { country: 'EC', currency: 'USD', language: 'es' },
  { country: 'BO', currency: 'BOB', language: 'es' },
  { country: 'BR', currency: 'BRL', language: 'pt' },
  { country: 'US', currency: 'USD', language: 'en' },
] as const;

export const CURRENCIES = ['CLP', 'PEN', 'ARS', 'COP', 'MXN', 'UYU', 'BOB', 'BRL', 'USD'] as const;

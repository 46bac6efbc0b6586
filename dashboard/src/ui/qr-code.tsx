import { encode } from 'uqr';

/** A text as a QR code. `label` says what it opens, for who cannot see it. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { size, data } = encode(text, { border: 2 });
  const dots = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')));
  // Dark on white in every theme: readers need it so.
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} className="size-48 rounded-lg bg-white">
      <path d={dots.join('')} fill="black" shapeRendering="crispEdges" />
    </svg>
  );
}

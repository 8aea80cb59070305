// A QR code as a picture that these pages draw themselves.

import { renderSVG } from 'uqr';

/** Dark on light in both themes, with the quiet zone that scanners need. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const picture = renderSVG(text, { ecc: 'M', border: 4 });
  return (
    <img
      className="qr-code"
      src={`data:image/svg+xml,${encodeURIComponent(picture)}`}
      alt={label}
      width={176}
      height={176}
    />
  );
}

// What people wrote, as they wrote it: lines kept, markup shown.

/** Text of others; never read as markup. */
export function Written({ children }: { readonly children: string }) {
  return <p className="written">{children}</p>;
}

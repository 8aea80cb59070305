// The frame of a page: its title in the browser and, after a change of route, the focus on its heading.

import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

interface PageProps {
  readonly title: string;
  readonly heading?: ReactNode;
  readonly lead?: ReactNode;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly narrow?: boolean;
}

let firstPath: string | undefined = typeof window === 'undefined' ? undefined : window.location.pathname;

/** A page with one `h1`; `title` also names the tab. */
export function Page({ title, heading, lead, aside, children, narrow = false }: PageProps) {
  const headingRef = useFocusAfterNavigation();
  useEffect(() => {
    document.title = title === 'Fabcommons' ? title : `${title} · Fabcommons`;
  }, [title]);
  return (
    <div className={narrow ? 'page page-narrow' : 'page'}>
      <header className="page-head">
        <div>
          <h1 ref={headingRef} tabIndex={-1}>
            {heading ?? title}
          </h1>
          {lead === undefined ? null : <p className="lead">{lead}</p>}
        </div>
        {aside}
      </header>
      {children}
    </div>
  );
}

function useFocusAfterNavigation() {
  const ref = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    // The first page is the browser's own navigation: the focus belongs at the top of the document.
    if (pathname === firstPath) return;
    firstPath = undefined;
    window.scrollTo(0, 0);
    ref.current?.focus({ preventScroll: true });
  }, [pathname]);
  return ref;
}

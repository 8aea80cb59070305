// What every page stands in: skip link, wordmark, ways to go, and the foot.

import { Suspense } from 'react';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { useSession } from '../api/session.js';
import { FaultBoundary } from './fault-boundary.js';
import { Loading } from './notices.js';
import { ThemeToggle } from './theme-toggle.js';

/** The frame; pages come in through the router's outlet. */
export function SiteFrame() {
  const { pathname } = useLocation();
  return (
    <>
      <a className="skip-link" href="#content">
        Skip to the content
      </a>
      <SiteHeader />
      <main id="content" tabIndex={-1}>
        <FaultBoundary key={pathname}>
          <Suspense fallback={<Loading what="the page" heightRem={40} />}>
            <Outlet />
          </Suspense>
        </FaultBoundary>
      </main>
      <footer className="site-foot">
        <p>Design global, make local. Every price is taken apart and every decision can be read.</p>
        <p>
          <a href="/api/docs">HTTP interface</a> · Towns: GeoNames, CC BY 4.0 · Coastlines: Natural Earth
        </p>
      </footer>
    </>
  );
}

function SiteHeader() {
  const { account, has } = useSession();
  return (
    <header className="site-head">
      <Link to="/" className="wordmark">
        <Mark />
        <span>
          fab<b>commons</b>
        </span>
      </Link>
      <nav aria-label="Main">
        <NavLink to="/" end>
          Designs
        </NavLink>
        <NavLink to="/labs">Labs</NavLink>
        {account && has('designer') ? <NavLink to="/publish">Publish</NavLink> : null}
        {account && has('customer', 'steward') ? <NavLink to="/orders">Orders</NavLink> : null}
        {account ? (
          <NavLink to="/account" className="nav-account">
            {account.name}
          </NavLink>
        ) : (
          <NavLink to="/sign-in">Sign in</NavLink>
        )}
      </nav>
      <ThemeToggle />
    </header>
  );
}

function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M16 3 27 9.5v13L16 29 5 22.5v-13Z" />
      <path d="M10 13.5 16 17l6-3.5M16 17v6.500" />
    </svg>
  );
}

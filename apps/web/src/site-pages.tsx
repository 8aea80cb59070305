// Addresses and their pages; all but the catalogue are fetched when first visited.

import { type ComponentType, lazy } from 'react';
import { Link, Route, Routes } from 'react-router';
import { CataloguePage } from './catalogue/catalogue-page.js';
import { EmptyNotice } from './shell/notices.js';
import { Page } from './shell/page.js';
import { SiteFrame } from './shell/site-frame.js';

const page = <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) =>
  lazy(async () => ({ default: (await load())[name] }));

const DesignPage = page(() => import('./design/design-page.js'), 'DesignPage');
const ConfirmPage = page(() => import('./quote/confirm-page.js'), 'ConfirmPage');
const DecisionPage = page(() => import('./quote/decision-page.js'), 'DecisionPage');
const DemandPage = page(() => import('./quote/demand-page.js'), 'DemandPage');
const OrdersPage = page(() => import('./orders/orders-page.js'), 'OrdersPage');
const OrderPage = page(() => import('./orders/order-page.js'), 'OrderPage');
const LabsPage = page(() => import('./labs/labs-page.js'), 'LabsPage');
const LabPage = page(() => import('./labs/lab-page.js'), 'LabPage');
const NewLabPage = page(() => import('./labs/new-lab-page.js'), 'NewLabPage');
const PublishPage = page(() => import('./publish/publish-page.js'), 'PublishPage');
const DraftsPage = page(() => import('./drafts/drafts-page.js'), 'DraftsPage');
const DraftPage = page(() => import('./drafts/draft-page.js'), 'DraftPage');
const SignInPage = page(() => import('./account/sign-in-page.js'), 'SignInPage');
const SignUpPage = page(() => import('./account/sign-up-page.js'), 'SignUpPage');
const AccountPage = page(() => import('./account/account-page.js'), 'AccountPage');

/** All pages. */
export function SitePages() {
  return (
    <Routes>
      <Route element={<SiteFrame />}>
        <Route index element={<CataloguePage />} />
        <Route path="designs/:slug" element={<DesignPage />} />
        <Route path="quotes/:quoteId/:optionId" element={<ConfirmPage />} />
        <Route path="decisions/:decisionId" element={<DecisionPage />} />
        <Route path="unmet-demand" element={<DemandPage />} />
        <Route path="orders" element={<OrdersPage />} />
        <Route path="orders/:orderId" element={<OrderPage />} />
        <Route path="labs" element={<LabsPage />} />
        <Route path="labs/new" element={<NewLabPage />} />
        <Route path="labs/:labId" element={<LabPage />} />
        <Route path="publish" element={<PublishPage />} />
        <Route path="drafts" element={<DraftsPage />} />
        <Route path="drafts/:draftId" element={<DraftPage />} />
        <Route path="sign-in" element={<SignInPage />} />
        <Route path="sign-up" element={<SignUpPage />} />
        <Route path="account" element={<AccountPage />} />
        <Route path="*" element={<NothingHere />} />
      </Route>
    </Routes>
  );
}

function NothingHere() {
  return (
    <Page title="Nothing at this address" narrow>
      <EmptyNotice title="There is no page here.">
        <p>
          The address may be mistyped, or the thing was never public. <Link to="/">See the designs</Link>.
        </p>
      </EmptyNotice>
    </Page>
  );
}

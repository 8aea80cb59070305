// All migrations of the gateway's schema, oldest first.

import { Accounts1763700100000 } from './accounts.migration.js';
import { Catalogue1763700200000 } from './catalogue.migration.js';
import { Commons1763700600000 } from './commons.migration.js';
import { CounterOffers1763751000000 } from './counter-offers.migration.js';
import { Demand1763762000000 } from './demand.migration.js';
import { Labs1763700300000 } from './labs.migration.js';
import { Ledger1763700500000 } from './ledger.migration.js';
import { Orders1763700400000 } from './orders.migration.js';
import { Search1763700700000 } from './search.migration.js';

export const GATEWAY_MIGRATIONS = [
  Accounts1763700100000,
  Catalogue1763700200000,
  Labs1763700300000,
  Orders1763700400000,
  Ledger1763700500000,
  Commons1763700600000,
  Search1763700700000,
  CounterOffers1763751000000,
  Demand1763762000000,
];

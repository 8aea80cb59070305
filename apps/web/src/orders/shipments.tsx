// Finished parts: the code to collect them with, or where the parcel is.

import type { OrderView } from '#contracts/http/orders';
import { Badge } from '../parts/badge.js';
import { showUnits } from './jobs.js';
import { QrCode } from './qr-code.js';

type Shipment = OrderView['shipments'][number];

/** Nothing before parts are ready. */
export function Shipments({ order: { shipments } }: { readonly order: OrderView }) {
  if (shipments.length === 0) return null;
  return (
    <section aria-labelledby="shipments-heading" className="shipments">
      <h2 id="shipments-heading">
        {shipments.some(({ state }) => state === 'ready') ? 'Ready for you' : 'Handed over'}
      </h2>
      {shipments.map((shipment) => (
        <ShipmentCard key={shipment.id} shipment={shipment} />
      ))}
    </section>
  );
}

function ShipmentCard({ shipment }: { readonly shipment: Shipment }) {
  const { labName, delivery, state, units, pickupCode, carrier, tracking } = shipment;
  return (
    <div className="facts shipment">
      <p>
        <b>{labName}</b>{' '}
        <Badge tone={state === 'ready' ? 'busy' : 'good'}>{state === 'ready' ? 'ready' : 'handed over'}</Badge>
      </p>
      <p className="fine">{showUnits(units)}</p>
      {delivery === 'pickup' && state === 'ready' && pickupCode !== undefined ? (
        <div className="pickup">
          <p>Show this code at the lab. It works once.</p>
          <p className="pickup-code">{pickupCode}</p>
          <QrCode text={pickupCode} label={`QR code of the pick-up code ${pickupCode}`} />
        </div>
      ) : null}
      {carrier === undefined ? null : (
        <p>
          With {carrier}
          {tracking === undefined ? '' : `, tracking ${tracking}`}.
        </p>
      )}
    </div>
  );
}

// Handing one shipment over: by the customer's code, or to a carrier.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'react-aria-components/Button';
import { Form } from 'react-aria-components/Form';
import type { z } from 'zod';
import { addressOf } from '#contracts/http/call-route';
import { handOver, type labWork, ship } from '#contracts/http/lab-work';
import { printAttribution } from '#contracts/http/release-papers';
import { fieldErrors } from '../api/api-problem.js';
import { call } from '../api/client.js';
import { showUnits } from '../orders/jobs.js';
import { Badge } from '../parts/badge.js';
import { TextInput } from '../parts/fields.js';
import { ProblemNotice } from '../shell/notices.js';

type Shipment = z.infer<Exclude<typeof labWork.answer, string>>['shipments'][number];

/** As many as one sheet order holds. */
const MAX_CARDS = 200;

interface DeskProps {
  readonly shipment: Shipment;
  readonly labId: string;
}

/** With the form that its delivery needs, until it is handed over. */
export function ShipmentDesk({ shipment, labId }: DeskProps) {
  const queries = useQueryClient();
  const shipmentId = shipment.id;
  const copies = Math.min(
    MAX_CARDS,
    shipment.units.reduce((sum, { count }) => sum + count, 0),
  );
  const give = useMutation({
    mutationFn: (form: FormData) => {
      const text = (name: string): string => String(form.get(name) ?? '').trim();
      if (shipment.delivery === 'pickup')
        return call(handOver, { params: { shipmentId }, body: { code: text('code') } });
      const tracking = text('tracking');
      return call(ship, {
        params: { shipmentId },
        body: { carrier: text('carrier'), ...(tracking === '' ? {} : { tracking }) },
      });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['mine', 'work', labId] }),
  });
  return (
    <div className="facts">
      <p>
        <b>{shipment.title}</b>{' '}
        <Badge tone={shipment.state === 'ready' ? 'busy' : 'good'}>
          {shipment.state === 'ready' ? 'ready' : 'handed over'}
        </Badge>
      </p>
      <p className="fine">{showUnits(shipment.units)}</p>
      <p>
        <a href={addressOf(printAttribution, { params: { releaseId: shipment.releaseId }, query: { copies } })}>
          {copies === 1 ? 'Attribution card' : `${copies} attribution cards`} (PDF)
        </a>{' '}
        <span className="fine">goes along with what you hand over</span>
      </p>
      {shipment.state === 'ready' ? (
        <Form
          className="inline-form"
          validationErrors={fieldErrors(give.error)}
          onSubmit={(event) => {
            event.preventDefault();
            give.mutate(new FormData(event.currentTarget));
          }}
        >
          {shipment.delivery === 'pickup' ? (
            <TextInput
              label="The customer’s code"
              name="code"
              autoComplete="off"
              minLength={4}
              maxLength={20}
              isRequired
            />
          ) : (
            <>
              <TextInput label="Carrier" name="carrier" maxLength={120} isRequired />
              <TextInput label="Tracking number" name="tracking" maxLength={120} />
            </>
          )}
          <Button type="submit" className="button button-primary" isPending={give.isPending}>
            {shipment.delivery === 'pickup' ? 'Hand over' : 'Given to the carrier'}
          </Button>
        </Form>
      ) : null}
      {give.isError ? <ProblemNotice error={give.error} /> : null}
    </div>
  );
}

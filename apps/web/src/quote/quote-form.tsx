// How many, of what, where to, and how it gets there.

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Form } from 'react-aria-components/Form';
import type { z } from 'zod';
import type { ReleaseView } from '#contracts/http/releases';
import { listMaterials } from '#contracts/http/labs';
import type { quoteRequestSchema } from '#contracts/http/quotes';
import type { Delivery } from '#core/quote/quote';
import type { Objective } from '#core/routing/objective';
import { call } from '../api/client.js';
import { FewChoices, NumberInput, TextInput } from '../parts/fields.js';
import { ManyChoices } from '../parts/many-choices.js';
import { countOf } from '../parts/format.js';
import { ChoiceFields, NOTHING_CHOSEN, chosenParts } from './choice-fields.js';
import { OBJECTIVE_CHOICES } from './objective-words.js';
import { type ChosenPlace, PlaceField } from './place-field.js';

export type QuoteRequest = z.infer<typeof quoteRequestSchema>;

interface FormProps {
  readonly release: ReleaseView;
  readonly isAsking: boolean;
  readonly onAsk: (request: QuoteRequest) => void;
}

const DELIVERIES = [
  { id: 'pickup', label: 'I collect it' },
  { id: 'shipping', label: 'Ship it to me' },
] as const;

const STAGES = [
  { id: 'all', label: 'All of them' },
  { id: 'one', label: 'One to look at, then the rest' },
] as const;

/** Asks only when a place is named. */
export function QuoteForm({ release, isAsking, onAsk }: FormProps) {
  const [choice, setChoice] = useState(NOTHING_CHOSEN);
  const materials = useMaterials(chosenParts(release.parts, choice));
  const [quantity, setQuantity] = useState(1);
  const [material, setMaterial] = useState<string>();
  const [color, setColor] = useState('');
  const [to, setTo] = useState<ChosenPlace>();
  const [delivery, setDelivery] = useState<Delivery>('pickup');
  const [objective, setObjective] = useState<Objective | ''>('');
  const [first, setFirst] = useState<'all' | 'one'>('all');
  const wanted = materials.find(({ id }) => id === material)?.id;
  const chosen = wanted ?? materials.find(({ id }) => id === 'PLA')?.id ?? materials[0]?.id ?? 'PLA';
  return (
    <Form
      className="quote-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!to) return;
        const more = color.trim() === '' ? {} : { color: color.trim() };
        const { variants, include } = choice;
        onAsk({
          releaseId: release.id,
          quantity,
          material: chosen,
          to,
          delivery,
          ...more,
          ...(objective === '' ? {} : { objective }),
          ...(quantity > 1 && first === 'one' ? { prototypeFirst: true } : {}),
          ...(choice === NOTHING_CHOSEN ? {} : { choice: { variants: { ...variants }, include: [...include] } }),
        });
      }}
    >
      <NumberInput label="Quantity" value={quantity} onChange={setQuantity} minValue={1} maxValue={10_000} isRequired />
      {quantity > 1 ? (
        <FewChoices label="What is made first" choices={STAGES} value={first} onChange={setFirst} />
      ) : null}
      <ManyChoices label="Material" choices={materials} value={chosen} onChange={setMaterial} />
      <TextInput label="Colour (if it matters)" value={color} onChange={setColor} maxLength={40} />
      <ChoiceFields parts={release.parts} choice={choice} onChange={setChoice} />
      <PlaceField onChoose={setTo} />
      <FewChoices label="How it reaches you" choices={DELIVERIES} value={delivery} onChange={setDelivery} />
      <ManyChoices
        label="What matters most"
        choices={OBJECTIVE_CHOICES}
        value={objective}
        onChange={setObjective}
        hint="The order of the options, and which labs are compared."
      />
      <Button type="submit" className="button button-primary" isPending={isAsking}>
        {isAsking ? 'Asking the labs …' : 'Ask the network'}
      </Button>
    </Form>
  );
}

/** Materials that all parts allow, those loaded somewhere first. */
function useMaterials(parts: ReleaseView['parts']): { id: string; label: string }[] {
  const { data } = useQuery({ queryKey: ['materials'], queryFn: ({ signal }) => call(listMaterials, { signal }) });
  const processes = new Set(parts.map(({ process }) => process));
  const known = (data?.materials ?? [{ material: 'PLA', process: parts[0]?.process ?? 'fdm', loadedAtMachines: 0 }])
    .filter(({ process }) => processes.has(process))
    .filter(({ material }) => parts.every(({ materials }) => materials.length === 0 || materials.includes(material)))
    .toSorted((a, b) => b.loadedAtMachines - a.loadedAtMachines || a.material.localeCompare(b.material));
  const once = new Map(known.map((each) => [each.material, each] as const));
  return [...once.values()].map(({ material, loadedAtMachines }) => ({
    id: material,
    label: loadedAtMachines > 0 ? `${material} (loaded at ${countOf(loadedAtMachines, 'machine')})` : material,
  }));
}

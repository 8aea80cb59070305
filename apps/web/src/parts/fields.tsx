// Form controls with their label, hint and error, all alike.

import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Checkbox } from 'react-aria-components/Checkbox';
import { FieldError } from 'react-aria-components/FieldError';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { NumberField } from 'react-aria-components/NumberField';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';

interface FieldProps {
  readonly label: string;
  readonly name?: string;
  readonly hint?: ReactNode;
  readonly isRequired?: boolean;
}

interface TextProps extends FieldProps {
  readonly value?: string;
  readonly defaultValue?: string;
  readonly onChange?: (value: string) => void;
  readonly type?: 'text' | 'email' | 'password' | 'url';
  readonly autoComplete?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly lines?: number;
  readonly list?: string;
}

/** One line of text, or several. */
export function TextInput({ label, hint, lines, list, ...field }: TextProps) {
  return (
    <TextField className="field" {...field}>
      <Label>{label}</Label>
      {lines === undefined ? <Input list={list} /> : <TextArea rows={lines} />}
      {hint === undefined ? null : (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error" />
    </TextField>
  );
}

interface NumberProps extends FieldProps {
  readonly value?: number;
  readonly defaultValue?: number;
  readonly onChange?: (value: number) => void;
  readonly minValue?: number;
  readonly maxValue?: number;
  readonly step?: number;
  readonly formatOptions?: Intl.NumberFormatOptions;
}

interface OptionalNumberProps extends Omit<NumberProps, 'value' | 'onChange' | 'defaultValue' | 'name'> {
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
}

/** A number that may be left open. */
export function OptionalNumber({ value, onChange, ...field }: OptionalNumberProps) {
  return (
    <NumberInput
      {...field}
      value={value ?? Number.NaN}
      onChange={(typed) => onChange(Number.isNaN(typed) ? undefined : typed)}
    />
  );
}

interface TickProps {
  readonly label: string;
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
}

/** Yes or no. */
export function Tick({ label, isSelected, onChange }: TickProps) {
  return (
    <Checkbox className="choice" isSelected={isSelected} onChange={onChange}>
      {label}
    </Checkbox>
  );
}

/** A number with two buttons; arrow keys step it. */
export function NumberInput({ label, hint, ...field }: NumberProps) {
  return (
    <NumberField className="field" {...field}>
      <Label>{label}</Label>
      <Group className="number-group">
        <Button slot="decrement" className="step">
          −
        </Button>
        <Input />
        <Button slot="increment" className="step">
          +
        </Button>
      </Group>
      {hint === undefined ? null : (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error" />
    </NumberField>
  );
}

interface ChoiceProps<T extends string> extends FieldProps {
  readonly choices: readonly { readonly id: T; readonly label: string }[];
  readonly value?: T;
  readonly defaultValue?: T;
  readonly onChange?: (value: T) => void;
}

/** One of a few, all in sight. */
export function FewChoices<T extends string>({ label, choices, onChange, ...field }: ChoiceProps<T>) {
  return (
    <RadioGroup className="field" {...field} onChange={(value) => onChange?.(value as T)}>
      <Label>{label}</Label>
      <div className="choices">
        {choices.map(({ id, label: text }) => (
          <Radio key={id} value={id} className="choice">
            {text}
          </Radio>
        ))}
      </div>
      <FieldError className="field-error" />
    </RadioGroup>
  );
}

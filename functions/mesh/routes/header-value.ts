type State = 'literal' | 'percent' | 'name' | 'array' | 'string' | 'text' | 'escape' | 'delimiter' | 'arguments-end' | 'end';

/** One step of Envoy's reader of `%VARIABLE(…)%`: the next state, or `undefined` where the character does not fit. */
const steps: Readonly<Record<State, (character: string) => State | undefined>> = {
  literal: (character) => (character === '%' ? 'percent' : 'literal'),
  percent: (character) => (character === '%' ? 'literal' : steps.name(character)),
  text: (character) => (character === '\\' ? 'escape' : character === ')' ? 'end' : character === '"' ? 'delimiter' : 'text'),
  escape: () => 'text',
  name: (character) => (character === '%' ? 'literal' : character === '(' ? 'array' : 'name'),
  array: (character) => (character === '[' ? 'string' : character === ' ' ? 'array' : 'text'),
  string: (character) => (character === '"' ? 'text' : character === ' ' ? 'string' : undefined),
  delimiter: (character) =>
    character === ',' ? 'string' : character === ']' ? 'arguments-end' : character === ' ' ? 'delimiter' : undefined,
  'arguments-end': (character) => (character === ')' ? 'end' : character === ' ' ? 'arguments-end' : undefined),
  end: (character) => (character === '%' ? 'literal' : character === ' ' ? 'end' : undefined),
};

/** What a header value must be for Envoy to take it, where it is not: no control characters, and every `%` closed or doubled. */
export function headerValueProblem(value: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that Envoy refuses
  if (/[\0-\x08\x0a-\x1f\x7f]/.test(value)) return 'must not have control characters';
  return readsWell(value) ? undefined : `must have "%" in pairs around a variable, or doubled as "%%", not ${JSON.stringify(value)}`;
}

function readsWell(value: string): boolean {
  let state: State | undefined = 'literal';
  for (const character of value) if (state !== undefined) state = steps[state](character);
  return state === 'literal';
}

import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import { type Brackets, envoyVariables, optionsOf, withLength } from './envoy-variables.ts';

/** What Envoy refuses in a text with variables, as a clause after its field, and how to mend it. */
export interface VariableProblem {
  readonly requirement: string;
  readonly fix: string;
}

/** A variable as Envoy reads it: a name, something in brackets, and how many bytes to keep. */
const variable = /^%([A-Z0-9_]+)(?:\((.*?)\))?(:\d+)?%/;

type Known = ReadonlyMap<string, Brackets>;

/** The first thing in a text that Envoy refuses: `%` is the beginning of a variable, and `%%` the sign itself. */
export function variableProblem(value: string, known: Known = envoyVariables): VariableProblem | undefined {
  let at = value.indexOf('%');
  while (at >= 0) {
    const rest = value.slice(at);
    const read = rest.startsWith('%%') ? undefined : variable.exec(rest);
    if (read === null) return unreadable(rest, known);
    const problem = read && unknown(read, known);
    if (problem !== undefined) return problem;
    at = value.indexOf('%', at + (read?.[0].length ?? 2));
  }
  return undefined;
}

const doubled = 'write `%%` for a percent sign';

function unreadable(rest: string, known: Known): VariableProblem {
  const [written] = /^%[^%]*%?/.exec(rest) ?? [rest];
  const name = /^%\s*([A-Za-z0-9_-]+)/.exec(rest)?.[1]?.toUpperCase().replaceAll('-', '_');
  const isClosed = written.length > 1 && written.endsWith('%');
  const meant = isClosed && name !== undefined ? nearest(name, known) : undefined;
  return {
    requirement: isClosed ? `has "${written}", which is no variable of Envoy` : 'has a single "%", which begins a variable of Envoy',
    fix: meant === undefined ? doubled : `did you mean \`${shown(meant, known)}\`? ${doubled}`,
  };
}

function unknown([written, name = '', inside, length]: RegExpExecArray, known: Known): VariableProblem | undefined {
  const brackets = known.get(name);
  if (brackets === undefined) {
    const meant = nearest(name, known);
    return {
      requirement: `has "${written}", which is no variable of Envoy`,
      fix:
        meant === undefined
          ? `write a variable of Envoy, or \`%%\` for a percent sign`
          : `did you mean \`${shown(meant, known, inside)}\`?`,
    };
  }
  if (brackets === 'needed' && !inside)
    return { requirement: `has "${written}", which needs something in brackets`, fix: `write \`${shown(name, known)}\`` };
  if (brackets === 'none' && inside)
    return { requirement: `has "${written}", which takes nothing in brackets`, fix: `write \`%${name}%\`` };
  const option = inside && wrongOption(name, inside);
  if (option) return { requirement: `has "${written}", with an option that Envoy does not have`, fix: option };
  if (length && !withLength.has(name))
    return { requirement: `has "${written}", which cannot be cut to a length`, fix: `write \`${written.replace(`${length}%`, '%')}\`` };
  return undefined;
}

/** How to mend the first option that is none; options that are left out are fine. */
function wrongOption(name: string, inside: string): string | undefined {
  const places = optionsOf.get(name) ?? [];
  const at = places.findIndex((words, index) => {
    const word = inside.split(':')[index];
    return word !== undefined && word !== '' && !words.includes(word);
  });
  return at < 0 ? undefined : `write one of ${(places[at] ?? []).map((word) => `\`${word}\``).join(', ')}`;
}

const nearest = (name: string, known: Known): string | undefined => (known.has(name) ? name : didYouMean(name, [...known.keys()]));

/** A variable with what it had in brackets, or a place for it. */
function shown(name: string, known: Known, inside = '…'): string {
  const brackets = known.get(name);
  return brackets === 'needed' || (brackets === 'maybe' && inside !== '…') ? `%${name}(${inside})%` : `%${name}%`;
}

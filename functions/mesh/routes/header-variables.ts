import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import { envoyVariables } from './envoy-variables.ts';

/** What Envoy refuses in a text with variables, as a clause after its field, and how to mend it. */
export interface VariableProblem {
  readonly requirement: string;
  readonly fix: string;
}

/** A variable as Envoy reads it: a name, something in brackets, and how many bytes to keep. */
const variable = /^%([A-Z0-9_]+)(?:\((.*?)\))?(?::\d+)?%/;

/** The first thing in a header value that Envoy refuses: `%` is the beginning of a variable, and `%%` the sign itself. */
export function variableProblem(value: string): VariableProblem | undefined {
  let at = value.indexOf('%');
  while (at >= 0) {
    const rest = value.slice(at);
    const read = rest.startsWith('%%') ? undefined : variable.exec(rest);
    if (read === null) return unreadable(rest);
    const problem = read && unknown(read);
    if (problem !== undefined) return problem;
    at = value.indexOf('%', at + (read?.[0].length ?? 2));
  }
  return undefined;
}

const doubled = 'write `%%` for a percent sign';

function unreadable(rest: string): VariableProblem {
  const [written] = /^%[^%]*%?/.exec(rest) ?? [rest];
  const name = /^%\s*([A-Za-z0-9_-]+)/.exec(rest)?.[1]?.toUpperCase().replaceAll('-', '_');
  const isClosed = written.length > 1 && written.endsWith('%');
  const meant = isClosed && name !== undefined ? nearest(name) : undefined;
  return {
    requirement: isClosed ? `has "${written}", which is no variable of Envoy` : 'has a single "%", which begins a variable of Envoy',
    fix: meant === undefined ? doubled : `did you mean \`${shown(meant)}\`? ${doubled}`,
  };
}

function unknown([written, name = '', inside]: RegExpExecArray): VariableProblem | undefined {
  const brackets = envoyVariables.get(name);
  if (brackets === undefined) {
    const meant = nearest(name);
    return {
      requirement: `has "${written}", which is no variable of Envoy`,
      fix: meant === undefined ? `write a variable of Envoy, or \`%%\` for a percent sign` : `did you mean \`${shown(meant, inside)}\`?`,
    };
  }
  if (brackets === 'needed' && !inside)
    return { requirement: `has "${written}", which needs something in brackets`, fix: `write \`${shown(name)}\`` };
  if (brackets === 'none' && inside)
    return { requirement: `has "${written}", which takes nothing in brackets`, fix: `write \`%${name}%\`` };
  return undefined;
}

const nearest = (name: string): string | undefined => (envoyVariables.has(name) ? name : didYouMean(name, [...envoyVariables.keys()]));

/** A variable with what it had in brackets, or a place for it. */
function shown(name: string, inside = '…'): string {
  const brackets = envoyVariables.get(name);
  return brackets === 'needed' || (brackets === 'maybe' && inside !== '…') ? `%${name}(${inside})%` : `%${name}%`;
}

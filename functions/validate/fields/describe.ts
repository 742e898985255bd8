import { type Call, type Expression, isCall, parametersOf, pathOf } from './expression.ts';

/** `a, b and c`. */
export function words(list: readonly string[]): string {
  return list.length < 2 ? (list[0] ?? '') : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`;
}

const self = 'the value';

/** The name of the first field that an expression speaks of, from the value under check or the bound variable. */
export function shortName(expression: Expression): string {
  if (typeof expression === 'string') return pathOf(expression).path.join('.') || self;
  if (isCall(expression, '.')) return `${shortName(expression[1] as Expression)}.${String(expression[2]).slice(1)}`;
  return isCall(expression) ? shortName(expression[1] as Expression) : String(expression);
}

/** A field in backticks; the value under check itself has no name. */
function named(expression: Expression): string {
  const name = shortName(expression);
  return name === self ? 'it' : `\`${name}\``;
}

/** An operand as it is shown: texts in double quotes, fields in backticks. */
export function display(expression: Expression): string {
  if (typeof expression === 'string' && expression.startsWith("'")) return JSON.stringify(expression.slice(1));
  if (typeof expression === 'string') return named(expression);
  if (isCall(expression, 'list')) return words(parametersOf(expression).map(display));
  if (isCall(expression, 'duration')) return display(expression[1] as Expression);
  return isCall(expression) ? `\`${shortName(expression)}\`` : String(expression);
}

const verbs: Readonly<Record<string, (holds: boolean, value: string) => string>> = {
  '==': (holds, value) => `is ${holds ? '' : 'not '}${value}`,
  '!=': (holds, value) => `is ${holds ? 'not ' : ''}${value}`,
  in: (holds, value) => `is ${holds ? '' : 'not '}one of ${value}`,
  contains: (holds, value) => (holds ? `contains ${value}` : `does not contain ${value}`),
  startsWith: (holds, value) => (holds ? `begins with ${value}` : `does not begin with ${value}`),
};

/** A condition in words: `` `type` is "HTTP" ``; nothing where there are no short ones. */
export function describe(expression: Expression, holds: boolean): string {
  if (isCall(expression, '!')) return describe(expression[1] as Expression, !holds);
  if (!isCall(expression)) return `${named(expression)} is ${holds}`;
  const [name, subject, other] = expression;
  const field = named(subject as Expression);
  if (name === 'has') return `${field} is ${holds ? '' : 'not '}set`;
  if (isCall(subject, 'size') && other === 0) return `${field} is ${holds === (name === '==') ? '' : 'not '}empty`;
  const verb = verbs[name]?.(holds, display(other as Expression));
  return verb === undefined ? '' : `${field} ${verb}`;
}

const requirements: Readonly<Record<string, (value: string) => string>> = {
  '==': (value) => `must be ${value}`,
  '!=': (value) => `must not be ${value}`,
  in: (value) => `must be one of ${value}`,
  '<': (value) => `must be less than ${value}`,
  '<=': (value) => `must be at most ${value}`,
  '>': (value) => `must be more than ${value}`,
  '>=': (value) => `must be at least ${value}`,
  contains: (value) => `must contain ${value}`,
  startsWith: (value) => `must begin with ${value}`,
  endsWith: (value) => `must end with ${value}`,
  matches: (value) => `must match ${value}`,
  isIP: () => 'must be an IP address',
  isLabel: () => 'must be a DNS label: at most 63 lower-case letters, digits and "-"',
  has: () => 'must be set',
};

const opposites: Readonly<Record<string, string>> = { '<': '>=', '<=': '>', '>': '<=', '>=': '<', '==': '!=', '!=': '==' };
const bounds: Readonly<Record<string, string>> = { '<': 'less than', '<=': 'at most', '>': 'more than', '>=': 'at least', '==': 'exactly' };

/** What a comparison asks of its first field, or with `wanted` false what its contrary asks: `must not be set`. */
export function require(call: Call, wanted: boolean): string {
  const [name, subject, other = null] = call;
  const sign = wanted ? name : (opposites[name] ?? name);
  const sized = sizeRequirement(sign, subject, other);
  const text = sized ?? requirements[sign]?.(display(other)) ?? 'must be otherwise';
  return wanted || opposites[name] !== undefined || sized ? text : text.replace('must ', 'must not ');
}

function sizeRequirement(sign: string, subject: Expression | undefined, other: Expression): string | undefined {
  if (isCall(subject, 'sum')) return `must have ${bounds[sign]} ${String(other)} ${display(subject[2] as Expression)} in all`;
  if (!isCall(subject, 'size')) return undefined;
  if (isCall(subject[1], 'filter'))
    return `must not have more than ${String(other)} entry in which ${describe(subject[1][3] as Expression, true)}`;
  if (other === 0) return sign === '==' ? 'must be empty' : 'must not be empty';
  return `must have a length of ${bounds[sign] ?? 'other than'} ${String(other)}`;
}

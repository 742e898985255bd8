import { isAddress } from '../syntax/address.ts';
import { parseDuration } from '../syntax/duration.ts';
import { patternOf } from '../syntax/pattern.ts';
import { type Expression, pathOf } from './expression.ts';

/** What an expression has when it asks for something that is not there: upstream counts it as broken. */
export const failed = Symbol('failed');

export interface Scope {
  readonly self: unknown;
  readonly variables: Readonly<Record<string, unknown>>;
}

type Evaluator = (scope: Scope) => unknown;
type Loose = Readonly<Record<string, unknown>>;

const compiledExpressions = new WeakMap<object, Evaluator>();

/** The value of an expression: plain data, or `failed`. */
export function evaluate(expression: Expression, scope: Scope): unknown {
  return compile(expression)(scope);
}

function compile(expression: Expression): Evaluator {
  if (typeof expression === 'string') return compileText(expression);
  if (expression === null || typeof expression !== 'object') return () => expression;
  const before = compiledExpressions.get(expression);
  if (before !== undefined) return before;
  const made = compileCall(expression);
  compiledExpressions.set(expression, made);
  return made;
}

function compileText(text: string): Evaluator {
  if (text.startsWith("'")) {
    const literal = text.slice(1);
    return () => literal;
  }
  const { variable, path } = pathOf(text);
  return (scope) => walk(variable === undefined ? scope.self : scope.variables[variable], path);
}

function walk(start: unknown, path: readonly string[]): unknown {
  let value = start;
  for (const name of path) {
    if (value === null || typeof value !== 'object') return failed;
    value = (value as Loose)[name];
    if (value === undefined) return failed;
  }
  return value === undefined ? failed : value;
}

function compileCall([name, ...parameters]: readonly [string, ...Expression[]]): Evaluator {
  const special = forms[name];
  if (special) return special(parameters);
  const operation = operations[name];
  if (operation === undefined) throw new Error(`no operation ${name}`);
  const compiled = parameters.map(compile);
  return (scope) => {
    const values = compiled.map((parameter) => parameter(scope));
    return values.includes(failed) ? failed : operation(...values);
  };
}

/** Forms that do not evaluate all of their parameters, or that bind a variable. */
const forms: Readonly<Record<string, (parameters: readonly Expression[]) => Evaluator>> = {
  '&&': (parameters) => absorbing(parameters.map(compile), false),
  '||': (parameters) => absorbing(parameters.map(compile), true),
  implies: ([condition, requirement]) => {
    const first = compile(condition as Expression);
    const second = compile(requirement as Expression);
    return (scope) => {
      const holds = first(scope);
      return holds === failed ? failed : holds === true ? second(scope) : true;
    };
  },
  '?': ([condition, yes, no]) => {
    const [first, second, third] = [condition, yes, no].map((parameter) => compile(parameter as Expression)) as [
      Evaluator,
      Evaluator,
      Evaluator,
    ];
    return (scope) => {
      const holds = first(scope);
      return holds === failed ? failed : holds === true ? second(scope) : third(scope);
    };
  },
  has: ([path]) => has(path as Expression),
  else: ([path, fallback]) => {
    const [value, other] = [compile(path as Expression), compile(fallback as Expression)];
    return (scope) => {
      const found = value(scope);
      return found === failed ? other(scope) : found;
    };
  },
  atMost: ([limit, ...paths]) => {
    const set = paths.map(has);
    return (scope) => set.filter((path) => path(scope) === true).length <= (limit as number);
  },
  exactly: ([count, ...paths]) => {
    const set = paths.map(has);
    return (scope) => set.filter((path) => path(scope) === true).length === count;
  },
  all: (parameters) => quantified(parameters, (results) => every(results)),
  exists: (parameters) => quantified(parameters, some),
  exists_one: (parameters) => quantified(parameters, (results) => results.filter((result) => result === true).length === 1),
  filter: ([list, variable, body]) => {
    const [entries, test] = [compile(list as Expression), compile(body as Expression)];
    return (scope) => {
      const found = entriesOf(entries(scope));
      return found === failed ? failed : found.filter((entry) => test(bind(scope, variable, entry)) === true);
    };
  },
  alike: ([list, ...names]) => {
    const entries = compile(list as Expression);
    return (scope) => {
      const found = entries(scope);
      return Array.isArray(found) ? unlike(found, names).length === 0 : failed;
    };
  },
  unique: ([list, guard, ...fields]) => {
    const entries = compile(list as Expression);
    return (scope) => {
      const found = entries(scope);
      return Array.isArray(found) ? repeated(found, guard as Expression, fields as string[]).length === 0 : failed;
    };
  },
};

const operations: Readonly<Record<string, (...values: unknown[]) => unknown>> = {
  '!': (value) => (typeof value === 'boolean' ? !value : failed),
  '==': (left, right) => same(left, right),
  '!=': (left, right) => !same(left, right),
  '<': (left, right) => compare(left, right, (a, b) => a < b),
  '<=': (left, right) => compare(left, right, (a, b) => a <= b),
  '>': (left, right) => compare(left, right, (a, b) => a > b),
  '>=': (left, right) => compare(left, right, (a, b) => a >= b),
  '+': (left, right) => (typeof left === typeof right ? (left as number) + (right as number) : failed),
  in: (value, list) =>
    Array.isArray(list) ? list.some((entry) => same(entry, value)) : list !== null && typeof list === 'object' && String(value) in list,
  list: (...values) => values,
  entries: (...values) => Object.fromEntries(values.flatMap((value, index) => (index % 2 === 0 ? [[value, values[index + 1]]] : []))),
  '[]': (value, key) => {
    const found = (value as Loose | null)?.[key as string];
    return found === undefined ? failed : found;
  },
  '.': (value, name) => {
    const found = (value as Loose | null)?.[name as string];
    return found === undefined ? failed : found;
  },
  size: (value) => sizeOf(value),
  sum: (list, field) =>
    (list as readonly Loose[]).reduce(
      (total, entry) => total + (Array.isArray(entry[String(field)]) ? (entry[String(field)] as unknown[]).length : 0),
      0,
    ),
  contains: (text, inner) => String(text).includes(String(inner)),
  startsWith: (text, start) => String(text).startsWith(String(start)),
  endsWith: (text, end) => String(text).endsWith(String(end)),
  matches: (text, pattern) => patternOf(String(pattern)).test(String(text)),
  substring: (text, start, end) => String(text).substring(Number(start), end === undefined ? undefined : Number(end)),
  split: (text, separator) => String(text).split(String(separator)),
  lowerAscii: (text) => String(text).toLowerCase(),
  upperAscii: (text) => String(text).toUpperCase(),
  duration: (text) => parseDuration(String(text)) ?? failed,
  isIP: (text) => isAddress(String(text)),
  isLabel: (text) => /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(String(text)) && String(text).length <= 63,
};

/** Characters of a text, entries of a list, keys of a map. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length < 1 ? 0 : [...value].length;
  if (Array.isArray(value)) return value.length;
  return value !== null && typeof value === 'object' ? Object.keys(value).length : 0;
}

function has(path: Expression): Evaluator {
  // `has` of a path asks for its last field; what comes before must be there.
  if (typeof path !== 'string') {
    const [, base, literal] = path as readonly [string, Expression, string];
    const name = literal.slice(1);
    const parent = compile(base);
    return (scope) => {
      const found = parent(scope);
      return found === failed ? failed : (found as Loose | null)?.[name] !== undefined;
    };
  }
  const { variable, path: names } = pathOf(path);
  const last = names.at(-1) as string;
  const before = names.slice(0, -1);
  return (scope) => {
    const parent = walk(variable === undefined ? scope.self : scope.variables[variable], before);
    return parent === failed ? failed : parent !== null && typeof parent === 'object' && (parent as Loose)[last] !== undefined;
  };
}

/** `&&` and `||` of CEL: the deciding value wins over a failure, wherever it stands. */
function absorbing(parts: readonly Evaluator[], deciding: boolean): Evaluator {
  return (scope) => {
    let result: unknown = !deciding;
    for (const part of parts) {
      const value = part(scope);
      if (value === deciding) return deciding;
      if (typeof value !== 'boolean') result = failed;
    }
    return result;
  };
}

const every = (results: readonly unknown[]): unknown => (results.includes(false) ? false : results.includes(failed) ? failed : true);
const some = (results: readonly unknown[]): unknown => (results.includes(true) ? true : results.includes(failed) ? failed : false);

function quantified([list, variable, body]: readonly Expression[], join: (results: readonly unknown[]) => unknown): Evaluator {
  const [entries, test] = [compile(list as Expression), compile(body as Expression)];
  return (scope) => {
    const found = entriesOf(entries(scope));
    return found === failed ? failed : join(found.map((entry) => test(bind(scope, variable, entry))));
  };
}

function entriesOf(value: unknown): readonly unknown[] | typeof failed {
  if (Array.isArray(value)) return value;
  return value !== null && typeof value === 'object' ? Object.keys(value) : failed;
}

export function bind(scope: Scope, variable: Expression | undefined, value: unknown): Scope {
  return { self: scope.self, variables: { ...scope.variables, [String(variable)]: value } };
}

function same(left: unknown, right: unknown): boolean {
  return left === right || (typeof left === 'object' && JSON.stringify(left) === JSON.stringify(right));
}

function compare(left: unknown, right: unknown, test: (left: number, right: number) => boolean): unknown {
  return typeof left === typeof right && (typeof left === 'number' || typeof left === 'string')
    ? test(left as number, right as number)
    : failed;
}

/**
 * Positions of the entries that equal an earlier one in all of the fields; a missing field, an empty text and 0 are the same. The
 * guard is a field that must be there, or an equation of a field.
 */
export function repeated(list: readonly unknown[], guard: Expression, fields: readonly string[]): readonly number[] {
  const seen = new Set<string>();
  return list.flatMap((entry, index) => {
    const record = (entry ?? {}) as Loose;
    if (typeof guard === 'string' && record[guard] === undefined) return [];
    const isOther = Array.isArray(guard) && record[guard[1] as string] !== String(guard[2]).slice(1);
    if (isOther || (Array.isArray(guard) && fields.some((field) => record[field] === undefined))) return [];
    const key = JSON.stringify(fields.map((field) => record[field] || null));
    if (seen.has(key)) return [index];
    seen.add(key);
    return [];
  });
}

/**
 * Positions of the entries that have the same names as an earlier one, but not the same fields set; with the position of that one.
 * `parameters` are the names, a `null`, and the fields.
 */
export function unlike(list: readonly unknown[], parameters: readonly Expression[]): readonly (readonly [number, number])[] {
  const end = parameters.indexOf(null);
  const [names, fields] = [parameters.slice(0, end), parameters.slice(end + 1)].map((part) =>
    part.map((name) => String(name).slice(1)),
  ) as [string[], string[]];
  const first = new Map<string, { readonly index: number; readonly set: string }>();
  return list.flatMap((entry, index): (readonly [number, number])[] => {
    const record = (entry ?? {}) as Loose;
    const key = JSON.stringify(names.map((name) => record[name] || null));
    const set = JSON.stringify(fields.map((field) => Boolean(record[field])));
    const before = first.get(key);
    if (before === undefined) first.set(key, { index, set });
    return before === undefined || before.set === set ? [] : [[index, before.index]];
  });
}

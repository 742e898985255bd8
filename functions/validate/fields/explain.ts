import type { Path } from '../../diagnostics/path.ts';
import { describe, require, shortName, words } from './describe.ts';
import { bind, evaluate, repeated, type Scope, unlike } from './evaluate.ts';
import { type Expression, isCall, namesIn, parametersOf, pathOf } from './expression.ts';

/** Why an expression does not hold: the field that must change, relative to the value under check, and what must be. */
export interface Explanation {
  readonly path: Path;
  /** Follows the name of the field: `must not be set`. */
  readonly requirement: string;
  /** What makes the requirement: `` `type` is "Hostname" ``. */
  readonly conditions: readonly string[];
}

/** Where the variables of an expression stand, so that their fields can be named. */
interface Place {
  readonly scope: Scope;
  readonly bases: Readonly<Record<string, Path>>;
}

type Explanations = readonly Explanation[];
type Parameters = readonly Expression[];

/** Every reason why the expression does not hold for the value: more than one where several entries of a list break it. */
export function explain(expression: Expression, value: unknown): Explanations {
  return broken(expression, { scope: { self: value, variables: {} }, bases: {} });
}

function broken(expression: Expression, place: Place): Explanations {
  if (!isCall(expression)) return [{ path: pathIn(expression, place), requirement: 'must be true', conditions: [] }];
  const found = forms[expression[0]]?.(parametersOf(expression), place) ?? [];
  if (found.length > 0) return found;
  return [{ path: pathIn(expression, place), requirement: require(expression, true), conditions: [] }];
}

/** A negation that does not hold: what is denied is true. */
function denied(expression: Expression, place: Place): Explanations {
  if (!isCall(expression)) return [{ path: pathIn(expression, place), requirement: 'must be false', conditions: [] }];
  if (isCall(expression, '!')) return broken(expression[1] as Expression, place);
  if (isCall(expression, '&&')) return [allOf(parametersOf(expression), place)];
  if (isCall(expression, '||')) {
    const found = parametersOf(expression).find((part) => evaluate(part, place.scope) === true);
    return denied(found ?? (expression[1] as Expression), place);
  }
  const found = isCall(expression, 'exists') ? entriesThat(expression, place, true) : [];
  if (found.length > 0) return found.flatMap(({ body, inside }) => denied(body, inside));
  return [{ path: pathIn(expression, place), requirement: require(expression, false), conditions: [] }];
}

const forms: Readonly<Record<string, (parameters: Parameters, place: Place) => Explanations>> = {
  '!': ([inner], place) => denied(inner as Expression, place),
  '&&': (parts, place) => broken((parts.find((part) => evaluate(part, place.scope) !== true) ?? parts[0]) as Expression, place),
  '||': (parts, place) => [eitherOf(parts, place)],
  implies: ([condition, requirement], place) => under(condition as Expression, true, place, broken(requirement as Expression, place)),
  '?': ([condition, yes, no], place) => {
    const holds = evaluate(condition as Expression, place.scope) === true;
    return under(condition as Expression, holds, place, broken((holds ? yes : no) as Expression, place));
  },
  all: (parameters, place) => entriesThat(['all', ...parameters], place, false).flatMap(({ body, inside }) => broken(body, inside)),
  unique: ([list, guard, ...fields], place) => {
    const names = (fields as string[]).map((field) => `\`${field}\``);
    const requirement = `must differ from every other entry in ${names.length > 1 ? `at least one of ${words(names)}` : names[0]}`;
    return repeated(evaluate(list as Expression, place.scope) as readonly unknown[], guard as Expression, fields as string[]).map(
      (index) => ({
        path: [...pathIn(list as Expression, place), index],
        requirement,
        conditions: [],
      }),
    );
  },
  alike: ([list, ...names], place) => {
    const fields = words(names.slice(names.indexOf(null) + 1).map((name) => `\`${String(name).slice(1)}\``));
    return unlike(evaluate(list as Expression, place.scope) as readonly unknown[], names).map(([index, other]) => ({
      path: [...pathIn(list as Expression, place), index],
      requirement: `must set or leave out ${fields} as entry ${other} does, because both name the same object`,
      conditions: [],
    }));
  },
  atMost: (parameters, place) => [counted('at most', parameters, place)],
  exactly: (parameters, place) => [counted('exactly', parameters, place)],
};

function under(condition: Expression, holds: boolean, place: Place, found: Explanations): Explanations {
  return found.map((entry) => ({ ...entry, conditions: [...conditionsOf([condition], place, holds), ...entry.conditions] }));
}

const isPresence = (part: Expression) => isCall(part, 'has') || (isCall(part, '!') && isCall(part[1], 'has'));

const isComparison = (part: Expression) => isCall(part, '<', '<=', '>', '>=') && namesIn(part).length > 1;

/** All parts hold and must not: the field that is set is asked to go, the rest are the conditions. */
function allOf(parts: Parameters, place: Place): Explanation {
  const chosen = (parts.find(isComparison) ?? parts.filter(isPresence).at(-1) ?? parts.at(-1)) as Expression;
  const mine = namesIn(chosen);
  const rest = parts.filter((part) => part !== chosen && (isCall(part, 'exists') || !namesIn(part).every((name) => mine.includes(name))));
  const [found] = denied(chosen, place) as [Explanation];
  return { ...found, conditions: [...conditionsOf(rest, place, true), ...found.conditions] };
}

/** `list.all(x, has(x.a)) || !list.exists(x, has(x.a))`. */
function inAllOrNone([all, none]: Parameters, place: Place): Explanation | undefined {
  if (!isCall(all, 'all') || !isCall(none, '!') || !isCall(none[1], 'exists')) return undefined;
  const [found] = entriesThat(none[1], place, true);
  if (found === undefined || !isCall(found.body, 'has')) return undefined;
  return { path: pathIn(found.body, found.inside), requirement: 'must be set in every entry of the list, or in none', conditions: [] };
}

/** No part holds, one must. */
function eitherOf(parts: Parameters, place: Place): Explanation {
  const allOrNone = inAllOrNone(parts, place);
  if (allOrNone !== undefined) return allOrNone;
  const names = [...new Set(parts.flatMap((part) => presences(part) ?? []))];
  if (names.length > 1 && parts.every((part) => presences(part) !== undefined)) {
    const excluding = parts.every((part) => presences(part)?.length === names.length);
    return { path: [], requirement: `must have ${excluding ? 'exactly' : 'at least'} one of ${words(names)}`, conditions: [] };
  }
  const told = parts.filter((part) => !isEmptyText(part) || parts.every(isEmptyText));
  if (told.length < parts.length && told.length === 1 && isCall(told[0], '!')) return broken(told[0], place)[0] as Explanation;
  const [found] = broken(told.at(-1) as Expression, place) as [Explanation];
  return { ...found, conditions: [...conditionsOf(told.slice(0, -1), place, false), ...found.conditions] };
}

/** `x == ''`, which upstream asks beside the absence of the field. */
const isEmptyText = (part: Expression) => isCall(part, '==') && part[2] === "'";

/** The fields whose presence an expression asks for, where it asks for nothing else. */
function presences(expression: Expression): readonly string[] | undefined {
  if (isCall(expression, 'has')) return [`\`${shortName(expression[1] as Expression)}\``];
  if (isCall(expression, '>') && isCall(expression[1], 'size')) return [`\`${shortName(expression[1])}\``];
  if (!isCall(expression, '!', '&&', '||')) return undefined;
  const inner = parametersOf(expression).map(presences);
  return inner.every((part) => part !== undefined) ? inner.flat() : undefined;
}

function counted(how: string, [count, ...paths]: Parameters, place: Place): Explanation {
  const set = paths.filter((path) => evaluate(['has', path], place.scope) === true);
  const name = (path: Expression) => `\`${shortName(path)}\``;
  if (set.length < 2)
    return {
      path: [],
      requirement: `must have ${how} ${count === 1 ? 'one' : String(count)} of ${words(paths.map(name))}`,
      conditions: [],
    };
  const last = set.at(-1) as Expression;
  return { path: pathIn(last, place), requirement: `must not be set beside ${words(set.slice(0, -1).map(name))}`, conditions: [] };
}

/** The conditions in words, without the mere presence of a field that another one speaks of anyway. */
function conditionsOf(parts: Parameters, place: Place, holds: boolean): readonly string[] {
  const spoken = parts.filter((part) => !isCall(part, 'has')).flatMap(namesIn);
  const told = parts.filter((part) => !isCall(part, 'has') || !spoken.some((name) => name.startsWith(String(part[1]))));
  return [...new Set(told.flatMap((part) => conditions(part, place, holds)))];
}

function conditions(expression: Expression, place: Place, holds: boolean): readonly string[] {
  if (isCall(expression, '!')) return conditions(expression[1] as Expression, place, !holds);
  if (isCall(expression, holds ? '&&' : '||')) return conditionsOf(parametersOf(expression), place, holds);
  if (isCall(expression, '&&', '||')) {
    const deciding = parametersOf(expression).find((part) => evaluate(part, place.scope) === holds);
    return deciding === undefined ? [] : conditions(deciding, place, holds);
  }
  if (isCall(expression, 'exists', 'exists_one')) {
    const [found] = holds ? entriesThat(expression, place, true) : [];
    return found ? conditions(found.body, found.inside, true).map((text) => `${text} in another entry`) : [];
  }
  return [describe(expression, holds)].filter((text) => text !== '');
}

interface EntryPlace {
  readonly body: Expression;
  readonly inside: Place;
}

/** The entries of a list, or the keys of a map, for which the body of `all` or `exists` is true, or is not. */
function entriesThat(expression: Expression, place: Place, wanted: boolean): readonly EntryPlace[] {
  const [, list, variable, body] = expression as readonly [string, Expression, string, Expression];
  const value = evaluate(list, place.scope);
  const base = pathIn(list, place);
  const entries = Array.isArray(value) ? [...value.entries()] : Object.keys((value ?? {}) as object).map((key) => [key, key] as const);
  return entries.flatMap(([key, entry]) => {
    const scope = bind(place.scope, variable, entry);
    if ((evaluate(body, scope) === true) !== wanted) return [];
    return [{ body, inside: { scope, bases: { ...place.bases, [variable]: [...base, key] } } }];
  });
}

/** The place of the first field that an expression names. */
function pathIn(expression: Expression, place: Place): Path {
  if (typeof expression === 'string' && /^[@$]/.test(expression)) {
    const { variable, path } = pathOf(expression);
    return [...(variable === undefined ? [] : (place.bases[variable] ?? [])), ...path];
  }
  if (isCall(expression, '.')) return [...pathIn(expression[1] as Expression, place), String(expression[2]).slice(1)];
  if (isCall(expression, '[]') && typeof expression[2] === 'number') return [...pathIn(expression[1] as Expression, place), expression[2]];
  return isCall(expression) ? pathIn(expression[1] as Expression, place) : [];
}

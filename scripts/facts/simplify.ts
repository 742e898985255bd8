/**
 * Rewrites an expression into the words of our own constraints, which say what is meant rather than how CEL has to spell it:
 * `implies`, `atMost`, `exactly`, `else` (a value or, where it is missing, another), `unique` (entries that differ in some fields) and `sum`.
 */
import type { Expression } from './cel.ts';
import { pattern } from './pattern.ts';

type Call = readonly [string, ...Expression[]];

const isCall = (value: Expression | undefined, name?: string): value is Call =>
  Array.isArray(value) && (name === undefined || value[0] === name);
const same = (left: Expression | undefined, right: Expression | undefined) => JSON.stringify(left) === JSON.stringify(right);

export function simplify(expression: Expression): Expression {
  if (!isCall(expression)) return expression;
  const whole = flagCount(expression) ?? either(expression) ?? unrolledSum(expression) ?? unique(expression) ?? alike(expression);
  if (whole !== undefined) return whole;
  const [name, ...parameters] = expression;
  const call: Call = [name, ...parameters.map(simplify)];
  if (name === 'matches') return [name, call[1] as Expression, `'${pattern(String(call[2]).slice(1))}`];
  // `format.dns1123Label().validate(x) == null`
  if (name === '==' && call[2] === null && JSON.stringify(call[1]).startsWith('["validate",["dns1123Label","$format"]'))
    return ['isLabel', (call[1] as Call)[2] as Expression];
  return name === '?' ? choice(call) : name === '&&' || name === '||' ? flatten(call) : call;
}

function choice(call: Call): Expression {
  const [, condition, yes, no] = call as readonly [string, Expression, Expression, Expression];
  if (yes === true && no === false) return condition;
  if (yes === false && no === true) return ['!', condition];
  if (no === true) return ['implies', condition, yes];
  if (isCall(condition, 'has') && same(condition[1], yes) && isConstant(no)) return ['else', yes, no];
  return call;
}

function flatten(call: Call): Expression {
  const [name, ...parameters] = call;
  return [name, ...parameters.flatMap((parameter) => (isCall(parameter, name) ? (parameter.slice(1) as Expression[]) : [parameter]))];
}

const isConstant = (value: Expression) => (typeof value !== 'string' ? !isCall(value) || value.length === 1 : value.startsWith("'"));

/** `(has(a) ? 1 : 0) + (has(b) ? 1 : 0) <= 1`. */
function flagCount(expression: Call): Expression | undefined {
  const [name, left, right] = expression;
  if ((name !== '<=' && name !== '==') || right !== 1 || left === undefined) return undefined;
  const names = addends(left).map((part) =>
    isCall(part, '?') && isCall(part[1], 'has') && part[2] === 1 && part[3] === 0 ? (part[1][1] as Expression) : undefined,
  );
  if (names.some((part) => part === undefined)) return undefined;
  return [name === '<=' ? 'atMost' : 'exactly', 1, ...(names as Expression[])];
}

/** `has(a) != has(b)`. */
function either(expression: Call): Expression | undefined {
  const [name, left, right] = expression;
  return name === '!=' && isCall(left, 'has') && isCall(right, 'has')
    ? ['exactly', 1, left[1] as Expression, right[1] as Expression]
    : undefined;
}

const addends = (value: Expression): Expression[] =>
  isCall(value, '+') ? value.slice(1).flatMap((part) => addends(part as Expression)) : [value];

/** The sizes of one list of the first sixteen entries, added up one by one, because CEL cannot add. */
function unrolledSum(expression: Call): Expression | undefined {
  const [name, left, limit] = expression;
  if (name !== '<=' || left === undefined || limit === undefined) return undefined;
  const parts = addends(left);
  if (parts.length < 8) return undefined;
  const field = /\["\.",\["\[\]","@",\d+\],"'(\w+)"\]/.exec(JSON.stringify(parts[0]))?.[1];
  return field === undefined ? undefined : ['<=', ['sum', '@', `'${field}`], limit];
}

/** `self.all(a, self.exists_one(b, a.name == b.name))`, with or without a condition, for fields that may be missing. */
function unique(expression: Call): Expression | undefined {
  if (!isCall(expression, 'all')) return undefined;
  const [, list, outer, body] = expression;
  const guarded = guardedBody(body as Expression);
  if (!isCall(guarded.body, 'exists_one') || !same(guarded.body[1], list)) return undefined;
  const [, , inner, equality] = guarded.body;
  const fields = [...JSON.stringify(equality).matchAll(new RegExp(`"\\$${String(inner)}\\.(\\w+)"`, 'g'))].map(([, field]) =>
    String(field),
  );
  const used = JSON.stringify(equality).includes(`"$${String(outer)}.`);
  return used && fields.length > 0 ? ['unique', list as Expression, guarded.guard, ...new Set(fields)] : undefined;
}

/** Of each two entries with equal names, both or neither must have a field: `alike`, the fields after a `null`. */
function alike(expression: Call): Expression | undefined {
  if (!isCall(expression, 'all') || !isCall(expression[3], 'all')) return undefined;
  const [, list, first, inner] = expression as readonly [string, Expression, string, Call];
  const body = inner[3];
  if (!isCall(body, '?') || body[3] !== true) return undefined;
  const fields = (part: Expression | undefined) => [
    ...new Set([...JSON.stringify(part).matchAll(new RegExp(`"\\$${first}\\.(\\w+)"`, 'g'))].map(([, field]) => `'${field}`)),
  ];
  return ['alike', list, ...fields(body[1]), null, ...fields(body[2])];
}

/** The guard is the field that must be there, or a `type` that must be equal. */
function guardedBody(body: Expression): { guard: Expression; body: Expression } {
  if (isCall(body, '||') && isCall(body[1], '!') && isCall((body[1] as Call)[1], 'has'))
    return { guard: (((body[1] as Call)[1] as Call)[1] as string).replace(/^\$\w+\./, ''), body: body[2] as Expression };
  if (isCall(body, '?') && body[3] === true && isCall(body[1], '&&') && isCall(body[1][1], '=='))
    return { guard: ['==', 'type', (body[1][1] as Call)[2] as Expression], body: body[2] as Expression };
  return { guard: null, body };
}

/**
 * Reads a CEL rule of a custom resource definition into the small prefix form that the fact tables hold: `["==","@type","'HTTP"]`.
 * A string that begins with `@` is a path from the value under check, with `$` a path from a bound variable, with `'` a text.
 */
export type Expression = string | number | boolean | null | readonly [string, ...Expression[]];

interface Token {
  readonly kind: 'name' | 'number' | 'text' | 'sign' | 'end';
  readonly text: string;
}

const signs = [
  '&&',
  '||',
  '==',
  '!=',
  '<=',
  '>=',
  '<',
  '>',
  '+',
  '-',
  '*',
  '/',
  '%',
  '!',
  '?',
  ':',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  '.',
];
const binary: readonly (readonly string[])[] = [['||'], ['&&'], ['==', '!=', '<=', '>=', '<', '>', 'in'], ['+', '-'], ['*', '/', '%']];
const macros = new Set(['all', 'exists', 'exists_one', 'filter', 'map']);
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** The expression of a rule; throws on what no rule has used so far. */
export function parseCel(source: string): Expression {
  const tokens = scan(source);
  let at = 0;
  const peek = () => tokens[at] as Token;
  const take = () => tokens[at++] as Token;
  const is = (text: string) => peek().kind !== 'text' && peek().text === text;
  const expect = (text: string) => {
    if (!is(text)) throw new Error(`expected ${text}, found ${peek().text} in ${source}`);
    take();
  };

  function ternary(): Expression {
    const condition = infix(0);
    if (!is('?')) return condition;
    take();
    const yes = ternary();
    expect(':');
    return ['?', condition, yes, ternary()];
  }

  function infix(level: number): Expression {
    const operators = binary[level];
    if (operators === undefined) return prefix();
    let left = infix(level + 1);
    while (operators.some(is)) left = [take().text, left, infix(level + 1)];
    return left;
  }

  function prefix(): Expression {
    if (is('!')) {
      take();
      return ['!', prefix()];
    }
    if (is('-')) {
      take();
      return ['-', 0, prefix()];
    }
    return postfix(primary());
  }

  function list(close: string): Expression[] {
    const items: Expression[] = [];
    while (!is(close)) {
      items.push(ternary());
      if (is(':')) {
        take();
        items.push(ternary());
      }
      if (is(',')) take();
    }
    take();
    return items;
  }

  function primary(): Expression {
    const token = take();
    if (token.kind === 'text') return `'${token.text}`;
    if (token.kind === 'number') return Number(token.text);
    if (token.text === '(') {
      const inner = ternary();
      expect(')');
      return inner;
    }
    if (token.text === '[') return ['list', ...list(']')];
    if (token.text === '{') return ['entries', ...list('}')];
    if (token.kind !== 'name') throw new Error(`unexpected ${token.text} in ${source}`);
    if (token.text === 'true') return true;
    if (token.text === 'false') return false;
    if (token.text === 'null') return null;
    if (token.text === 'self') return '@';
    if (!is('(')) return `$${token.text}`;
    take();
    return [token.text, ...list(')')];
  }

  function postfix(start: Expression): Expression {
    let value = start;
    for (;;) {
      if (is('[')) {
        take();
        value = ['[]', value, ternary()];
        expect(']');
      } else if (is('.')) {
        take();
        const name = take().text;
        if (is('(')) {
          take();
          value = call(name, value, list(')'));
        } else value = select(value, name);
      } else return value;
    }
  }

  const result = ternary();
  if (peek().kind !== 'end') throw new Error(`left over: ${peek().text} in ${source}`);
  return result;
}

function call(name: string, value: Expression, parameters: readonly Expression[]): Expression {
  if (!macros.has(name)) return [name, value, ...parameters];
  const [variable, ...bodies] = parameters;
  return [name, value, String(variable).slice(1), ...bodies];
}

/** CEL writes `__namespace__` where a field has the name of a reserved word. */
function select(value: Expression, name: string): Expression {
  const plain = name.replace(/^__(.+)__$/, '$1');
  if (typeof value !== 'string' || value.startsWith("'")) return ['.', value, `'${plain}`];
  return value === '@' ? `@${plain}` : `${value}.${plain}`;
}

function scan(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const rest = source.slice(at);
    const blank = /^\s+/.exec(rest);
    if (blank) {
      at += blank[0].length;
      continue;
    }
    const text = /^(r?)("""|'''|"|')/.exec(rest);
    if (text) {
      const [opening, raw, quote] = text as unknown as [string, string, string];
      const [value, length] = textUntil(rest, opening.length, quote, raw !== '');
      tokens.push({ kind: 'text', text: value });
      at += length;
      continue;
    }
    const word = /^[A-Za-z_][A-Za-z0-9_]*/.exec(rest) ?? /^[0-9]+(\.[0-9]+)?/.exec(rest);
    const found = word?.[0] ?? signs.find((sign) => rest.startsWith(sign));
    if (found === undefined) throw new Error(`cannot read ${rest}`);
    tokens.push({ kind: word ? (/^[0-9]/.test(found) ? 'number' : 'name') : 'sign', text: found });
    at += found.length;
  }
  return [...tokens, { kind: 'end', text: 'the end' }];
}

function textUntil(source: string, start: number, quote: string, raw: boolean): [string, number] {
  let value = '';
  let at = start;
  while (!source.startsWith(quote, at)) {
    if (at >= source.length) throw new Error(`unclosed text in ${source}`);
    const character = source[at] as string;
    if (character === '\\' && !raw) {
      const next = source[at + 1] as string;
      value += escapes[next] ?? next;
      at += 2;
    } else {
      value += character;
      at += 1;
    }
  }
  return [value, at + quote.length];
}

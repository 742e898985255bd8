import { celTokens } from './cel-tokens.ts';

/** What a piece of an expression is, as far as macros ask. */
type Piece = 'name' | 'select' | 'other';

const reserved = new Set(
  'as break const continue else for function if import in let loop package namespace return var void while'.split(' '),
);
/** Macros and how many parameters they take; the first parameter must be a name. */
const macros: Readonly<Record<string, readonly number[]>> = { all: [2], exists: [2], exists_one: [2], filter: [2], map: [2, 3] };
const operators: readonly (readonly string[])[] = [['||'], ['&&'], ['<', '<=', '>', '>=', '==', '!=', 'in'], ['+', '-', '*', '/', '%']];
const isName = (token: string): boolean => /^[A-Za-z_]\w*$/.test(token);
const isLiteral = (token: string): boolean => /^(?:\.?\d|[bBrR]{0,2}["']|true$|false$|null$)/.test(token);

/** What an expression in the Common Expression Language must be, where its syntax is wrong. */
export function celProblem(source: string): string | undefined {
  const tokens = celTokens(source);
  let at = 0;
  let problem: string | undefined;
  const peek = () => tokens[at] ?? '';
  const take = () => tokens[at++] ?? '';
  // Goes to the end, where every loop below ends too.
  const fail = (message = peek() === '' ? 'it ends too early' : `${JSON.stringify(peek())} is not expected`): Piece => {
    problem ??= message;
    at = tokens.length;
    return 'other';
  };
  const expect = (token: string) => (peek() === token ? take() : fail());

  function expression(): Piece {
    const condition = infix(0);
    if (peek() !== '?') return condition;
    take();
    infix(0);
    expect(':');
    expression();
    return 'other';
  }

  function infix(level: number): Piece {
    const signs = operators[level];
    if (signs === undefined) return unary();
    const first = infix(level + 1);
    if (!signs.includes(peek())) return first;
    while (signs.includes(peek())) {
      take();
      infix(level + 1);
    }
    return 'other';
  }

  function unary(): Piece {
    const sign = peek();
    if (sign !== '!' && sign !== '-') return member();
    while (peek() === sign) take();
    member();
    return 'other';
  }

  function member(): Piece {
    let piece = primary();
    for (;;) {
      if (peek() === '[') {
        take();
        expression();
        expect(']');
        piece = 'other';
      } else if (peek() === '.') {
        take();
        const name = peek();
        if (!isName(name)) return fail();
        take();
        piece = peek() === '(' ? call(name, true) : 'select';
      } else if (peek() === '{' && piece !== 'other') {
        fields(() => (isName(peek()) ? take() : fail()));
        piece = 'other';
      } else return piece;
    }
  }

  function primary(): Piece {
    if (peek() === '(') {
      take();
      const inner = expression();
      expect(')');
      return inner;
    }
    if (peek() === '[') {
      take();
      list(']');
      return 'other';
    }
    if (peek() === '{') {
      fields(expression);
      return 'other';
    }
    if (isLiteral(peek())) {
      take();
      return 'other';
    }
    if (peek() === '.') take();
    const name = peek();
    if (!isName(name)) return fail();
    if (reserved.has(name)) return fail(`"${name}" is a reserved word`);
    take();
    return peek() === '(' ? call(name, false) : 'name';
  }

  function call(name: string, onValue: boolean): Piece {
    take();
    const parameters = list(')');
    const bound = onValue && macros[name]?.includes(parameters.length);
    if (bound && parameters[0] !== 'name') return fail(`the first parameter of "${name}" must be a name`);
    if (!onValue && name === 'has' && parameters.length === 1 && parameters[0] !== 'select') return fail('"has" must be asked for a field');
    return 'other';
  }

  function list(end: string): readonly Piece[] {
    const pieces: Piece[] = [];
    while (peek() !== end && problem === undefined) {
      pieces.push(expression());
      if (peek() !== ',') break;
      take();
      if (peek() === end && end === ')') fail();
    }
    expect(end);
    return pieces;
  }

  function fields(key: () => unknown): void {
    take();
    while (peek() !== '}' && problem === undefined) {
      key();
      expect(':');
      expression();
      if (peek() !== ',') break;
      take();
    }
    expect('}');
  }

  expression();
  if (at < tokens.length) fail(tokens[at] === undefined ? 'a character is not expected' : undefined);
  return problem === undefined ? undefined : `must be an expression of CEL: ${problem}`;
}

const escaped = String.raw`\\(?:[abfnrtv"'\x60\\?]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2})`;
const raw = String.raw`[bB]?[rR](?:"""[\s\S]*?"""|'''[\s\S]*?'''|"[^"\n\r]*"|'[^'\n\r]*')`;
const quoted = String.raw`[bB]?(?:"""(?:[^\\]|${escaped})*?"""|'''(?:[^\\]|${escaped})*?'''|"(?:[^"\\\n\r]|${escaped})*"|'(?:[^'\\\n\r]|${escaped})*')`;

const tokens: readonly RegExp[] = [
  new RegExp(`^(?:${raw}|${quoted})`),
  /^[A-Za-z_][A-Za-z0-9_]*/,
  /^(?:0x[0-9a-fA-F]+[uU]?|\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?|\d+[uU]?)/,
  /^(?:&&|\|\||[=!<>]=|[-+*/%!?:<>()[\]{},.])/,
];

/** The tokens of an expression in the Common Expression Language, without blanks and comments; `undefined` after what cannot be read. */
export function celTokens(source: string): readonly (string | undefined)[] {
  const found: (string | undefined)[] = [];
  let rest = source;
  while (found.at(-1) !== undefined || found.length === 0) {
    rest = rest.replace(/^(?:\s|\/\/[^\n]*)+/, '');
    if (rest === '') return found;
    const token = tokens.map((pattern) => pattern.exec(rest)?.[0]).find((text) => text !== undefined);
    found.push(token);
    rest = rest.slice(token?.length);
  }
  return found;
}

import { readYaml } from './library-yaml.ts';
import { readPlainJson } from './plain-json.ts';
import { plainScalar } from './plain-scalar.ts';
import { notPlain, readPlainYaml } from './plain-yaml.ts';

const word = /^[A-Za-z][\w./-]*(?=\n?$)/;
/** Comments, empty lines and a marker before the first key, and the spaces before it. */
const before = /^(?:(?: *#.*)?\n|---\n)*( *)(?=[A-Za-z])/;

/** Reads a text that is no item. The library takes longer to load than most of them to read, so it is asked last. */
export function readDocument(text: string): ReturnType<typeof readYaml> {
  const plain = word.exec(text)?.[0];
  if (plain !== undefined) return { value: plainScalar(plain) };
  const json = text.startsWith('{') ? readPlainJson(text) : notPlain;
  if (json !== notPlain) return { value: json };
  const start = before.exec(text);
  const value = start === null ? notPlain : readPlainYaml(text, start[0].length, start[1]?.length ?? 0);
  return value === notPlain ? readYaml(text) : { value };
}

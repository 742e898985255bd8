import { plainScalar } from './plain-scalar.ts';

/** Unquoted strings hold nothing but this: much less than YAML allows. */
const safe = /^[A-Za-z0-9_./](?:[A-Za-z0-9_./@%+=~()$^*,?!<>|&;-]|:(?=[^ ])| (?=[^ #]))*$/;

/** Words of YAML 1.1 and 1.2 in any spelling, also those that Go's readers leave alone. */
const word = /^(?:y|n|yes|no|on|off|true|false|null|~|=|<<|[-+]?\.inf|\.nan)$/i;

/** What any reader could take for a number, a time or a date: octal, hexadecimal, binary, with underscores or commas, sexagesimal. */
const numeric = [
  /^[-+]?0[xX][0-9a-fA-F_]+$/,
  /^[-+]?0[oObB]?[0-9_]+$/,
  /^[-+]?[0-9][0-9_,]*$/,
  /^[-+]?(?:[0-9][0-9_,]*)?\.?[0-9_]*(?:[eE][-+]?[0-9_]+)?$/,
  /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/,
  /^[0-9]{4}-[0-9]{1,2}(?:-[0-9]{1,2})?(?:[Tt ].*)?$/,
];

/** Whether a string has to be quoted so that no reader, of YAML 1.1 or 1.2, takes it for something else. */
export function needsQuotes(text: string): boolean {
  if (text === '' || !safe.test(text) || text.endsWith(':') || text.endsWith(' ')) return true;
  return word.test(text) || numeric.some((pattern) => pattern.test(text)) || typeof plainScalar(text) !== 'string';
}

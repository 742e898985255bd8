const words: ReadonlyMap<string, boolean | null | number> = new Map<string, boolean | null | number>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
]);
const longestWord = 5;

const radixInteger = /^([-+]?)0(?:([xX])([0-9a-fA-F]+)|([bB])([01]+)|[oO]?([0-7]+))$/;
const decimal = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const leadingDot = /^\.[0-9]+(?:[eE][-+]?[0-9]+)?$/;
const date = /^[0-9]{4}-/;

/** A whole number as most are written. */
function isCount(text: string): boolean {
  if (text.length > 9 || text.charCodeAt(0) === 48) return false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char < 48 || char > 57) return false;
  }
  return true;
}

function number(text: string): number | string {
  if (isCount(text)) return Number(text);
  if (text.charCodeAt(0) === 46) return leadingDot.test(text) ? Number(text) : text;
  if (date.test(text)) return text;
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  const radix = radixInteger.exec(plain);
  if (radix) return integer(radix);
  // Too large for a double: Go leaves it a string.
  return decimal.test(plain) && Number.isFinite(Number(plain)) ? Number(plain) + 0 : text;
}

function integer([, sign, hex, hexDigits, bin, binDigits, octDigits]: RegExpExecArray): number {
  const value = hex ? Number.parseInt(`${hexDigits}`, 16) : bin ? Number.parseInt(`${binDigits}`, 2) : Number.parseInt(`${octDigits}`, 8);
  return sign === '-' && value !== 0 ? -value : value;
}

/**
 * What an unquoted scalar means to kubectl and the API server (sigs.k8s.io/yaml, which reads YAML 1.1): `yes` and `on` are true, `0443` is
 * 291, `1_000` is 1000, dates and `12:30:45` are strings.
 */
export function plainScalar(text: string): string | number | boolean | null {
  const first = text.charCodeAt(0);
  // Only words and numbers can be anything but a string, and both are told by their first character.
  if ((first >= 48 && first <= 57) || first === 43 || first === 45) {
    return text.length <= longestWord && words.has(text) ? (words.get(text) as number) : number(text);
  }
  if (text.length > longestWord) return first === 46 ? number(text) : text;
  const word = words.get(text);
  if (word !== undefined) return word;
  return first === 46 ? number(text) : text;
}

/** Controls of terminals, and characters that turn or break a line. */
const unprintable = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Text on one line that does nothing to the terminal it is shown on: what a user wrote may hold anything. */
export function printable(text: string): string {
  return text.replaceAll(unprintable, (char) => short[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

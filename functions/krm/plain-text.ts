import { code, isBlank, type Reader } from './plain-reader.ts';

const flags = (holds: (char: string) => boolean): Uint8Array =>
  Uint8Array.from({ length: 128 }, (_, char) => (holds(String.fromCharCode(char)) ? 1 : 0));

/** First characters that an unquoted scalar may have here: stricter than YAML, so that nothing is read that only looks plain. */
const plainFirst = flags((char) => /[A-Za-z0-9_./+()$^=;\\~<-]/.test(char));

/** What a character means inside an unquoted scalar: 0 nothing, 1 that somebody has to look at what stands around it. */
const special = flags((char) => char < ' ' || char === '\x7f' || ',[]{}:#'.includes(char));
const flowIndicator = flags((char) => ',[]{}'.includes(char));

/** Line separators of YAML 1.1, non-breaking spaces and byte order marks: readers do not agree on them. */
const isOdd = (char: number) => char > 126 && (char <= 0xa0 || char === 0x2028 || char === 0x2029 || char === 0xfeff);

const goesOn = 0;
const ends = 1;
const notPlain = 2;

/** Whether what begins with this, and holds no space, is an unquoted scalar for sure. */
export const isWordFirst = (char: number): boolean => plainFirst[char] === 1 && char !== code.dash;

/** Whether an unquoted scalar goes on over the special character at `at`. */
function verdict(text: string, at: number, inFlow: boolean): number {
  const char = text.charCodeAt(at);
  if (char > 126) return isOdd(char) ? notPlain : goesOn;
  if (flowIndicator[char] === 1) return inFlow ? ends : goesOn;
  if (char === code.hash) return text.charCodeAt(at - 1) === code.space ? ends : goesOn;
  if (char !== code.colon) return char === code.newline ? ends : notPlain;
  if (isBlank(text, at + 1)) return ends;
  return inFlow && flowIndicator[text.charCodeAt(at + 1)] === 1 ? notPlain : goesOn;
}

/** Whether an unquoted value fills the rest of a simple line from `pos` on, as most do; false where a closer look is needed. */
export function fillsLine({ text, pos, lineEnd, space }: Reader): boolean {
  const first = text.charCodeAt(pos);
  if (plainFirst[first] !== 1 || (first === code.dash && isBlank(text, pos + 1))) return false;
  return space !== lineEnd - 1;
}

function startsPlain(text: string, at: number): boolean {
  const first = text.charCodeAt(at);
  return (
    first < 127 &&
    plainFirst[first] === 1 &&
    !(first === code.dash && (isBlank(text, at + 1) || flowIndicator[text.charCodeAt(at + 1)] === 1))
  );
}

/** The end of the unquoted scalar at `pos`, trailing spaces left out; `pos` moves to what ends it. -1 where it is none. */
export function plainEnd(reader: Reader, inFlow: boolean): number {
  const { text, pos } = reader;
  if (!startsPlain(text, pos)) return -1;
  let at = pos + 1;
  let last = pos;
  for (; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === code.space) continue;
    if (char > 126 || special[char] === 1) {
      const how = verdict(text, at, inFlow);
      if (how === ends) break;
      if (how === notPlain) return -1;
    }
    last = at;
  }
  reader.pos = at;
  return last + 1;
}

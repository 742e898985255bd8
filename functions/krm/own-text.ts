/** The same text, by itself: a piece of another text keeps all of that alive. V8 compares texts that were keys by their addresses. */
export function ownText(text: string): string {
  const [own = text] = Object.keys({ [text]: 0 });
  return own;
}

import { type Document, Scalar, visit } from 'yaml';

const mark = '\u001b';

/**
 * Reads `\'` in double quotes, which Go's readers of YAML take for an apostrophe and YAML 1.2 does not know. It is read as an escape of the same length, so that
 * positions stay what they are, and put right afterwards.
 */
export function withGoEscapes(text: string, parse: (text: string) => Document.Parsed): Document.Parsed {
  const document = parse(text);
  const places = document.errors.flatMap(({ code, pos }) => (code === 'BAD_DQ_ESCAPE' && text.startsWith("\\'", pos[0]) ? [pos[0]] : []));
  if (places.length === 0) return document;
  let readable = '';
  let from = 0;
  for (const place of places) {
    readable += `${text.slice(from, place)}\\e`;
    from = place + 2;
  }
  const again = parse(readable + text.slice(from));
  visit(again, {
    Scalar(_, node) {
      if (node.type === Scalar.QUOTE_DOUBLE && typeof node.value === 'string') node.value = node.value.replaceAll(mark, "'");
    },
  });
  return again;
}

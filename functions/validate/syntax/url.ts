// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that Go refuses
const control = /[\0-\x1f\x7f]/;
const brokenEscape = /%(?![0-9a-fA-F]{2})/;
const host = /^(?:\[[0-9a-fA-F:.]+(?:%25[\w.~-]+)?\]|[\w\-.~!$&'()*+,;=<>"\x80-\uffff]*)(?::\d*)?$/;
const userInfo = /^[\w\-.:~!$&'()*+,;=%@]*$/;

/** The scheme of an absolute URL in lower case, `''` of a path that begins with `/`; `undefined` for what Go's net/url cannot read. */
export function schemeOf(url: string): string | undefined {
  const found = /^([a-zA-Z][a-zA-Z0-9+.-]*):(.*)$/s.exec(url);
  const rest = found?.[2] ?? url;
  if (control.test(url) || brokenEscape.test(rest) || (found === null && !rest.startsWith('/'))) return undefined;
  const authority = /^\/\/([^/?#]*)/.exec(rest)?.[1] ?? '';
  const at = authority.lastIndexOf('@');
  if (!host.test(authority.slice(at + 1)) || !userInfo.test(authority.slice(0, Math.max(at, 0)))) return undefined;
  return found?.[1]?.toLowerCase() ?? '';
}

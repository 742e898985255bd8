const dnsLabel = '[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?';
const key = new RegExp(`^(${dnsLabel}(?:\\.${dnsLabel})*/)?((?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$`);
const value = /^(?:(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

/** Whether a text can be the key of a label: a name of at most 63 characters, after an optional DNS prefix and a slash. */
export function isLabelKey(text: string): boolean {
  const found = key.exec(text);
  return found !== null && (found[1]?.length ?? 0) <= 254 && (found[2] as string).length <= 63;
}

/** Whether a text can be the value of a label; how long it may be is another question. */
export const isLabelValue = (text: string): boolean => value.test(text);

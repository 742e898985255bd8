const label = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const qualified = /^(?:([^/]*)\/)?([^/]*)$/;
const name = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** At most 63 lower-case letters, digits and dashes. */
export const isKubeLabel = (text: string): boolean => text.length <= 63 && label.test(text);

/** The same, beginning with a letter. */
export const isServiceName = (text: string): boolean => isKubeLabel(text) && /^[a-z]/.test(text);

/** Lower-case DNS name of at most 253 characters; its labels may be longer than DNS allows. */
export const isKubeSubdomain = (text: string): boolean => text.length <= 253 && subdomain.test(text);

/** The name of a port in a pod: at most 15 lower-case letters, digits and dashes, one letter at least, no two dashes in a row. */
export const isPortName = (text: string): boolean => text.length <= 15 && label.test(text) && /[a-z]/.test(text) && !text.includes('--');

/** The key of a label or an annotation: a name of at most 63 characters, after an optional DNS name and a slash. */
export function isQualifiedName(text: string): boolean {
  const [, prefix, rest = ''] = qualified.exec(text) ?? [];
  return rest.length <= 63 && name.test(rest) && (prefix === undefined || isKubeSubdomain(prefix));
}

/** The value of a label. */
export const isKubeLabelValue = (text: string): boolean => text === '' || (text.length <= 63 && name.test(text));

/** What the API server takes as one segment of a URL. */
export const isPathSegment = (text: string): boolean => text !== '' && text !== '.' && text !== '..' && !/[/%]/.test(text);

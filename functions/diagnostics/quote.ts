/** A user's value in double quotes, cut in the middle where it is long: it is shown once, and its ends tell it apart. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const short = text.length <= 60 ? text : `${text.slice(0, 40)}…${text.slice(-12)}`;
  return `"${short}"`;
}

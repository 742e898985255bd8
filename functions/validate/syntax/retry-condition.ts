const conditions = new Set([
  ...['5xx', 'gateway-error', 'reset', 'reset-before-request', 'connect-failure', 'retriable-4xx', 'refused-stream'],
  ...['retriable-status-codes', 'retriable-headers', 'envoy-ratelimited', 'http3-post-connect-failure'],
  ...['cancelled', 'deadline-exceeded', 'internal', 'resource-exhausted', 'unavailable'],
]);

/** Statuses that have a name in HTTP: first and last of each unbroken run. */
const statuses: readonly (readonly [number, number])[] = [
  [100, 103],
  [200, 208],
  [226, 226],
  [300, 305],
  [307, 308],
  [400, 418],
  [421, 426],
  [428, 429],
  [431, 431],
  [451, 451],
  [500, 508],
  [510, 511],
];

/** Whether Envoy knows the condition of a retry: a name, or the number of an HTTP status. Blanks around it count. */
export function isRetryCondition(text: string): boolean {
  if (conditions.has(text)) return true;
  if (!/^[-+]?\d+$/.test(text)) return false;
  const status = Number(text);
  return statuses.some(([first, last]) => status >= first && status <= last);
}

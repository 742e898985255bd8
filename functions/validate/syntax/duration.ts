const units: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };
const whole = /^[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/;
const part = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;

/** Nanoseconds of a duration as Go writes it (`1h30m`, `1.5s`, `0`), or `undefined` where it is none. */
export function parseDuration(text: string): number | undefined {
  if (/^[-+]?0$/.test(text)) return 0;
  if (!whole.test(text)) return undefined;
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(part)) sum += Number(amount) * (units[unit as string] as number);
  const rounded = Math.round(sum);
  return text.startsWith('-') ? -rounded : rounded;
}

export const millisecond = 1e6;
export const second = 1e9;

/** Data that a user wrote and nobody has checked yet. */
export type Loose = Readonly<Record<string, unknown>>;

const nothing: Loose = Object.freeze({});

/** The value as a map; an empty one where it is anything else. */
export function asRecord(value: unknown): Loose {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Loose) : nothing;
}

/** The value as a list; an empty one where it is anything else. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as text; `''` where it is anything else. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The texts of a list; what is not a text is left out. */
export function asTexts(value: unknown): readonly string[] {
  return asList(value).filter((entry) => typeof entry === 'string');
}

/** The value as a number; protobuf's JSON form allows numbers written as text. */
export function asNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** The value as a map of texts, such as labels. */
export function asLabels(value: unknown): Readonly<Record<string, string>> {
  const record = asRecord(value);
  if (Object.values(record).every((entry) => typeof entry === 'string')) return record as Record<string, string>;
  return Object.fromEntries(Object.entries(record).filter(([, entry]) => typeof entry === 'string')) as Record<string, string>;
}

/** Whether the value is there at all: protobuf reads `null` as absent. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

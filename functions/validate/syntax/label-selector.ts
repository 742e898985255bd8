import { asList, asRecord, asText, asTexts } from '../../mesh/loose.ts';

/** Whether labels fit a selector with `matchLabels` and `matchExpressions`; one that is absent fits everything. */
export function matchesSelector(selector: unknown, labels: Readonly<Record<string, string>>): boolean {
  const { matchLabels, matchExpressions } = asRecord(selector);
  return (
    Object.entries(asRecord(matchLabels)).every(([key, value]) => labels[key] === value) &&
    asList(matchExpressions)
      .map(asRecord)
      .every(({ key, operator, values }) => holds(labels[asText(key)], asText(operator), asTexts(values)))
  );
}

function holds(value: string | undefined, operator: string, values: readonly string[]): boolean {
  if (operator === 'Exists') return value !== undefined;
  if (operator === 'DoesNotExist') return value === undefined;
  if (operator === 'In') return value !== undefined && values.includes(value);
  return operator === 'NotIn' && (value === undefined || !values.includes(value));
}

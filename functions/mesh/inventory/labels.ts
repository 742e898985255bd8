/** Labels of a pod, or the labels that a selector asks for. */
export type Labels = Readonly<Record<string, string>>;

/** Whether the labels have every label that the selector asks for; an empty selector takes everything. */
export function selects(selector: Labels, labels: Labels): boolean {
  for (const key in selector) {
    if (selector[key] !== labels[key]) return false;
  }
  return true;
}

export function isEmpty(labels: Labels): boolean {
  for (const _ in labels) return false;
  return true;
}

export function sameLabels(a: Labels, b: Labels): boolean {
  return selects(a, b) && selects(b, a);
}

import { isMap } from '../../../krm/is-map.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The operator's kind is made from protocol buffers, where a reference to another object is a message of its own: `{name, optional}` of Kubernetes is
 * `{localObjectReference: {name}, optional}` there, and the source of a volume is nested too.
 */
function referenceForm(reference: unknown): unknown {
  if (!isMap(reference)) return reference;
  const { name, ...rest } = reference;
  return name === undefined ? rest : { localObjectReference: { name }, ...rest };
}

const withReferences = (fields: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, names.includes(key) ? referenceForm(value) : value]));

/** A volume of a pod. */
export function volumeForm({ name, ...source }: Fields): Fields {
  const volumeSource = withReferences(source, ['configMap']);
  return {
    name,
    volumeSource: isMap(volumeSource.projected) ? { ...volumeSource, projected: projectedForm(volumeSource.projected) } : volumeSource,
  };
}

function projectedForm({ sources, ...rest }: Fields): Fields {
  const written = Array.isArray(sources) ? sources : [];
  return { sources: written.map((source: Fields) => withReferences(source, ['configMap', 'secret'])), ...rest };
}

/** An environment variable. */
export function variableForm(variable: object): object {
  const { valueFrom, ...rest } = variable as Fields;
  return isMap(valueFrom) ? { ...rest, valueFrom: withReferences(valueFrom, ['configMapKeyRef', 'secretKeyRef']) } : variable;
}

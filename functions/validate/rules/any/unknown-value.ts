import { formatPath } from '../../../diagnostics/path.ts';
import { asRecord, asText } from '../../../mesh/loose.ts';
import { fieldFindings } from '../../fields/field-findings.ts';
import type { Finding, Rule } from '../../rule.ts';

export const unknownValue: Rule = {
  code: 'GI1003',
  name: 'unknown-value',
  severity: 'error',
  summary: 'A field with a fixed set of values must have one of them.',
  why: 'the API server refuses the object',
  fix: 'write one of the values that the field takes',
  source: 'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation',
  upstream: ['IST0106'],
  check: (world) => fieldFindings(world, 'GI1003').filter((found) => !isOtherRelease(found)),
};

/** The Sail operator lists the versions that its own release installs; those of other releases are not known here. */
const isOtherRelease = ({ item, path }: Finding): boolean =>
  item.id.apiVersion.startsWith('sailoperator.io/') &&
  formatPath(path) === 'spec.version' &&
  /^v\d+\.\d+/.test(asText(asRecord(item.object.spec).version));

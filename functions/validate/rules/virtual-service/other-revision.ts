import type { Labels } from '../../../mesh/inventory/labels.ts';
import { asRecord, asText } from '../../../mesh/loose.ts';
import type { Rule, World } from '../../rule.ts';
import { at, deep, text, wrong } from '../../spot.ts';
import { istioObjects } from '../../spots/istio-objects.ts';

const label = 'istio.io/rev';

export const otherRevision: Rule = {
  code: 'GI2433',
  name: 'other-revision',
  severity: 'error',
  summary: 'An object must not be for another revision of the control plane.',
  why: 'istiod ignores objects whose label `istio.io/rev` names another revision',
  fix: 'delete the label, or write the revision of the mesh',
  source: 'istio/istio, pkg/config/model.go (LabelsInRevision)',
  *check(world) {
    const revisions = revisionsOf(world);
    const known = new Set([...revisions, ...tagsOf(world), '']);
    const used = new Set(usedRevisions(world));
    for (const object of istioObjects(world)) {
      const value = at(deep(object, 'metadata', 'labels'), label);
      if (known.has(text(value))) continue;
      if (revisions.length === 0) {
        if (used.has('') && !used.has(text(value)))
          yield wrong(value, `"${text(value)}" is the revision of no pods in the files: an istiod of another one ignores the object`, {
            severity: 'warning',
          });
        continue;
      }
      yield wrong(value, `"${text(value)}" is not the revision of the mesh, "${revisions.join('" or "')}": the object is ignored`);
    }
  },
};

/** The revisions by which namespaces and pods of the files are injected; `''` for that which is named by none. */
function usedRevisions({ mesh: { namespaces, workloads } }: World): readonly string[] {
  const isInjected = (labels: Labels) => labels['istio-injection'] === 'enabled' || labels['sidecar.istio.io/inject'] === 'true';
  return [...namespaces.all, ...workloads].flatMap(({ labels }) => (labels[label] ? [labels[label]] : isInjected(labels) ? [''] : []));
}

/** The revision that is told, else those of all control planes in the files. */
function revisionsOf(world: World): readonly string[] {
  const { settings } = world.mesh;
  if (settings.revision !== undefined) return [settings.revision];
  const operators = world
    .ofKind('install.istio.io', 'IstioOperator')
    .map(({ object }) => asText(asRecord(object.spec).revision) || 'default');
  const istiods = world.mesh.workloads.filter(({ labels }) => labels.app === 'istiod').map(({ labels }) => labels[label] ?? 'default');
  const sail = ['Istio', 'IstioRevision'].flatMap((kind) => world.ofKind('sailoperator.io', kind)).map(({ id }) => id.name);
  return [...new Set([...operators, ...istiods, ...sail])];
}

/** Tags are other names of revisions. */
function tagsOf(world: World): readonly string[] {
  const webhooks = world.ofKind('admissionregistration.k8s.io', 'MutatingWebhookConfiguration');
  const tags = world.ofKind('sailoperator.io', 'IstioRevisionTag').map(({ id }) => id.name);
  return [...tags, ...webhooks.map(({ object }) => asText(object.metadata.labels?.['istio.io/tag']))];
}

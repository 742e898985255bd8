import { allows, readGrants } from '../../../mesh/gateway-api/grants.ts';
import { perWorld } from '../../per-world.ts';
import type { Rule, World } from '../../rule.ts';
import { wrong } from '../../spot.ts';
import {
  authorityReferences,
  backendReferences,
  type CrossReference,
  certificateReferences,
  gatewayApi,
  isForMesh,
  policyBackendReferences,
  routeKinds,
} from '../../spots/cross-references.ts';
import { namedObjects } from '../../spots/named-objects.ts';

const grants = perWorld((world: World) => readGrants(world.mesh.objects));

export const referenceNotGranted: Rule = {
  code: 'GI2905',
  name: 'reference-not-granted',
  severity: 'error',
  summary: 'A reference to another namespace must be granted there.',
  why: 'it is not followed (`RefNotPermitted`): requests are answered with 500, and listeners have no certificate',
  fix: 'add a ReferenceGrant in the namespace of what is referred to',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1beta1.ReferenceGrant',
  *check(world) {
    const inFiles = new Set(world.items.map(({ id }) => id.namespace));
    for (const found of references(world)) {
      if (
        found.namespace === found.fromNamespace ||
        found.from.id.namespace === undefined ||
        isForMesh(found.from) ||
        isDelegation(found) ||
        isGranted(world, found)
      )
        continue;
      const says = `refers to ${found.kind} "${found.namespace}/${found.name}", and no ReferenceGrant of namespace "${found.namespace}" allows that to a ${found.from.id.kind} of "${found.fromNamespace}"`;
      // A grant is written by the owners of the other namespace: it may lie with them.
      yield wrong(found.spot, says, world.complete || inFiles.has(found.namespace) ? {} : { severity: 'warning' });
    }
  },
};

const references = (world: World): readonly CrossReference[] => [
  ...backendReferences(world),
  ...certificateReferences(world),
  ...authorityReferences(world),
  ...policyBackendReferences(world),
  ...namedObjects(world).filter(({ kind }) => kind === 'Secret' || kind === 'ConfigMap'),
];

/** Some implementations send a route on to routes of other namespaces, and ask those who they are. */
const isDelegation = ({ group, kind }: CrossReference): boolean => group === gatewayApi && routeKinds.includes(kind);

const isGranted = (world: World, { from, fromNamespace, group, kind, namespace, name }: CrossReference): boolean =>
  allows(grants(world), { kind: from.id.kind, namespace: fromNamespace }, { group, kind, namespace, name });
